import type { CheckInput, Environment, EnvironmentFile, NetworkPolicy } from "@slipway/core";
import { LIMIT_UNITS, type LimitName, limitText, limitValue } from "./limit-units.ts";

export type CheckRow = { key: string; name: string; command: string; minutes: string; report: string };
export type VariableRow = { key: string; name: string; value: string };

/** An environment as its page edits it: figures as text in people's units, lists as rows. `key` only tells rows apart. */
export type EnvironmentForm = {
  name: string;
  /** Empty: the repository's default branch. */
  branch: string;
  imageFrom: "reference" | "dockerfile";
  /** Empty: the bundled image. */
  image: string;
  /** Its path in the repository; counts where the image is built from it. */
  dockerfile: string;
  setupScript: string;
  maintenanceScript: string;
  checks: CheckRow[];
  variables: VariableRow[];
  network: Omit<NetworkPolicy, "hosts" | "methods"> & { hosts: string; methods: NetworkPolicy["methods"] | null };
  limits: Partial<Record<LimitName, string>>;
  /** Limits of the model, which the form does not show and keeps. */
  kept: Environment["limits"];
};

type Described = Partial<Pick<Environment, "name" | "branch">> & EnvironmentFile;

export function formOf(environment: Described): EnvironmentForm {
  const { setup = "public", agent = "off", hosts = [], methods } = environment.network ?? {};
  const limits = environment.limits ?? {};
  return {
    name: environment.name ?? "Default",
    branch: environment.branch ?? "",
    imageFrom: environment.dockerfile == null ? "reference" : "dockerfile",
    image: environment.image ?? "",
    dockerfile: environment.dockerfile ?? "",
    setupScript: environment.setupScript ?? "",
    maintenanceScript: environment.maintenanceScript ?? "",
    checks: (environment.checks ?? []).map(rowOfCheck),
    variables: Object.entries(environment.variables ?? {}).map(([name, value]) => ({ key: name, name, value })),
    network: { setup, agent, hosts: hosts.join("\n"), methods: methods ?? null },
    limits: Object.fromEntries(LIMIT_UNITS.map((unit) => [unit.name, limitText(unit, limits[unit.name])])),
    kept: Object.fromEntries(Object.entries(limits).filter(([name]) => !LIMIT_UNITS.some((unit) => unit.name === name))),
  };
}

/** What is sent, and what the text editor shows. Rows without any text are left out. */
export function fileOf(form: EnvironmentForm): Required<EnvironmentFile> {
  const { setup, agent, hosts, methods } = form.network;
  const listed = hosts.split(/[\s,]+/).filter((host) => host !== "");
  return {
    ...imageOf(form),
    setupScript: form.setupScript,
    maintenanceScript: form.maintenanceScript,
    checks: filledChecks(form).map(checkOfRow),
    variables: Object.fromEntries(filledVariables(form).map(({ name, value }) => [name.trim(), value])),
    network: { setup, agent, hosts: listed, ...(methods === null ? {} : { methods }) },
    limits: { ...form.kept, ...limitsOf(form) },
  };
}

/** One of both at most. */
function imageOf({ imageFrom, image, dockerfile }: EnvironmentForm): { image: string | null; dockerfile: string | null } {
  if (imageFrom === "dockerfile") return { image: null, dockerfile: dockerfile.trim() };
  return { image: image.trim() === "" ? null : image.trim(), dockerfile: null };
}

export function filledChecks(form: EnvironmentForm): CheckRow[] {
  return form.checks.filter((row) => row.name.trim() !== "" || row.command.trim() !== "");
}

export function filledVariables(form: EnvironmentForm): VariableRow[] {
  return form.variables.filter((row) => row.name.trim() !== "" || row.value !== "");
}

function rowOfCheck({ name, command, timeoutSeconds, report = "" }: CheckInput): CheckRow {
  return { key: name, name, command, minutes: String(Number((timeoutSeconds / 60).toFixed(4))), report };
}

/** A check without a name is called by its command. */
function checkOfRow({ name, command, minutes, report }: CheckRow): CheckInput {
  const timeoutSeconds = minutes.trim() === "" ? 900 : Math.round(Number(minutes.replace(",", ".")) * 60);
  return {
    name: name.trim() || command.trim().slice(0, 40),
    command: command.trim(),
    timeoutSeconds,
    ...(report.trim() !== "" && { report: report.trim() }),
  };
}

function limitsOf(form: EnvironmentForm): Environment["limits"] {
  const given = LIMIT_UNITS.map((unit) => [unit.name, limitValue(unit, form.limits[unit.name] ?? "")] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
