import { type Database, prismaOf } from "../connection/connection.ts";

/** Whether anybody has a real account, one with an e-mail address. */
export async function hasAccounts(db: Database): Promise<boolean> {
  return (await prismaOf(db).user.findFirst({ where: { email: { not: null } }, select: { id: true } })) !== null;
}
