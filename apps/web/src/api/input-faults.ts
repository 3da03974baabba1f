import { faultWords, InvalidInputError } from "@slipway/core";
import type { z } from "zod";

/** A zod error as one error of ours: a path and a sentence for each fault, the first sentence as the message. */
export function inputFaults(error: z.ZodError): InvalidInputError {
  const fields = error.issues.map((issue) => {
    const fault = innermost(issue);
    const path = fault.path.map(String).join(".");
    return { path, message: sentence(fault, path) };
  });
  return new InvalidInputError(fields[0]?.message ?? "The input is not valid.", fields);
}

type Fault = z.core.$ZodIssue;

/** Of a union's alternatives, the one that came furthest: its fault is what the sender most likely meant. */
function innermost(issue: Fault): Fault {
  if (issue.code === "invalid_key") return { ...issue, message: issue.issues[0]?.message ?? issue.message };
  if (issue.code !== "invalid_union") return issue;
  const told = issue.errors.flat().find((inner) => inner.code !== "invalid_type" && inner.code !== "invalid_value");
  const inner = told ?? issue.errors.flat()[0];
  return inner === undefined ? issue : innermost({ ...inner, path: [...issue.path, ...inner.path] } as Fault);
}

function sentence(fault: Fault, path: string): string {
  const name = path === "" ? "The body" : path;
  if (fault.code === "unrecognized_keys") return `There is no field ${fault.keys.map((key) => `"${key}"`).join(", ")} here.`;
  const words = faultWords(fault);
  return words === null ? fault.message : `${name} ${words}.`;
}
