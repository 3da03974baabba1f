import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Database, prismaOf } from "../connection/connection.ts";

const KEY = "instance";

/** Names this installation, for as long as its database lives; made at the first call, the same for every process. */
export async function instanceId(db: Database): Promise<string> {
  await prismaOf(db).setting.createMany({ data: [{ key: KEY, value: randomUUID() }], skipDuplicates: true });
  const { value } = await prismaOf(db).setting.findUniqueOrThrow({ where: { key: KEY } });
  return z.string().parse(value);
}
