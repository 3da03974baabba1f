import { InvalidInputError } from "@slipway/core";

/** Returns a full object id unchanged; anything else could be read as an option or an expression by git. */
export function objectId(value: string): string {
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value)) return value;
  throw new InvalidInputError(`"${value.slice(0, 80)}" is not a full commit or tree id.`);
}
