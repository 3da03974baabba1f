import type { Repository, RepositoryKind } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { newId } from "../connection/new-id.ts";
import { toRepository } from "./to-repository.ts";

export type NewRepository = { name: string; kind: RepositoryKind; location: string; defaultBranch: string; sample: boolean };

/** Adds a repository, or returns the one that is already known at this location, unchanged. */
export async function createRepository(db: Database, { name, kind, location, defaultBranch, sample }: NewRepository): Promise<Repository> {
  // DO UPDATE, not DO NOTHING: that is what returns the row which another process has just made.
  const [row] = await prismaOf(db).$queryRaw<unknown[]>`
    INSERT INTO "Repository" (id, name, kind, location, "defaultBranch", sample)
    VALUES (${newId()}::uuid, ${name}, ${kind}::"RepositoryKind", ${location}, ${defaultBranch}, ${sample}::boolean)
    ON CONFLICT (location) DO UPDATE SET location = excluded.location
    RETURNING id, name, kind::text AS kind, location, "defaultBranch", sample, "createdAt", "lastUsedAt"`;
  return toRepository(row);
}
