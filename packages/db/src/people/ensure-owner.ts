import { type Database, prismaOf } from "../connection/connection.ts";
import { newId } from "../connection/new-id.ts";

/** The first owner, made with `name` when there is none yet; safe when several processes start at once. */
export async function ensureOwner(db: Database, { name }: { name: string }): Promise<{ userId: string }> {
  return await prismaOf(db).$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7305201813)`;
    const owner = await tx.user.findFirst({ where: { role: "owner" }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
    if (owner !== null) return { userId: owner.id };
    const made = await tx.user.create({ data: { id: newId(), name, role: "owner" } });
    return { userId: made.id };
  });
}
