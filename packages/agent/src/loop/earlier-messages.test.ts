import { expect, test } from "vitest";
import { aTask } from "../../test/agent-fixture.ts";
import { openingMessages } from "../index.ts";

type Messages = NonNullable<Parameters<typeof openingMessages>[0]["history"][number]["messages"]>;

const opened = (...turns: Messages[]) =>
  openingMessages(
    aTask({ history: turns.map((messages, index) => ({ text: `Turn ${index}`, comments: [], summary: null, messages })) }),
    "/root",
  ).slice(1, -1);
const said = (text: string, question: string | null = null) => ({ text, question });
const noSummary = { type: "agent_text", text: "(This turn ended without a summary.)" };

test("what was said in earlier turns stands in them in order, each answer behind its question", () => {
  const picture = { id: "p", mediaType: "image/png" as const };
  expect(opened([said("Hurry"), { ...said("Postgres", "Which database?"), images: [picture] }], [said("No tabs")])).toEqual([
    { type: "user_text", text: "Turn 0" },
    { type: "user_text", text: "Hurry" },
    { type: "agent_text", text: "Which database?" },
    { type: "user_text", text: "Postgres", images: [picture] },
    noSummary,
    { type: "user_text", text: "Turn 1" },
    { type: "user_text", text: "No tabs" },
    noSummary,
  ]);
});

test("the newest messages of all earlier turns stay within their bound, and what is left out is told", () => {
  const items = opened([said("x".repeat(3_000)), said("y".repeat(3_000))], [said("z".repeat(4_000))]);
  const texts = items.flatMap((item) => (item.type === "user_text" ? [item.text] : []));
  expect(texts.slice(1, 3)).toEqual([`${"x".repeat(1_000)}[…]`, "y".repeat(3_000)]);
  const [note, kept] = opened([said("a"), said("😀".repeat(10_000), "q".repeat(2_000))]).slice(1);
  expect(note).toEqual({ type: "user_text", text: "(One earlier message of this turn left out for length.)" });
  expect(kept).toEqual({ type: "agent_text", text: `${"q".repeat(500)}[…]` });
  expect(JSON.stringify(items).length).toBeLessThan(9_000);
});
