import { type CheckInput, InvalidInputError } from "@slipway/core";

/** Results are stored by the check's name, so an environment has each name once. */
export function refuseDoubleChecks(checks: readonly CheckInput[]): void {
  const names = checks.map((check) => check.name);
  const index = names.findIndex((name, position) => names.indexOf(name) !== position);
  if (index === -1) return;
  const message = `Two checks are called "${names[index]}". Give each a name of its own.`;
  throw new InvalidInputError(message, [{ path: `checks.${index}.name`, message }]);
}
