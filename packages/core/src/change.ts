import { z } from "zod";

/** One file of a change. `previousPath` on renames and copies; line counts are null for binary files. */
export const FileChange = z.object({
  path: z.string(),
  previousPath: z.string().nullable(),
  kind: z.enum(["added", "modified", "deleted", "renamed", "copied", "type_changed"]),
  binary: z.boolean(),
  additions: z.int().nullable(),
  deletions: z.int().nullable(),
  oldMode: z.string(),
  newMode: z.string(),
});
export type FileChange = z.infer<typeof FileChange>;

/** What the reviewer should look at twice; the gate computes it from the patch. */
export const ChangeWarning = z.object({
  kind: z.enum([
    "symlink",
    "submodule",
    "executable",
    "workflow",
    "instructions",
    "hidden_characters",
    "lockfile_host",
    "large",
    "secret",
    "over_budget",
    "stray",
  ]),
  path: z.string(),
  message: z.string(),
});
export type ChangeWarning = z.infer<typeof ChangeWarning>;

export const ChangeStats = z.object({ files: z.int(), additions: z.int(), deletions: z.int() });
export type ChangeStats = z.infer<typeof ChangeStats>;

export function changeStats(files: readonly FileChange[]): ChangeStats {
  return {
    files: files.length,
    additions: files.reduce((sum, file) => sum + (file.additions ?? 0), 0),
    deletions: files.reduce((sum, file) => sum + (file.deletions ?? 0), 0),
  };
}
