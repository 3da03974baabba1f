import { z } from "zod";
import { BranchName } from "../branch-name.ts";
import { Id, Timestamp } from "./list.ts";

/** `ended` is the ordinary way out, `failed` any other. */
export const TerminalState = z.enum(["queued", "open", "ended", "failed"]);
export type TerminalState = z.infer<typeof TerminalState>;

/** What a person ran in a terminal. */
export const TriedCommand = z.object({ command: z.string(), exitCode: z.int() });
export type TriedCommand = z.infer<typeof TriedCommand>;

/** A person's terminal in a sandbox of an environment, in the phase of its setup. */
export const Terminal = z.object({
  id: Id,
  environmentId: Id,
  branch: z.string(),
  state: TerminalState,
  /** Why it ended; null while it is open, and where the person closed it. */
  failure: z.string().nullable(),
  /** Oldest first. */
  commands: z.array(TriedCommand),
  createdAt: Timestamp,
  endedAt: Timestamp.nullable(),
});
export type Terminal = z.infer<typeof Terminal>;

/** The repository's default branch, or the environment's own, where none is named. */
export const OpenTerminalInput = z.strictObject({ branch: BranchName.optional() });
export type OpenTerminalInput = z.infer<typeof OpenTerminalInput>;

/**
 * What a person does in a terminal. `script` runs a setup script as a snapshot's build would; `seen` is how far the page has come, so that what it
 * missed is sent again.
 */
export const TerminalAct = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("keys"), text: z.string().max(65_536) }),
  z.strictObject({ kind: z.literal("size"), columns: z.int().min(2).max(500), rows: z.int().min(1).max(300) }),
  z.strictObject({ kind: z.literal("script"), script: z.string().min(1).max(100_000) }),
]);
export type TerminalAct = z.infer<typeof TerminalAct>;

/** `client` tells pages apart, each of which numbers what it sends from 1; what comes twice counts once. */
export const TerminalInput = z.strictObject({ client: z.uuid(), seq: z.int().min(1), acts: z.array(TerminalAct).min(1).max(64) });
export type TerminalInput = z.infer<typeof TerminalInput>;

/** What a terminal tells its pages: numbered output, what of the input has arrived, and a look at the row. */
export const TerminalNews = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("output"), seq: z.int(), text: z.string() }),
  z.object({ kind: z.literal("received"), client: z.string(), seq: z.int() }),
  z.object({ kind: z.literal("changed") }),
]);
export type TerminalNews = z.infer<typeof TerminalNews>;
