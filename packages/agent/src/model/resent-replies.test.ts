import { describe, expect, test, vi } from "vitest";
import { apis, finish, inOrder, ranAgent } from "../../test/agent-fixture.ts";

// Real servers and clients on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const text = '{"command": "echo \\';

describe.each(apis)("over the %s API", (api) => {
  test.each([text, "", "[1]", '"ls"', "null", "ls -la"])("the arguments %o do not spoil the requests after them", async (input) => {
    const { ending, server } = await ranAgent(inOrder({ calls: [{ name: "shell", input }] }, finish), { api });
    expect(ending.kind).toBe("finished");
    const [call] = server.requests[1]?.request.transcript.filter(({ type }) => type === "tool_call") ?? [];
    const sent = input === "" ? "{}" : JSON.stringify({ invalid_arguments: input });
    expect(call).toMatchObject({ name: "shell", input: sent });
  });

  test("arguments that are an object go back as they came", async () => {
    const input = '{ "command":"true" , "no_such": 1}';
    const { server } = await ranAgent(inOrder({ calls: [{ name: "shell", input }] }, finish), { api });
    expect(server.requests[1]?.request.transcript).toContainEqual(expect.objectContaining({ type: "tool_call", input }));
  });

  test.each([
    ["functions.shell", "functions_shell"],
    ["shell<|channel|>commentary", "shell__channel__commentary"],
    ["x".repeat(80), "x".repeat(64)],
    ["", "unnamed"],
  ])("the name %o does not spoil them either", async (name, sent) => {
    const { ending, server } = await ranAgent(inOrder({ calls: [{ name, input: {} }] }, finish), { api });
    expect(ending.kind).toBe("finished");
    expect(server.requests[1]?.request.transcript).toContainEqual(expect.objectContaining({ type: "tool_call", name: sent }));
  });

  test("reasoning that led to nothing is not sent again", async () => {
    const cut = { reasoning: "Hm.", cutOff: true, calls: [{ name: "shell", input: { command: "true" } }] };
    const whole = { reasoning: "Aha.", calls: [{ name: "shell", input: { command: "true" } }] };
    const { ending, server } = await ranAgent(
      ({ step, userTexts }) => (step > 0 ? finish : userTexts.some((told) => told.includes("cut off")) ? whole : cut),
      {
        api,
        settings: { capabilities: { contextTokens: 100_000, vision: false, freeformPatch: false, parallelCalls: false, reasoning: true } },
      },
    );
    expect(ending.kind).toBe("finished");
    const last = JSON.stringify(server.requests.at(-1)?.body);
    expect(last).not.toContain(Buffer.from("Hm.").toString("base64"));
    if (api === "responses") expect(last).toContain(Buffer.from("Aha.").toString("base64"));
  });
});
