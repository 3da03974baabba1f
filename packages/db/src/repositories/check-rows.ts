import type { CheckInput } from "@slipway/core";

/** Checks as rows of their table, in their order. */
export function checkRows(checks: readonly CheckInput[]) {
  return checks.map(({ report = null, ...check }, position) => ({ ...check, report, position }));
}
