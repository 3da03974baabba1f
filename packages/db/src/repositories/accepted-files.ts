import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";

type Accepted = { repositoryId: string; hash: string };

/** Accepting twice is accepting once. Throws NotFoundError. */
export async function acceptEnvironmentFile(db: Database, { repositoryId, hash }: Accepted): Promise<void> {
  const touched = await prismaOf(db).$executeRaw`
    UPDATE "Repository" SET "acceptedFiles" = array_append(array_remove("acceptedFiles", ${hash}), ${hash})
    WHERE id = ${repositoryId}::uuid`;
  if (touched === 0) throw missing("repository", repositoryId);
}

/** Whether a person has accepted what has this hash, for this repository. */
export async function isEnvironmentFileAccepted(db: Database, { repositoryId, hash }: Accepted): Promise<boolean> {
  const found = await prismaOf(db).repository.count({ where: { id: repositoryId, acceptedFiles: { has: hash } } });
  return found > 0;
}
