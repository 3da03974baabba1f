import { randomUUID } from "node:crypto";
import { CreateEnvironmentInput } from "@slipway/core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { aTask } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import { prismaOf } from "../connection/connection.ts";
import {
  claimTerminal,
  createEnvironment,
  endTerminal,
  ensureOwner,
  findTerminal,
  isTerminalLive,
  openTerminal,
  renewTerminal,
  sweepTerminals,
} from "../index.ts";

let test: Awaited<ReturnType<typeof withDatabase>>;
beforeAll(async () => {
  test = await withDatabase();
});
afterAll(() => test[Symbol.asyncDispose]());

let environmentId: string;
let userId: string;
beforeEach(async () => {
  const { repositoryId } = await aTask(test.db);
  userId = (await ensureOwner(test.db, { name: "Ada" })).userId;
  const input = CreateEnvironmentInput.parse({ repositoryId, name: randomUUID() });
  environmentId = (await createEnvironment(test.db, { input })).id;
});

const open = () => openTerminal(test.db, { environmentId, userId, branch: "main" });
const claim = (terminalId: string, leaseSeconds = 60) => claimTerminal(test.db, { terminalId, workerId: "worker", leaseSeconds });

it("a person who asks from several pages at once has one terminal, and one worker takes it", async () => {
  const opened = await Promise.all(Array.from({ length: 5 }, open));
  expect(new Set(opened.map(({ terminal }) => terminal.id)).size).toBe(1);
  expect(opened.filter((each) => each.opened)).toHaveLength(1);
  const [{ terminal }] = [opened[0] ?? (await open())];
  const claims = await Promise.all(Array.from({ length: 5 }, () => claim(terminal.id)));
  expect(claims.filter((work) => work !== null)).toMatchObject([
    { terminalId: terminal.id, branch: "main", environment: { id: environmentId } },
  ]);
  expect(await isTerminalLive(test.db, { terminalId: terminal.id })).toBe(true);
  await expect(findTerminal(test.db, { terminalId: terminal.id, userId: randomUUID() })).rejects.toThrow("There is no terminal");
});

it("the first end stands, the worker learns of it with its next renewal, and another one may be opened", async () => {
  const { terminal } = await open();
  await claim(terminal.id);
  const renew = () => renewTerminal(test.db, { terminalId: terminal.id, workerId: "worker", leaseSeconds: 60 });
  expect(await renew()).toBe(true);
  expect(await endTerminal(test.db, { terminalId: terminal.id, end: { state: "ended", failure: null } })).toBe(true);
  expect(await endTerminal(test.db, { terminalId: terminal.id, end: { state: "failed", failure: "late" } })).toBe(false);
  expect(await renew()).toBe(false);
  expect(await findTerminal(test.db, { terminalId: terminal.id, userId })).toMatchObject({ state: "ended", failure: null });
  expect(await open()).toMatchObject({ opened: true });
});

it("a terminal whose worker is gone ends and says so; one that nobody took is rung for, and ends after ten minutes", async () => {
  const { terminal: lost } = await open();
  await claim(lost.id, 0);
  expect(await isTerminalLive(test.db, { terminalId: lost.id })).toBe(false);
  expect((await sweepTerminals(test.db)).ended).toContain(lost.id);
  expect(await findTerminal(test.db, { terminalId: lost.id, userId })).toMatchObject({
    state: "failed",
    failure: expect.stringContaining("stopped answering"),
  });
  const { terminal: waiting } = await open();
  await age(waiting.id, 5);
  expect(await sweepTerminals(test.db)).toMatchObject({ ended: [], runnable: [waiting.id] });
  await age(waiting.id, 700);
  expect((await sweepTerminals(test.db)).ended).toEqual([waiting.id]);
});

async function age(id: string, seconds: number): Promise<void> {
  await prismaOf(test.db).$executeRaw`
    UPDATE "Terminal" SET "createdAt" = now() - make_interval(secs => ${seconds}::float8) WHERE id = ${id}::uuid`;
}
