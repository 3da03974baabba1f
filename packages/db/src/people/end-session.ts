import { type Database, prismaOf } from "../connection/connection.ts";
import { hashToken } from "./token.ts";

/** Signs out; an unknown token is no error. */
export async function endSession(db: Database, { token }: { token: string }): Promise<void> {
  await prismaOf(db).session.deleteMany({ where: { tokenHash: hashToken(token) } });
}
