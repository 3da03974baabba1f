import type { HealthPart } from "@slipway/core";
import { clockOffsetMs } from "@slipway/db";
import type { ApiContext } from "./api-context.ts";

const databaseLimitMs = 3_000;

/** Whether Postgres answers, within three seconds. Never throws. */
export async function databasePart({ db }: Pick<ApiContext, "db">): Promise<HealthPart> {
  try {
    const offsetMs = await Promise.race([clockOffsetMs(db), failAfter(databaseLimitMs)]);
    return { name: "database", ok: true, detail: `Postgres answers; its clock differs by ${Math.round(offsetMs)} ms`, hint: null };
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split("\n").at(-1) ?? "") : String(error);
    return { name: "database", ok: false, detail, hint: "Check that Postgres runs and that DATABASE_URL leads to it." };
  }
}

async function failAfter(limitMs: number): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  setTimeout(() => reject(new Error(`Postgres did not answer within ${limitMs} ms`)), limitMs).unref();
  return promise;
}
