import { InvalidInputError } from "@slipway/core";

/** A secret is stored sealed or not at all, and nothing here holds a key to seal it with. */
export function refuseSecrets(secrets: Record<string, string | null>): void {
  const given = Object.entries(secrets).filter(([, value]) => value !== null);
  if (given.length === 0) return;
  const message = "This server cannot store secrets. Leave `secrets` out; plain values belong into `variables`.";
  throw new InvalidInputError(
    message,
    given.map(([name]) => ({ path: `secrets.${name}`, message })),
  );
}
