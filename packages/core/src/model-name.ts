import { z } from "zod";

/** Provider names and versions, e.g. `gpt-5`, `qwen/qwen3-coder:free`. */
export const ModelName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$/, { error: "This is not a model's name." });
