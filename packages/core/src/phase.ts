import { z } from "zod";

/** Where an attempt's time goes, in the order of a usual attempt. */
export const Phase = z.enum(["queued", "image", "repository", "sandbox", "setup", "working", "collecting", "checks", "finished"]);
export type Phase = z.infer<typeof Phase>;
