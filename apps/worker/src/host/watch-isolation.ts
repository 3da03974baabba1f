import type { HealthPart } from "@slipway/core";
import { clockOffsetMs } from "@slipway/db";
import { selfTest } from "@slipway/sandbox";
import type { WorkerContext } from "../worker-context.ts";
import { hostListeners } from "./host-listeners.ts";

const RETRY_MS = 30_000;
const CLOCK_LIMIT_MS = 2_000;

/** Whether the engine really confines what it starts, as tested by this process; nothing of it is remembered elsewhere. */
export type Isolation = {
  parts(): HealthPart[];
  /** Tests once; again after a failure, at most every half minute. Never throws. */
  test(): Promise<void>;
  /** The engine was away: what comes back may be another one. */
  forget(): void;
};

const UNTESTED: HealthPart = {
  name: "isolation",
  ok: false,
  detail: "The isolation self-test has not ended yet.",
  hint: "Tasks start by themselves after it.",
};

export function watchIsolation(context: Pick<WorkerContext, "docker" | "settings" | "instance" | "db" | "log">): Isolation {
  let parts: HealthPart[] = [UNTESTED];
  let running: Promise<void> | null = null;
  let testedAt = Number.NEGATIVE_INFINITY;
  const run = async () => {
    const begunAt = performance.now();
    parts = await testAll(context);
    testedAt = performance.now();
    running = null;
    const broken = parts.filter((part) => !part.ok).map(({ name, detail }) => ({ name, detail }));
    const tookMs = Math.round(testedAt - begunAt);
    if (broken.length > 0) context.log.error({ broken, tookMs }, "the isolation self-test failed; no task starts");
    else context.log.debug({ tookMs }, "the isolation self-test passed");
  };
  return {
    parts: () => parts,
    async test() {
      const isDue = parts.some((part) => !part.ok) && performance.now() - testedAt > RETRY_MS;
      if (isDue) running ??= run();
      await running;
    },
    forget() {
      parts = [UNTESTED];
      testedAt = Number.NEGATIVE_INFINITY;
    },
  };
}

async function testAll({ docker, settings, instance, db }: Pick<WorkerContext, "docker" | "settings" | "instance" | "db">) {
  const [controls, clock, listeners] = await Promise.all([
    selfTest(docker, { image: settings.sandboxImage, instance }).catch((error: unknown) => [broken(UNTESTED.name, error)]),
    clockPart(db).catch((error: unknown) => broken("clock", error)),
    hostListeners(),
  ]);
  return [...controls, clock, listeners];
}

function broken(name: string, error: unknown): HealthPart {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    name,
    ok: false,
    detail: `The ${name} could not be tested: ${reason}`,
    hint: "Mend that; the test is made again every half minute.",
  };
}

async function clockPart(db: WorkerContext["db"]): Promise<HealthPart> {
  const offset = Math.round(await clockOffsetMs(db));
  const ok = Math.abs(offset) < CLOCK_LIMIT_MS;
  const detail = `This worker's clock is ${Math.abs(offset)} ms ${offset < 0 ? "ahead of" : "behind"} the database's.`;
  return { name: "clock", ok, detail, hint: ok ? null : "Set the clocks of both machines by NTP, then restart the worker." };
}
