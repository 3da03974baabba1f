import { z } from "zod";

const usd = z
  .number({ error: "Give a price in US dollars for a million tokens." })
  .min(0, { error: "A price is not below zero." })
  .max(100_000, { error: "A price is for a million tokens." });

/** US dollars for a million tokens. */
export const ModelPrice = z.strictObject({ inputUsd: usd, cachedInputUsd: usd, outputUsd: usd });
export type ModelPrice = z.infer<typeof ModelPrice>;
