import { type Database, prismaOf } from "../connection/connection.ts";

/** The ids of every image that a row of this engine stands for. */
export async function knownSnapshotImages(db: Database, { engineId }: { engineId: string }): Promise<Set<string>> {
  const rows = await prismaOf(db).snapshot.findMany({ where: { engineId, imageId: { not: null } }, select: { imageId: true } });
  return new Set(rows.flatMap(({ imageId }) => (imageId === null ? [] : [imageId])));
}
