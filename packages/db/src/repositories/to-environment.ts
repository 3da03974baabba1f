import { CheckInput, type Environment, LimitsInput, NetworkPolicy, resolveLimits } from "@slipway/core";
import { z } from "zod";
import { iso } from "../connection/iso.ts";
import type { Prisma } from "../generated/client.ts";

/** Everything that `toEnvironment` reads; of secrets everything but the value. */
export const environmentInclude = {
  checks: { orderBy: { position: "asc" } },
  secrets: { select: { name: true, scope: true, hosts: true, header: true, updatedAt: true }, orderBy: { name: "asc" } },
} as const satisfies Prisma.EnvironmentInclude;

export type EnvironmentRow = Prisma.EnvironmentGetPayload<{ include: typeof environmentInclude }>;

export function toEnvironment(row: EnvironmentRow): Environment {
  const limits = LimitsInput.parse(row.limits);
  return {
    id: row.id,
    repositoryId: row.repositoryId,
    name: row.name,
    branch: row.branch,
    image: row.image,
    dockerfile: row.dockerfile,
    setupScript: row.setupScript,
    maintenanceScript: row.maintenanceScript,
    checks: row.checks.map(({ name, command, timeoutSeconds, report }) =>
      CheckInput.parse({ name, command, timeoutSeconds, ...(report !== null && { report }) }),
    ),
    variables: z.record(z.string(), z.string()).parse(row.variables),
    secretNames: row.secrets.map((secret) => secret.name),
    secrets: row.secrets.map((secret) => ({ ...secret, updatedAt: iso(secret.updatedAt) })),
    network: NetworkPolicy.parse(row.network),
    limits,
    resolvedLimits: resolveLimits(limits),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  };
}
