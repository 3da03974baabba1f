/** What may be rung for; the id that comes with it names a row of Postgres. */
export type Topic = "attempt" | "delivery" | "terminal" | "provider_test" | "judgement";

export const TOPICS = ["attempt", "delivery", "terminal", "provider_test", "judgement"] as const satisfies readonly Topic[];
