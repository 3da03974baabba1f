import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const TYPES: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object, names with values",
  record: "an object, names with values",
  null: "null",
};

const FORMATS: Record<string, string> = {
  uuid: "an id such as 01a22f03-0561-7a89-ad46-cb24bb83ad3a",
  url: "an address such as https://example.com",
  email: "a mail address",
  datetime: "a time such as 2026-01-31T12:00:00Z",
  date: "a day such as 2026-01-31",
};

const COUNTED: Record<string, string> = { string: "characters", array: "entries", set: "entries", object: "entries", record: "entries" };

/**
 * What zod says by itself of a value, in words for whoever sent it, to stand behind the value's name: "must be a list". Null where the
 * schema has a sentence of its own, or where zod says something that no schema of ours lets it say.
 */
export function faultWords(issue: Issue): string | null {
  if (!/^(Invalid|Too|Unrecognized)\b/.test(issue.message)) return null;
  if (issue.message.endsWith("received undefined")) return "is missing";
  switch (issue.code) {
    case "invalid_type":
      return typeWords(issue.expected);
    case "invalid_value":
      return `must be ${choice(issue.values.map(String))}`;
    case "too_small":
      return boundWords(issue.origin, { least: Number(issue.minimum) });
    case "too_big":
      return boundWords(issue.origin, { most: Number(issue.maximum) });
    case "invalid_format":
      return FORMATS[issue.format] === undefined ? "does not have the form that is needed" : `must be ${FORMATS[issue.format]}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_union":
      return "is none of what may stand here";
    default:
      return null;
  }
}

function typeWords(expected: string): string {
  return `must be ${TYPES[expected] ?? expected}`;
}

function boundWords(origin: string, { least, most }: { least?: number; most?: number }): string {
  const amount = least === undefined ? `at most ${grouped(most ?? 0)}` : `at least ${grouped(least)}`;
  const counted = COUNTED[origin];
  if (least === 1 && counted !== undefined) return "must not be empty";
  return counted === undefined ? `must be ${amount}` : `must have ${amount} ${counted}`;
}

function grouped(amount: number): string {
  return amount.toLocaleString("en-US");
}

/** `a`, `a or b`, `a, b or c`. */
function choice(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}
