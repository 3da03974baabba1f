import { faultWords } from "@slipway/core";
import type { z } from "zod";
import type { FileFault } from "./parse-environment-file.ts";

type Issue = z.core.$ZodIssue;

/** A zod error as faults with lines; a key that has no place here is told at its own line. */
export function faultsOf(error: z.ZodError, lineOf: (path: readonly PropertyKey[]) => number): FileFault[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ line: lineOf([...issue.path, key]), message: strangerWords(issue.path, key) }));
    }
    if (issue.code === "invalid_key") {
      return [{ line: lineOf(issue.path), message: `${nameOf(issue.path)}: ${issue.issues[0]?.message ?? issue.message}` }];
    }
    return [{ line: lineOf(issue.path), message: words(issue) }];
  });
}

function strangerWords(path: readonly PropertyKey[], key: string): string {
  const place = path.length === 0 ? "an environment" : nameOf(path);
  return `"${key}" is not something that ${place} has.`;
}

function words(issue: Issue): string {
  if (issue.path.length === 0) return "The file must be names with values, such as image: node:24.";
  const told = faultWords(issue);
  return told === null ? `${nameOf(issue.path)}: ${issue.message}` : `${nameOf(issue.path)} ${told}.`;
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.map(String).join(".");
}
