import { expect, test } from "vitest";
import { readResponsesReply } from "./responses-reply.ts";

const item = (id: string) => ({ type: "function_call", call_id: id, name: "shell", arguments: "{}", status: "completed" });
const completed = { type: "response.completed", response: { output: [], usage: { input_tokens: 5, output_tokens: 1 } } };
const done = (index: number, id: string) => ({ type: "response.output_item.done", output_index: index, item: item(id) });

async function read(...events: unknown[]) {
  async function* stream() {
    for (const event of events) {
      if (event instanceof Error) throw event;
      yield event;
    }
  }
  const { items } = await readResponsesReply({ events: stream(), price: null, onTerminal: () => undefined });
  return items.map((each) => (each.type === "tool_call" ? each.callId : each.type));
}

test("items come in the order of their indexes, and an event sent twice counts once", async () => {
  expect(await read(done(1, "b"), done(0, "a"), done(1, "b"), { type: "response.new_thing" }, completed)).toEqual(["a", "b"]);
});

test("a server that only sends the final response is understood", async () => {
  expect(await read({ ...completed, response: { output: [item("x"), { type: "web_search_call" }] } })).toEqual(["x"]);
});

test("a connection that breaks after the terminal event costs nothing", async () => {
  expect(await read(done(0, "a"), completed, new Error("terminated"))).toEqual(["a"]);
});

test("items without a terminal event are dropped", async () => {
  await expect(read(done(0, "a"))).rejects.toThrow("ended before the reply was complete");
});

test("an item in a wrong shape breaks the reply", async () => {
  await expect(read({ ...done(0, "a"), item: { type: "function_call", name: "shell" } }, completed)).rejects.toThrow("malformed event");
});
