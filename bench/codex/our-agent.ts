import { createInterface } from "node:readline";
import { createOpenAiModel, runAgent } from "@slipway/agent";
import type { Summary } from "@slipway/core";
import { openLocalWorkspace } from "@slipway/core/testing";
import { z } from "zod";

/** The loop in a process of its own, without container and database: a line of JSON a turn, answered with a line. */
const Settings = z.object({ url: z.string(), folder: z.string() });
const Turn = z.object({ prompt: z.string(), history: z.array(z.object({ text: z.string(), title: z.string(), body: z.string() })) });

const { url, folder } = Settings.parse({ url: process.argv[2], folder: process.argv[3] });

for await (const line of createInterface({ input: process.stdin })) {
  const ending = await takeTurn(Turn.parse(JSON.parse(line)));
  process.stdout.write(`${JSON.stringify(ending)}\n`);
}

async function takeTurn({ prompt, history }: z.infer<typeof Turn>) {
  await using workspace = await openLocalWorkspace({ root: folder });
  const events: unknown[] = [];
  const told = history.map(({ text, title, body }) => ({
    text,
    comments: [],
    summary: { title, body } satisfies Pick<Summary, "title" | "body">,
  }));
  const ending = await runAgent({
    model: createOpenAiModel({ apiKey: "bench", baseUrl: url, model: "scripted", api: "responses", effort: null, price: null }),
    workspace,
    task: { prompt, mode: "code", comments: [], history: told, repositoryName: "bench", branch: "main", instructions: [] },
    limits: { steps: 20, tokens: 10_000_000, costUsd: null, wallClockSeconds: 120, commandSeconds: 60 },
    emit: async (bodies) => void events.push(...bodies),
    takeMessages: async () => [],
    recordUsage: async () => undefined,
    now: () => performance.now(),
    signal: new AbortController().signal,
  });
  return ending.kind === "finished" ? { title: ending.title, body: ending.summary } : { failed: JSON.stringify(ending) };
}
