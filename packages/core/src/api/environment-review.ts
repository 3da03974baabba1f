import { z } from "zod";

/** What a branch's environment may do with secrets or with the machine, in the words that people read. */
export const EnvironmentDifference = z.enum([
  "image",
  "Dockerfile",
  "setup script",
  "maintenance script",
  "variables",
  "checks",
  "network",
]);
export type EnvironmentDifference = z.infer<typeof EnvironmentDifference>;

/** An environment at a commit of another branch than the repository's default one, where it differs from that one's. */
export const EnvironmentReview = z.object({
  /** Of the files as they are at the commit; this is what a person accepts. */
  hash: z.string(),
  branch: z.string(),
  commit: z.string(),
  defaultBranch: z.string(),
  /** Never empty. */
  differences: z.array(EnvironmentDifference),
  /** Of these the default branch's is used until it is accepted. */
  replaced: z.array(EnvironmentDifference),
  /** Names of the stored secrets that no process gets until it is accepted. */
  withheld: z.array(z.string()),
  accepted: z.boolean(),
  /** Each as it is at the commit and on the default branch; null where it is not there. */
  files: z.array(z.object({ path: z.string(), text: z.string().nullable(), trustedText: z.string().nullable() })),
});
export type EnvironmentReview = z.infer<typeof EnvironmentReview>;

/** The hash of what was read, so that nothing else is accepted. */
export const AcceptEnvironmentInput = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) });
export type AcceptEnvironmentInput = z.infer<typeof AcceptEnvironmentInput>;
