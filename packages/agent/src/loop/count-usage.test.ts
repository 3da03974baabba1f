import { noUsage } from "@slipway/core";
import { describe, expect, test, vi } from "vitest";
import { apis, finish, inOrder, type Ran, ranAgent, typed } from "../../test/agent-fixture.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const uncounted = { input: 0, output: 0 };
const price = { inputUsd: 10, cachedInputUsd: 1, outputUsd: 20 };
const busy = () => ({ calls: [{ name: "shell", input: { command: "true" } }], usage: uncounted });
const notes = ({ events }: Ran) => typed(events, "note.added").map(({ text }) => text);

describe.each(apis)("over the %s API, where the provider counts nothing", (api) => {
  test("limits of tokens and money hold all the same", async () => {
    const tokens = await ranAgent(busy, { api, limits: { tokens: 5_000 } });
    expect(tokens.ending).toMatchObject({ kind: "limit", limit: "tokens" });
    expect(tokens.server.requests.length).toBeLessThan(5);
    const money = await ranAgent(busy, { api, price, settings: { price }, limits: { costUsd: 0.000001 } });
    expect(money.ending).toMatchObject({ kind: "limit", limit: "money" });
    expect(money.server.requests).toHaveLength(1);
  });

  test("usage is estimated, and a person reads so once", async () => {
    const ran = await ranAgent(inOrder(busy(), busy(), { ...finish, usage: uncounted }), { api, price });
    expect(notes(ran)).toEqual([expect.stringContaining("estimates")]);
    expect(ran.usages).toEqual(typed(ran.events, "usage.recorded").map(({ usage }) => usage));
    for (const usage of ran.usages) {
      expect(usage).toMatchObject({ requests: 1, cachedInputTokens: 0 });
      const { inputTokens, outputTokens, costUsd } = usage;
      expect(inputTokens).toBeGreaterThan(500);
      expect(outputTokens).toBeGreaterThan(0);
      expect(costUsd).toBeCloseTo((inputTokens * price.inputUsd + outputTokens * price.outputUsd) / 1_000_000, 9);
    }
  });
});

test("usage that a provider counts is taken as it is, without a note", async () => {
  const ran = await ranAgent(inOrder({ ...finish, usage: { input: 100, output: 10 } }), { price });
  expect(ran.usages).toEqual([{ ...noUsage, requests: 1, inputTokens: 100, outputTokens: 10 }]);
  expect(notes(ran)).toEqual([]);
});
