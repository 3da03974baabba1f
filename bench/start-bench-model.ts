import { randomUUID } from "node:crypto";
import { type ScriptReply, startScriptedModel } from "@slipway/agent";

/** What one task's prompt carries; the model tells the tasks apart by it. */
export type ModelPlan = {
  prompt: string;
  /** `performance.now()` when the first request came. */
  firstRequest: Promise<number>;
  /** Settles when the reply that ends the work was asked for. */
  lastRequest: Promise<void>;
};

export type BenchModel = AsyncDisposable & {
  url: string;
  /** A task of `steps` commands, the first reply not before `begin` and each after `pauseMs`. */
  plan(options?: { steps?: number; begin?: Promise<void>; pauseMs?: number }): ModelPlan;
};

type Planned = {
  steps: number;
  begin: Promise<void>;
  pauseMs: number;
  first: PromiseWithResolvers<number>;
  last: PromiseWithResolvers<void>;
};

/** A model that answers at once: a file is written, and the work is done. It stamps each task's first request on this process's clock. */
export async function startBenchModel(): Promise<BenchModel> {
  const plans = new Map<string, Planned>();
  const server = await startScriptedModel({
    keepRequests: 0,
    script: async ({ prompt, step }) => {
      const at = performance.now();
      const marker = /bench-[0-9a-f-]{36}/.exec(prompt)?.[0] ?? "";
      const planned = plans.get(marker);
      if (planned === undefined) throw new Error(`No task of the bench has this prompt: ${prompt}`);
      planned.first.resolve(at);
      await planned.begin;
      if (step >= planned.steps) planned.last.resolve();
      return replyOf({ marker, step, planned });
    },
  });
  return {
    url: server.url,
    plan({ steps = 1, begin = Promise.resolve(), pauseMs = 0 } = {}) {
      const marker = `bench-${randomUUID()}`;
      const first = Promise.withResolvers<number>();
      const last = Promise.withResolvers<void>();
      plans.set(marker, { steps, begin, pauseMs, first, last });
      return { prompt: `Write ${marker} into a file.`, firstRequest: first.promise, lastRequest: last.promise };
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function replyOf({ marker, step, planned }: { marker: string; step: number; planned: Planned }): ScriptReply {
  const delayMs = planned.pauseMs;
  if (step >= planned.steps) {
    const input = { title: "Write a file", summary: "A file was written.\n\nTesting: none was needed." };
    return { delayMs, calls: [{ name: "finish", input }] };
  }
  return { delayMs, calls: [{ name: "shell", input: { command: `echo ${marker} ${step} | tee -a bench.txt` } }] };
}
