import { z } from "zod";

/** Why an attempt ended badly. `hint` says what the person can do; `log` holds the last lines where there are some. */
export const AttemptFailure = z.object({
  code: z.enum([
    "docker_unavailable",
    "image_missing",
    "repository_unavailable",
    "branch_missing",
    "repository_empty",
    "environment_invalid",
    "setup_failed",
    "model_unreachable",
    "model_unauthorized",
    "model_failed",
    "model_refused",
    "limit_reached",
    "stuck",
    "sandbox_lost",
    "worker_lost",
    "change_invalid",
    "change_too_large",
    "disk_full",
    "internal",
  ]),
  message: z.string(),
  hint: z.string(),
  log: z.string().nullable().default(null),
});
export type AttemptFailure = z.infer<typeof AttemptFailure>;
