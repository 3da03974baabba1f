"use client";

import { useState } from "react";
import type { z } from "zod";

/** State that survives a reload of the page. What is stored and no longer fits the schema is forgotten. */
export function useStoredState<Schema extends z.ZodType>(key: string, schema: Schema, initial: z.output<Schema>) {
  const [value, setValue] = useState<z.output<Schema>>(() => readStored(key, schema) ?? initial);
  const store = (next: z.output<Schema>) => {
    setValue(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // Storage may be full or forbidden; the page works without it.
    }
  };
  return [value, store] as const;
}

function readStored<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | null {
  if (typeof window === "undefined") return null;
  try {
    return schema.parse(JSON.parse(localStorage.getItem(key) ?? "null"));
  } catch {
    return null;
  }
}
