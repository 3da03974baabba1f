"use client";

import { useState } from "react";
import type { z } from "zod";

/** State that survives a reload of the page. What is stored and no longer fits the schema is forgotten. */
export function useStoredState<Schema extends z.ZodType>(key: string, schema: Schema, initial: z.output<Schema>) {
  const [value, setValue] = useState<z.output<Schema>>(() => readStored(key, schema) ?? initial);
  const store = (next: z.output<Schema>) => {
    setValue(next);
    writeStored(key, next);
  };
  /** For what comes later than the render that asked for it, such as an answer: nothing written in between is lost. */
  const update = (change: (current: z.output<Schema>) => z.output<Schema>) =>
    setValue((current) => {
      const next = change(current);
      writeStored(key, next);
      return next;
    });
  return [value, store, update] as const;
}

function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage may be full or forbidden; the page works without it.
  }
}

function readStored<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | null {
  if (typeof window === "undefined") return null;
  try {
    return schema.parse(JSON.parse(localStorage.getItem(key) ?? "null"));
  } catch {
    return null;
  }
}
