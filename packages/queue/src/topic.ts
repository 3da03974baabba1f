/** What may be rung for; the id that comes with it names a row of Postgres. */
export type Topic = "attempt" | "delivery";

export const TOPICS = ["attempt", "delivery"] as const satisfies readonly Topic[];
