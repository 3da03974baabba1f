import { z } from "zod";
import { ModelName } from "../model-name.ts";
import { Usage } from "../usage.ts";
import { Id, Timestamp } from "./list.ts";
import { ModelApi } from "./provider.ts";

/** `providerId` null: the provider of the process's settings. Without a model its list of models is read and nothing is asked. */
export const CreateProviderTestInput = z.strictObject({ providerId: Id.nullable(), model: ModelName.nullable().default(null) });
export type CreateProviderTestInput = z.infer<typeof CreateProviderTestInput>;

/** What a test looks at, in its order. */
export const PROVIDER_TEST_SUBJECTS = [
  "reachable",
  "key",
  "responses",
  "chat",
  "tool_call",
  "parallel_calls",
  "freeform_patch",
  "vision",
] as const;

/** `unknown`: not tried, or the answer told nothing. */
export const ProviderFinding = z.object({
  subject: z.enum(PROVIDER_TEST_SUBJECTS),
  answer: z.enum(["yes", "no", "unknown"]),
  detail: z.string(),
});
export type ProviderFinding = z.infer<typeof ProviderFinding>;

/** `learned` is what may be stored with the model. */
export const ProviderTestResult = z.object({
  findings: z.array(ProviderFinding),
  /** The names that the server lists; null where it lists none. */
  models: z.array(z.string()).nullable(),
  /** From the request to its whole answer, of the first one that succeeded. */
  latencyMs: z.number().nullable(),
  usage: Usage,
  learned: z
    .object({ api: ModelApi, vision: z.boolean().nullable(), freeformPatch: z.boolean().nullable(), parallelCalls: z.boolean().nullable() })
    .nullable(),
  /** Why tasks cannot use it, and what to do; null where they can. */
  failure: z.object({ message: z.string(), hint: z.string() }).nullable(),
});
export type ProviderTestResult = z.infer<typeof ProviderTestResult>;

/** `result` is null while a worker is at it. */
export const ProviderTest = z.object({
  id: Id,
  providerId: Id.nullable(),
  model: z.string().nullable(),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  result: ProviderTestResult.nullable(),
});
export type ProviderTest = z.infer<typeof ProviderTest>;
