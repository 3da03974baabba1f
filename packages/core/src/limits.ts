import { z } from "zod";

/** What one attempt may use. Bytes, seconds and US dollars; every field has a default. */
export const Limits = z.strictObject({
  cpus: z.number().min(0.1).max(64).default(2),
  memoryBytes: z
    .int()
    .min(64 * 2 ** 20)
    .max(256 * 2 ** 30)
    .default(4 * 2 ** 30),
  processes: z.int().min(32).max(32_768).default(512),
  diskBytes: z
    .int()
    .min(64 * 2 ** 20)
    .max(1024 * 2 ** 30)
    .default(10 * 2 ** 30),
  wallClockSeconds: z.int().min(10).max(86_400).default(3_600),
  commandSeconds: z.int().min(1).max(86_400).default(600),
  steps: z.int().min(1).max(1_000).default(100),
  tokens: z.int().min(1_000).max(1_000_000_000).default(5_000_000),
  costUsd: z.number().min(0.01).max(100_000).nullable().default(null),
  /** Lines to read in the change, beyond which it is flagged; null flags none. Nothing is ended by it. */
  changedLines: z.int().min(1).max(1_000_000).nullable().default(1_000),
});
export type Limits = z.infer<typeof Limits>;

/** A partial override, as a task or an environment gives it. */
export const LimitsInput = z.strictObject({
  cpus: Limits.shape.cpus.unwrap().optional(),
  memoryBytes: Limits.shape.memoryBytes.unwrap().optional(),
  processes: Limits.shape.processes.unwrap().optional(),
  diskBytes: Limits.shape.diskBytes.unwrap().optional(),
  wallClockSeconds: Limits.shape.wallClockSeconds.unwrap().optional(),
  commandSeconds: Limits.shape.commandSeconds.unwrap().optional(),
  steps: Limits.shape.steps.unwrap().optional(),
  tokens: Limits.shape.tokens.unwrap().optional(),
  costUsd: Limits.shape.costUsd.unwrap().optional(),
  changedLines: Limits.shape.changedLines.unwrap().optional(),
});
export type LimitsInput = z.infer<typeof LimitsInput>;

/** Later overrides win field by field. */
export function resolveLimits(...overrides: readonly LimitsInput[]): Limits {
  return Limits.parse(Object.assign({}, ...overrides));
}

/** Bounds of the platform itself, in bytes unless the name says otherwise. */
export const BOUNDS = {
  promptCharacters: 100_000,
  commentCharacters: 20_000,
  /** Of the line that a comment is about. */
  quoteCharacters: 500,
  /** Of one tool result, as the model sees it (head and tail). */
  toolOutputBytes: 32_768,
  /** Of one command, as stored in the event log; the rest is counted. */
  commandLogBytes: 10 * 2 ** 20,
  verificationLogBytes: 10 * 2 ** 20,
  patchBytes: 50 * 2 ** 20,
  attemptStarts: 3,
  leaseSeconds: 60,
  imageBytes: 10 * 2 ** 20,
  imagePixels: 50_000_000,
  imagesPerTurn: 8,
  pageSize: 50,
} as const;
