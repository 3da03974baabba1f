import { EnvironmentFile, faultWords } from "@slipway/core";
import type { z } from "zod";
import { type EnvironmentForm, fileOf, filledChecks, filledVariables } from "./environment-form.ts";
import { LIMIT_UNITS, limitFault } from "./limit-units.ts";

/** Faults by the field that shows them: `name`, `image`, `checks.<row key>.minutes`, `variables.<row key>`, `network.hosts`, `limits.cpus` … */
export type Faults = ReadonlyMap<string, string>;

export const noFaults: Faults = new Map();

type Told = { path: string; message: string };

/** What can be said before asking the server: the same schema, in the units and rows of the form. */
export function faultsOfForm(form: EnvironmentForm): Faults {
  const parsed = EnvironmentFile.safeParse(fileOf(form));
  const told = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ path: issue.path.map(String).join("."), message: messageOf(issue) }));
  const doubles = doubleNames(form);
  return new Map([...faultsOfProblem(form, told), ...doubles, ...(form.name.trim() === "" ? [["name", "Give it a name."] as const] : [])]);
}

/** Of a name that cannot be, the reason, which zod keeps one level deeper. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  const words = faultWords(issue);
  return words === null ? issue.message : `This ${words}.`;
}

/** The server's faults at the rows of the form that was sent; of each field the first. */
export function faultsOfProblem(form: EnvironmentForm, told: readonly Told[]): Faults {
  const faults = new Map<string, string>();
  for (const fault of told) {
    const place = placeOf(form, fault);
    if (!faults.has(place)) faults.set(place, wordsOf(form, place, fault));
  }
  return faults;
}

function placeOf(form: EnvironmentForm, { path }: Told): string {
  const [field = "", second = "", third = ""] = path.split(".");
  if (field === "checks")
    return `checks.${filledChecks(form)[Number(second)]?.key ?? ""}.${third === "timeoutSeconds" ? "minutes" : third}`;
  if (field === "variables") return `variables.${filledVariables(form).find(({ name }) => name.trim() === second)?.key ?? ""}`;
  if (field === "network") return `network.${second}`;
  if (field === "secrets") return ["secrets", second, third].filter((part) => part !== "").join(".");
  return field === "limits" ? `limits.${second}` : field;
}

function wordsOf(form: EnvironmentForm, place: string, { path, message }: Told): string {
  if (place.endsWith(".minutes")) return "Give minutes, from 0.02 to 1440.";
  if (place.startsWith("checks.")) return place.endsWith(".command") ? "Say which command to run." : message;
  const unit = LIMIT_UNITS.find(({ name }) => place === `limits.${name}`);
  if (unit !== undefined) return limitFault(unit, form.limits[unit.name] ?? "") ?? message;
  if (place !== "network.hosts") return message;
  const host = (fileOf(form).network?.hosts ?? [])[Number(path.split(".")[2])];
  return host === undefined ? message : `${host}: ${message}`;
}

function doubleNames(form: EnvironmentForm): (readonly [string, string])[] {
  const checks = filledChecks(form).map(({ key, name }) => ({ place: `checks.${key}.name`, name: name.trim() }));
  const variables = filledVariables(form).map(({ key, name }) => ({ place: `variables.${key}`, name: name.trim() }));
  return [checks, variables].flatMap((rows) =>
    rows
      .filter(({ name }, index) => name !== "" && rows.findIndex((other) => other.name === name) !== index)
      .map(({ place, name }) => [place, `"${name}" stands here twice.`] as const),
  );
}
