import type { AttemptEventBody, Usage } from "@slipway/core";
import { openLocalWorkspace } from "@slipway/core/testing";
import {
  type AgentEnding,
  createOpenAiModel,
  type OpenAiModelSettings,
  type RunAgentInput,
  runAgent,
  type Script,
  type ScriptedModel,
  startScriptedModel,
} from "../src/index.ts";

export const apis = ["responses", "chat"] as const;

/** Retries at once, so that faults are tested without waiting. */
const fastRetries = {
  attempts: 4,
  misconfiguredAttempts: 2,
  outageAttempts: 60,
  firstDelayMs: 1,
  maxDelayMs: 2,
  maxWaitMs: 5_000,
  unknownResetMs: 60_000,
  longestResetMs: 3_600_000,
};

export function aModel(server: { url: string }, overrides: Partial<OpenAiModelSettings> = {}) {
  return createOpenAiModel({
    apiKey: "test-key",
    baseUrl: server.url,
    model: "scripted",
    api: "responses",
    effort: null,
    price: null,
    idleTimeoutMs: 10_000,
    retryPolicy: fastRetries,
    ...overrides,
  });
}

export function aTask(overrides: Partial<RunAgentInput["task"]> = {}): RunAgentInput["task"] {
  return {
    prompt: "Do it",
    mode: "code",
    comments: [],
    history: [],
    repositoryName: "demo/app",
    branch: "main",
    instructions: [],
    ...overrides,
  };
}

export function someLimits(overrides: Partial<RunAgentInput["limits"]> = {}): RunAgentInput["limits"] {
  return { steps: 20, tokens: 1_000_000, costUsd: null, wallClockSeconds: 60, commandSeconds: 30, ...overrides };
}

export type Ran = {
  ending: AgentEnding;
  events: AttemptEventBody[];
  usages: Usage[];
  server: ScriptedModel;
  /** The workspace's. */
  root: string;
  read(path: string): Promise<string | null>;
};

type Overrides = Partial<Omit<RunAgentInput, "task" | "limits">> & {
  api?: "responses" | "chat";
  settings?: Partial<OpenAiModelSettings>;
  task?: Partial<RunAgentInput["task"]>;
  limits?: Partial<RunAgentInput["limits"]>;
  files?: Record<string, string>;
};

/** One run of the whole loop: a real server with the script, the real client, a folder as workspace. */
export async function ranAgent(script: Script, overrides: Overrides = {}): Promise<Ran> {
  await using server = await startScriptedModel({ script });
  await using workspace = await openLocalWorkspace();
  for (const [path, text] of Object.entries(overrides.files ?? {})) await workspace.writeFile(path, Buffer.from(text));
  const events: AttemptEventBody[] = [];
  const usages: Usage[] = [];
  const read = new Map<string, string>();
  const ending = await runAgent({
    model: aModel(server, { api: overrides.api ?? "responses", ...overrides.settings }),
    workspace,
    emit: async (bodies) => {
      events.push(...bodies);
    },
    takeMessages: async () => [],
    recordUsage: async (usage) => {
      usages.push(usage);
    },
    now: () => performance.now(),
    signal: new AbortController().signal,
    ...overrides,
    task: aTask(overrides.task),
    limits: someLimits(overrides.limits),
  });
  for (const event of events) {
    if (event.type !== "file.changed") continue;
    const content = await workspace.readFile(event.file.path);
    if (content !== null) read.set(event.file.path, new TextDecoder().decode(content));
  }
  return { ending, events, usages, server, root: (overrides.workspace ?? workspace).root, read: async (path) => read.get(path) ?? null };
}

export function typesOf(events: readonly AttemptEventBody[]): string[] {
  return events.map(({ type }) => type);
}

export const typed = <Type extends AttemptEventBody["type"]>(events: readonly AttemptEventBody[], type: Type) =>
  events.filter((event): event is Extract<AttemptEventBody, { type: Type }> => event.type === type);

/** A script as a list of replies, one for each step; the last one repeats. */
export function inOrder(...replies: ReturnType<Script>[]): Script {
  return ({ step }) => replies[Math.min(step, replies.length - 1)] ?? {};
}

export const finish = { calls: [{ name: "finish", input: { title: "Done", summary: "All done." } }] };
