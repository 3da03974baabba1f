import { randomUUID } from "node:crypto";
import type { Environment, Repository, Terminal } from "@slipway/core";
import { claimTerminal, noteTriedCommands } from "@slipway/db";
import { publish, subscribe } from "@slipway/queue";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";
import { readStream, type Told } from "./test/read-stream.ts";

let test: TestApi;
let environment: Environment;
beforeAll(async () => {
  test = await openTestApi();
});
afterAll(() => test[Symbol.asyncDispose]());

async function anOpenTerminal(): Promise<Terminal> {
  const body = { path: await makeRepository(["main"]) };
  const repository = await bodyOf<Repository>(await test.call("POST", "/repositories", { body }), 201);
  environment = await bodyOf(await test.call("POST", "/environments", { body: { repositoryId: repository.id, name: "Default" } }), 201);
  const terminal = await bodyOf<Terminal>(await test.call("POST", `/environments/${environment.id}/terminal`, { body: {} }), 201);
  await claimTerminal(test.context.db, { terminalId: terminal.id, workerId: "worker", leaseSeconds: 60 });
  return terminal;
}

it("a person has one terminal of an environment, which is told with what was run in it, and closed once", async () => {
  const terminal = await anOpenTerminal();
  expect(terminal).toMatchObject({ environmentId: environment.id, branch: "main", state: "queued", commands: [], failure: null });
  const path = `/environments/${environment.id}/terminal`;
  expect(await bodyOf<Terminal>(await test.call("POST", path, { body: {} }), 200)).toMatchObject({ id: terminal.id, state: "open" });
  await noteTriedCommands(test.context.db, { terminalId: terminal.id, commands: [{ command: "npm ci", exitCode: 0 }] });
  expect(await bodyOf(await test.call("GET", path), 200)).toMatchObject({ terminal: { commands: [{ command: "npm ci", exitCode: 0 }] } });
  for (let time = 0; time < 2; time += 1) expect((await test.call("DELETE", `/terminals/${terminal.id}`)).status).toBe(204);
  expect(await bodyOf(await test.call("GET", path), 200)).toMatchObject({ terminal: { state: "ended", failure: null } });
  const input = { client: randomUUID(), seq: 1, acts: [{ kind: "keys", text: "x" }] };
  expect((await test.call("POST", `/terminals/${terminal.id}/input`, { body: input })).status).toBe(409);
});

it("output is told in order and once although the relay doubles, turns and loses it, and ends with the terminal", async () => {
  const terminal = await anOpenTerminal();
  const news = (payload: unknown) => publish(test.context.queue, { subject: `terminal.${terminal.id}`, payload });
  const shownSoFar: string[] = [];
  const { promise: isHeard, resolve: hear } = Promise.withResolvers<void>();
  const worker = await subscribe(test.context.queue, {
    subject: `terminal-input.${terminal.id}`,
    receive: async (_, payload) => {
      const { kind, after = 0 } = payload as { kind?: string; after?: number };
      if (kind !== "replay") return;
      for (const [index, text] of shownSoFar.entries()) if (index >= after) await news({ kind: "output", seq: index + 1, text });
      hear();
    },
  });
  const response = await test.call("GET", `/terminals/${terminal.id}/stream`);
  let told: readonly Told[] = [];
  const reading = readStream(response, (read) => {
    told = read;
    return false;
  });
  await isHeard;
  // The second is lost on its way.
  shownSoFar.push("one ", "two ", "three");
  await news({ kind: "output", seq: 3, text: "three" });
  await news({ kind: "output", seq: 1, text: "one " });
  await news({ kind: "output", seq: 1, text: "one " });
  await news({ kind: "received", client: "page", seq: 4 });
  const shown = () => told.filter(({ event }) => event === "output").map(({ id, data }) => [id, data]);
  await expect.poll(shown, { timeout: 10_000 }).toEqual([
    ["1", "one "],
    ["2", "two "],
    ["3", "three"],
  ]);
  expect(told).toContainEqual({ event: "received", id: null, data: { client: "page", seq: 4 } });
  expect((await test.call("DELETE", `/terminals/${terminal.id}`)).status).toBe(204);
  expect((await reading).at(-1)).toMatchObject({ event: "terminal", data: { state: "ended" } });
  await worker.close();
});

it("input reaches the worker as it was sent, and an answer to it is told", async () => {
  const terminal = await anOpenTerminal();
  const heard: unknown[] = [];
  const worker = await subscribe(test.context.queue, {
    subject: `terminal-input.${terminal.id}`,
    receive: (_, payload) => void heard.push(payload),
  });
  const input = {
    client: randomUUID(),
    seq: 1,
    acts: [
      { kind: "keys", text: "ls\r" },
      { kind: "size", columns: 80, rows: 24 },
    ],
  };
  expect((await test.call("POST", `/terminals/${terminal.id}/input`, { body: input })).status).toBe(202);
  await expect.poll(() => heard).toEqual([input]);
  for (const acts of [[], [{ kind: "keys", text: "x".repeat(70_000) }], [{ kind: "size", columns: 1, rows: 0 }], [{ kind: "run" }]]) {
    expect((await test.call("POST", `/terminals/${terminal.id}/input`, { body: { ...input, acts } })).status).toBe(400);
  }
  await worker.close();
});

it("a terminal that is not the caller's, or not there, is a 404", async () => {
  const path = `/terminals/${randomUUID()}`;
  const input = { client: randomUUID(), seq: 1, acts: [{ kind: "keys", text: "x" }] };
  const answers = [test.call("GET", `${path}/stream`), test.call("DELETE", path), test.call("POST", `${path}/input`, { body: input })];
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([404, 404, 404]);
});
