import type { CheckInput, Environment } from "@slipway/core";

/** The editable part of an environment as text. `key` only tells rows apart. */
export type EnvironmentForm = { name: string; image: string; variables: string; checks: (CheckInput & { key: string })[] };

export function formOf(environment: Environment | null): EnvironmentForm {
  if (environment === null) return { name: "Default", image: "", variables: "", checks: [] };
  return {
    name: environment.name,
    image: environment.image ?? "",
    variables: Object.entries(environment.variables)
      .map(([name, value]) => `${name}=${value}`)
      .join("\n"),
    checks: environment.checks.map((check) => ({ ...check, key: check.name })),
  };
}

/** What is sent; rows that were left empty are left out. A line without `=` is a variable with an empty value. */
export function inputOf(form: EnvironmentForm) {
  const lines = form.variables.split("\n").filter((line) => line.trim() !== "");
  return {
    name: form.name.trim(),
    image: form.image.trim() === "" ? null : form.image.trim(),
    variables: Object.fromEntries(lines.map((line) => [line.split("=")[0]?.trim() ?? "", line.split("=").slice(1).join("=")])),
    checks: form.checks
      .filter((check) => check.name.trim() !== "" || check.command.trim() !== "")
      .map(({ name, command, timeoutSeconds }) => ({ name: name.trim() || command.trim().slice(0, 40), command, timeoutSeconds })),
  };
}
