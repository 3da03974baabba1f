import { type CreateEnvironmentInput, InvalidInputError, type UpdateEnvironmentInput } from "@slipway/core";

type Secrets = CreateEnvironmentInput["secrets"] | UpdateEnvironmentInput["secrets"];

/** The gateway does not look into TLS, so it cannot add a header to a request: storing such a secret would promise what nobody does. */
export function refuseGatewaySecrets(secrets: Secrets): void {
  const fields = Object.entries(secrets ?? {}).flatMap(([name, secret]) =>
    secret !== null && typeof secret === "object" && secret.scope === "gateway"
      ? [{ path: `secrets.${name}.scope`, message: "The gateway cannot send secrets in this version. Choose the scope setup or agent." }]
      : [],
  );
  if (fields.length > 0) throw new InvalidInputError(fields[0]?.message ?? "", fields);
}
