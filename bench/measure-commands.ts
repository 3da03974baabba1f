import { randomUUID } from "node:crypto";
import { Limits } from "@slipway/core";
import { openSandbox } from "@slipway/sandbox";
import { runBareExec } from "./bare-container.ts";
import type { Product } from "./product.ts";
import { type Row, rowOf } from "./report/row.ts";

const WARM_UPS = 3;
const AGENT_USER = "1000:1000";
const AT_MOST = 1.3;

/** One command through the workspace beside a bare exec of the same login shell, in turns in one container. */
export async function measureCommands({ engine, image, signal }: Product, { count }: { count: number }): Promise<Row[]> {
  const owner = { instance: `bench-${process.pid}`, attemptId: randomUUID(), epoch: 1, role: "agent" } as const;
  await using sandbox = await openSandbox(engine, { image, limits: Limits.parse({}), variables: {}, owner });
  const container = engine.docker.getContainer(sandbox.id);
  const throughWorkspace: number[] = [];
  const bare: number[] = [];
  for (let round = -WARM_UPS; round < count; round++) {
    signal.throwIfAborted();
    const startedAt = performance.now();
    const { exitCode } = await sandbox.workspace.runCommand({ command: "true", timeoutMs: 30_000 });
    const took = performance.now() - startedAt;
    if (exitCode !== 0) throw new Error(`true ended with ${exitCode} in the sandbox.`);
    const bareTook = await runBareExec(container, { user: AGENT_USER });
    if (round < 0) continue;
    throughWorkspace.push(took);
    bare.push(bareTook);
  }
  return [
    rowOf({
      name: "one command in the sandbox",
      unit: "ms",
      values: throughWorkspace,
      floor: { name: "bare exec", values: bare },
      target: { text: `≤ ${AT_MOST}× bare exec`, limit: (floor) => AT_MOST * floor },
    }),
  ];
}
