import { z } from "zod";
import { BranchName } from "../branch-name.ts";
import { Id, Timestamp } from "./list.ts";

/** Where a repository lives. `path`: on this machine; `https`: any git remote; `github`: a forge with pull requests. */
export const RepositoryKind = z.enum(["path", "https", "github"]);
export type RepositoryKind = z.infer<typeof RepositoryKind>;

/** Exactly one of `url` (https) and `path` (absolute). Name and default branch are read from the remote when absent. */
export const CreateRepositoryInput = z
  .strictObject({
    url: z.string().trim().max(2_000).optional(),
    path: z.string().trim().max(4_000).optional(),
    name: z.string().trim().min(1).max(200).optional(),
    defaultBranch: BranchName.optional(),
  })
  .refine((input) => (input.url === undefined) !== (input.path === undefined), {
    error: "Give either url (https://…) or path (a folder on this machine).",
  });
export type CreateRepositoryInput = z.infer<typeof CreateRepositoryInput>;

export const Repository = z.object({
  id: Id,
  name: z.string(),
  kind: RepositoryKind,
  location: z.string(),
  defaultBranch: z.string(),
  /** The bundled sample, on which the demo model works. */
  sample: z.boolean(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
});
export type Repository = z.infer<typeof Repository>;

export const Branch = z.object({ name: z.string(), commit: z.string() });
export type Branch = z.infer<typeof Branch>;
