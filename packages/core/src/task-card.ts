import { z } from "zod";

/** A task that an answer proposes; the person sends it with one click, as it is or changed. */
export const TaskCard = z.object({ title: z.string(), prompt: z.string() });
export type TaskCard = z.infer<typeof TaskCard>;
