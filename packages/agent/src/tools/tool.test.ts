import { expect, test } from "vitest";
import { finish, inOrder, ranAgent } from "../../test/agent-fixture.ts";

async function answered(name: string, input: Record<string, unknown>, mode: "code" | "ask" = "code") {
  const { events } = await ranAgent(inOrder({ calls: [{ name, input, callId: "c" }] }, finish), { task: { mode } });
  return events.flatMap((event) => (event.type === "tool.finished" && event.callId === "c" ? [event] : []))[0];
}

test.each([
  ["shell", { command: "pwd", workdir: "packages/web" }, "workdir", "command, cwd, timeout_seconds"],
  ["apply_patch", { input: "*** Begin Patch", file: "a" }, "file", "input"],
  ["update_plan", { steps: [], plan: [{ step: "a", status: "pending" }] }, "steps", "explanation, plan"],
  ["view_image", { path: "a.png", detail: "high" }, "detail", "path"],
  ["screenshot", { url: "a.html", height: 100 }, "height", "url, width, full_page, wait_for, wait_ms"],
  ["ask_user", { question: "a?", options: ["b"] }, "options", "question, choices"],
  ["finish", { title: "a", summary: "b", tasks: [] }, "tasks", "title, summary, testing, not_verified"],
])("an argument that %s does not know is no call, and the answer names those that it knows", async (name, input, unknown, known) => {
  const answer = await answered(name, input);
  expect(answer).toMatchObject({ bad: true, failed: true });
  expect(answer?.output).toContain(unknown);
  expect(answer?.output).toContain(`The arguments of ${name} are: ${known}.`);
});

test("null stands for an argument that is left out, known or not", async () => {
  expect(await answered("shell", { command: "echo hi", cwd: null, timeout_seconds: null, workdir: null })).toMatchObject({ failed: false });
  expect(await answered("finish", { title: "a", summary: "b", tasks: null, testing: null }, "ask")).toMatchObject({ failed: false });
});
