import { z } from "zod";
import { capabilitiesOf, ModelCapabilities } from "../model-capabilities.ts";
import { ModelName } from "../model-name.ts";
import { ModelPrice } from "../model-price.ts";
import { ProviderUrl } from "../provider-url.ts";
import { Id, Timestamp } from "./list.ts";

/** How a provider's server is spoken to. */
export const ModelApi = z.enum(["responses", "chat"]);
export type ModelApi = z.infer<typeof ModelApi>;

/** `price` is null where nobody gave one; then costs are unknown. */
export const ProviderModel = ModelCapabilities.extend({ name: ModelName, price: ModelPrice.nullable() });
export type ProviderModel = z.infer<typeof ProviderModel>;

/** What is left out has the default of the model's name. */
const ProviderModelInput = z
  .strictObject({ ...ModelCapabilities.partial().shape, name: ModelName, price: ModelPrice.nullable().default(null) })
  .transform((input) => ProviderModel.parse({ ...capabilitiesOf(input.name), ...input }));

const ModelList = z
  .array(ProviderModelInput)
  .max(500)
  .refine((models) => new Set(models.map(({ name }) => name)).size === models.length, { error: "Two models have the same name." });

const ProviderKey = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{6,4096}$/, { error: "A key has 6 characters or more, none of them a space." });

const fields = { name: z.string().trim().min(1, { error: "Name the provider." }).max(100), baseUrl: ProviderUrl, api: ModelApi };

/** `key` is write-only; null for a server that wants none. */
export const CreateProviderInput = z.strictObject({
  ...fields,
  api: fields.api.default("responses"),
  key: ProviderKey.nullable().default(null),
  models: ModelList.default([]),
});
export type CreateProviderInput = z.infer<typeof CreateProviderInput>;

/** Absent fields stay. Another `baseUrl` needs the key again (or null), so that a stored key is sent nowhere else than where it was given for. */
export const UpdateProviderInput = z.strictObject({
  name: fields.name.optional(),
  baseUrl: fields.baseUrl.optional(),
  api: fields.api.optional(),
  key: ProviderKey.nullable().optional(),
  models: ModelList.optional(),
});
export type UpdateProviderInput = z.infer<typeof UpdateProviderInput>;

/** A server of models as it is shown; its key never leaves the server. */
export const Provider = z.object({
  id: Id,
  name: z.string(),
  baseUrl: z.string(),
  api: ModelApi,
  hasKey: z.boolean(),
  models: z.array(ProviderModel),
  /** Until when its rate limit lets nothing through. */
  limitedUntil: Timestamp.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Provider = z.infer<typeof Provider>;

/** A model that a task can ask for. `provider.id` is null for the one of the process's settings. */
export const ModelChoice = ProviderModel.extend({ provider: z.object({ id: Id.nullable(), name: z.string() }), demo: z.boolean() });
export type ModelChoice = z.infer<typeof ModelChoice>;

/** `default` works on a task that names none; `demo`: none is connected, so replies come from the bundled script. */
export const Models = z.object({
  default: z.string(),
  defaultProviderId: Id.nullable(),
  api: ModelApi,
  demo: z.boolean(),
  items: z.array(ModelChoice),
});
export type Models = z.infer<typeof Models>;
