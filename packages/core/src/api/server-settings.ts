import { z } from "zod";
import { ModelApi } from "./provider.ts";

/** What the server was started with; of secrets only whether they are there. `model` is null where none is set. */
export const ServerSettings = z.object({
  canSeal: z.boolean(),
  github: z.object({ hasToken: z.boolean(), hosts: z.array(z.string()) }),
  model: z.object({ name: z.string(), api: ModelApi }).nullable(),
});
export type ServerSettings = z.infer<typeof ServerSettings>;
