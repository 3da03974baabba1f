import { expect, test } from "vitest";
import { z } from "zod";
import { faultWords } from "./fault-words.ts";

const told = (schema: z.ZodType, value: unknown) => (schema.safeParse(value).error?.issues ?? []).map(faultWords);

const rows: [z.ZodType, unknown, string | null][] = [
  [z.string(), undefined, "is missing"],
  [z.enum(["low", "medium", "high"]), undefined, "must be low, medium or high"],
  [z.string(), 1, "must be text"],
  [z.string(), null, "must be text"],
  [z.array(z.string()), {}, "must be a list"],
  [z.object({}), [], "must be an object, names with values"],
  [z.record(z.string(), z.string()), [], "must be an object, names with values"],
  [z.boolean(), "true", "must be true or false"],
  [z.number(), "1", "must be a number"],
  [z.int(), 1.5, "must be a whole number"],
  [z.number().min(1), 0, "must be at least 1"],
  [z.number().max(4_096), 5_000, "must be at most 4,096"],
  [z.string().min(1), "", "must not be empty"],
  [z.string().max(3), "four", "must have at most 3 characters"],
  [z.array(z.string()).min(2), ["a"], "must have at least 2 entries"],
  [z.uuid(), "7", "must be an id such as 01a22f03-0561-7a89-ad46-cb24bb83ad3a"],
  [z.url(), "x", "must be an address such as https://example.com"],
  [z.string().regex(/^a/), "b", "does not have the form that is needed"],
  [z.literal("host"), "x", "must be host"],
  [z.union([z.string(), z.number()]), true, "is none of what may stand here"],
  [z.string().min(1, "Say which command to run."), "", null],
];

test.each(rows)(
  "%#: what zod says by itself is told in words that stand behind a name; a schema's own sentence is kept",
  (schema, value, words) => {
    expect(told(schema, value)).toEqual([words]);
  },
);
