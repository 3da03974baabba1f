import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createOpenAiModel } from "@slipway/agent";
import { createRedactor, resolveLimits } from "@slipway/core";
import { openDatabase, queueDepth } from "@slipway/db";
import { ensurePullRequest } from "@slipway/forge";
import { connectDocker, openSandbox } from "@slipway/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "./create-log.ts";

const canary = (kind: string) => `canary-of-${kind}-7d1f3b`;

/** It refuses everything, and so makes every client of ours fail. */
const server = createServer((_, response) => response.writeHead(401, { "content-type": "application/json" }).end('{"message":"no"}'));
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

function logOf(facts: Record<string, unknown>, redactor = createRedactor({ secrets: [] })): string {
  const lines: string[] = [];
  const log = createLog({ level: "debug", name: "test", redactor }, { write: (line) => void lines.push(line) });
  log.error(facts, "it failed");
  return lines.join("");
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );

test("S07: no client's error brings its key into a log, even where the log knows no value", async () => {
  const signal = AbortSignal.timeout(20_000);
  const pull = { location: "https://github.com/a/b", head: "x", base: "main", title: "t", body: "b", draft: true };
  const model = createOpenAiModel({ apiKey: canary("model"), baseUrl: url, model: "m", api: "responses", effort: null, price: null });
  await using db = openDatabase({ url: `postgresql://app:${canary("database")}@127.0.0.1:1/none` });
  const docker = connectDocker({ dockerHost: url.replace("http", "tcp") });
  const owner = { instance: "i", attemptId: "a", epoch: 1, role: "agent" };
  const loadImage = async () => new Uint8Array();
  const onRetry = async () => undefined;
  const failures = await Promise.all([
    failureOf(model.ask({ instructions: "", transcript: [], tools: [], cacheKey: "k", signal, loadImage, onRetry })),
    failureOf(ensurePullRequest({ ...pull, token: canary("forge"), apiUrl: url, signal })),
    failureOf(queueDepth(db)),
    failureOf(openSandbox(docker, { image: "x", limits: resolveLimits(), variables: { TOKEN: canary("docker") }, owner, signal })),
  ]);
  for (const failure of failures) {
    const written = failure instanceof Error ? logOf({ err: failure }) : logOf({ failure });
    expect(written).toMatch(/"msg":"it failed"/);
    expect(written).not.toContain("canary-of");
  }
});

test("S07: a known value and a token are replaced in every line, wherever they stand", () => {
  const redactor = createRedactor({ secrets: [{ name: "KEY", value: 'quoted"canary' }] });
  const token = `ghp_${"a1B2".repeat(9)}`;
  const written = logOf({ deep: { header: 'Bearer quoted"canary' }, err: new Error(`push to https://x:${token}@host failed`) }, redactor);
  expect(JSON.parse(written)).toMatchObject({ deep: { header: "Bearer [secret KEY]" } });
  expect(written).not.toContain("canary");
  expect(written).not.toContain(token);
  expect(written).toContain("push to https://x:[secret GitHub token]@host failed");
});
