import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { CreateEnvironmentInput, type TerminalAct, TerminalNews } from "@slipway/core";
import {
  createEnvironment,
  createRepository,
  endTerminal,
  ensureOwner,
  findTerminal,
  openDatabase,
  openTerminal,
  parseKeyring,
} from "@slipway/db";
import { openQueue, publish, type Queue, subscribe } from "@slipway/queue";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aSampleRepository, git } from "./a-repository.ts";
import { aWorkerSite, type TestWorker } from "./a-worker.ts";
import { listSandboxes } from "./list-sandboxes.ts";

const secretKey = Buffer.alloc(32, 7).toString("base64");
let site: TestWorker;
let worker: AsyncDisposable;
let queue: Queue;
let repository: Awaited<ReturnType<typeof aSampleRepository>>;
let repositoryId: string;
let userId: string;
beforeAll(async () => {
  site = await aWorkerSite({ SLIPWAY_SECRET_KEY: secretKey });
  worker = await site.start();
  queue = await openQueue({ databaseUrl: site.settings.databaseUrl });
  repository = await aSampleRepository();
  ({ userId } = await ensureOwner(site.db, { name: "Ada" }));
  const made = await createRepository(site.db, {
    name: "sample",
    kind: "path",
    location: repository.folder,
    defaultBranch: "main",
    sample: false,
  });
  repositoryId = made.id;
});
afterAll(async () => {
  await queue[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
  await repository[Symbol.asyncDispose]();
});

async function anEnvironment(overrides: object): Promise<string> {
  const input = CreateEnvironmentInput.parse({
    repositoryId,
    name: randomUUID(),
    limits: { cpus: 1, memoryBytes: 512 * 2 ** 20 },
    ...overrides,
  });
  await using db = openDatabase({ url: site.settings.databaseUrl, keyring: parseKeyring(secretKey) });
  return (await createEnvironment(db, { input })).id;
}

/** A page: gathers what is published and sends acts. */
async function aPage(terminalId: string) {
  const pieces = new Map<number, string>();
  let received = 0;
  const client = randomUUID();
  const subscription = await subscribe(queue, {
    subject: `terminal.${terminalId}`,
    receive: (_, payload) => {
      const news = TerminalNews.parse(payload);
      if (news.kind === "output") pieces.set(news.seq, news.text);
      if (news.kind === "received" && news.client === client) received = Math.max(received, news.seq);
    },
  });
  const input = (payload: unknown) => publish(queue, { subject: `terminal-input.${terminalId}`, payload });
  const text = () => {
    const inOrder = [...pieces].toSorted(([one], [other]) => one - other).map(([, piece]) => piece);
    return stripVTControlCharacters(inOrder.join("")).replaceAll("\r", "");
  };
  let seq = 0;
  return {
    text,
    received: () => received,
    until: (part: string | RegExp) => expect.poll(text, { timeout: 20_000 }).toMatch(part),
    act: (...acts: TerminalAct[]) => input({ client, seq: ++seq, acts }),
    actAs: (at: number, ...acts: TerminalAct[]) => input({ client, seq: at, acts }),
    input,
    close: () => subscription.close(),
  };
}
const keys = (text: string): TerminalAct => ({ kind: "keys", text });
const stateOf = (terminalId: string) => findTerminal(site.db, { terminalId, userId });

test("a person tries the setup live: keys in order, script with its exit code, commands kept, secrets shown nowhere", async () => {
  const environmentId = await anEnvironment({ variables: { PLAIN: "plain" }, secrets: { TOKEN: { value: "canary-of-terminal" } } });
  const { terminal, opened } = await openTerminal(site.db, { environmentId, userId, branch: "main" });
  expect(opened).toBe(true);
  expect(await openTerminal(site.db, { environmentId, userId, branch: "main" })).toMatchObject({
    terminal: { id: terminal.id },
    opened: false,
  });
  const page = await aPage(terminal.id);
  await page.until(/setup:\/workspace# $/);
  await page.actAs(2, keys(" $TOKEN $PLAIN"));
  await page.actAs(1, keys("echo"));
  await page.actAs(2, keys(" $TOKEN $PLAIN"));
  await page.actAs(3, keys("\r"));
  await page.until("\n[secret TOKEN] plain\n");
  await expect.poll(page.received).toBe(3);
  await page.actAs(4, { kind: "script", script: "echo from the script; cat /nothing/here" });
  await page.until("[setup stopped with exit code 1: cat /nothing/here]");
  await page.until("[the setup script ended with exit code 1]");
  await page.actAs(5, keys("mkdir build\r"));
  await expect
    .poll(async () => (await stateOf(terminal.id)).commands, { timeout: 20_000 })
    .toEqual([
      { command: "echo $TOKEN $PLAIN", exitCode: 0 },
      { command: "mkdir build", exitCode: 0 },
    ]);
  expect(page.text()).not.toContain("canary-of-terminal");
  const later = await aPage(terminal.id);
  await later.input({ kind: "replay", after: 0 });
  await later.until("from the script");
  expect(later.text()).toMatch(/^Fetching sample at main …\n/);
  expect(await listSandboxes(terminal.id)).toHaveLength(1);
  await page.actAs(6, keys("exit\r"));
  await expect.poll(async () => (await stateOf(terminal.id)).state, { timeout: 20_000 }).toBe("ended");
  expect(await listSandboxes(terminal.id)).toEqual([]);
  await Promise.all([page.close(), later.close()]);
});

test("a flood is shown in bounded pieces, ctrl-c ends it, and closing removes the container", async () => {
  const environmentId = await anEnvironment({});
  const { terminal } = await openTerminal(site.db, { environmentId, userId, branch: "main" });
  const page = await aPage(terminal.id);
  await page.until(/# $/);
  await page.act(keys("yes\r"));
  await page.until(/y\ny\ny/);
  await page.act(keys("\u0003"));
  await page.act(keys("echo still here\r"));
  await page.until("\nstill here\n");
  await endTerminal(site.db, { terminalId: terminal.id, end: { state: "ended", failure: null } });
  await page.input({ kind: "close" });
  await expect.poll(() => listSandboxes(terminal.id), { timeout: 20_000 }).toEqual([]);
  expect(await stateOf(terminal.id)).toMatchObject({ state: "ended", failure: null });
  await page.close();
});

test("what cannot be opened says why: an image that is not there, a faulty file of the repository", async () => {
  const environmentId = await anEnvironment({ image: "slipway-test/nowhere:1" });
  const { terminal } = await openTerminal(site.db, { environmentId, userId, branch: "main" });
  await expect
    .poll(() => stateOf(terminal.id), { timeout: 20_000 })
    .toMatchObject({ state: "failed", failure: expect.stringContaining("is not on this Docker Engine") });
  await mkdir(path.join(repository.folder, ".slipway"));
  await writeFile(path.join(repository.folder, ".slipway/environment.yml"), "privileged: true\n");
  await git(repository.folder, "add", "-A");
  await git(repository.folder, "commit", "-qm", "Faulty");
  const { terminal: second } = await openTerminal(site.db, { environmentId, userId, branch: "main" });
  await expect
    .poll(() => stateOf(second.id), { timeout: 20_000 })
    .toMatchObject({ state: "failed", failure: expect.stringContaining("line 1") });
});

test("a worker that is stopped ends its terminals, says so, and leaves no container", async () => {
  await git(repository.folder, "rm", "-rq", ".slipway");
  await git(repository.folder, "commit", "-qm", "Without");
  const environmentId = await anEnvironment({});
  const { terminal } = await openTerminal(site.db, { environmentId, userId, branch: "main" });
  const page = await aPage(terminal.id);
  await page.until(/# $/);
  await worker[Symbol.asyncDispose]();
  expect(await stateOf(terminal.id)).toMatchObject({ state: "failed", failure: expect.stringContaining("was stopped") });
  expect(await listSandboxes(terminal.id)).toEqual([]);
  await page.close();
});
