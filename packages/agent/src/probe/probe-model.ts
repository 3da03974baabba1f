import {
  type AttemptFailure,
  addUsage,
  capabilitiesOf,
  type ModelPrice,
  noUsage,
  PROVIDER_TEST_SUBJECTS,
  type ProviderFinding,
  type ProviderTestResult,
  type Usage,
} from "@slipway/core";
import { createOpenAiModel } from "../model/create-open-ai-model.ts";
import type { ModelReply, ToolDefinition } from "../model/model.ts";
import type { TranscriptItem } from "../transcript.ts";
import { askAboutPicture } from "./ask-about-picture.ts";
import { listModels } from "./list-models.ts";
import { addTool, callsOf, sumOf, writeTool } from "./probe-tools.ts";

export type ProbeInput = {
  baseUrl: string;
  apiKey: string;
  /** Null: the server's list of models is read and nothing is asked. */
  model: string | null;
  price: ModelPrice | null;
  /** Milliseconds, of any clock that only goes forward. */
  now(): number;
  signal: AbortSignal;
};

type Api = "responses" | "chat";
type Subject = ProviderFinding["subject"];
type Probe = ProbeInput & {
  findings: Map<Subject, Omit<ProviderFinding, "subject">>;
  usage: Usage;
  latencyMs: number | null;
  failures: AttemptFailure[];
};

/** Learns by asking what a server and its model can do; a handful of small requests. Only an aborted signal throws. */
export async function probeModel(input: ProbeInput): Promise<ProviderTestResult> {
  const probe: Probe = { ...input, findings: new Map(), usage: noUsage, latencyMs: null, failures: [] };
  const models = await readList(probe);
  const isOver = probe.failures.length > 0 || input.model === null;
  const api = isOver ? null : await askBothApis(probe);
  if (api === "responses") await askFreeform(probe);
  if (api !== null) await askVision(probe, api);
  return resultOf(probe, { models, api });
}

async function readList(probe: Probe): Promise<string[] | null> {
  const listed = await listModels(probe);
  if (listed.kind === "listed") {
    note(probe, "reachable", "yes", "The server answers.");
    note(probe, "key", "unknown", "The list of models was given; some servers give it to anyone.");
    if (probe.model === null && listed.names.length > 0) note(probe, "key", "yes", `It lists ${listed.names.length} models.`);
    return listed.names;
  }
  const { kind, detail } = listed.fault;
  if (kind === "unreachable") {
    note(probe, "reachable", "no", detail);
    probe.failures.push(
      failureOf(`The server does not answer (${detail}).`, "Check the address and that the worker's machine can reach it."),
    );
  } else if (kind === "unauthorized") {
    note(probe, "reachable", "yes", "The server answers.");
    note(probe, "key", "no", detail);
    probe.failures.push(failureOf(`The server refuses the key: ${detail}`, "Give another key, or check that this one may use the API."));
  } else if (probe.model === null) {
    probe.failures.push(
      failureOf(`The server does not list its models: ${detail}`, "Add them by name; check that the address ends in /v1."),
    );
  }
  return null;
}

/** The first API whose tool calls work is the one that tasks should use. */
async function askBothApis(probe: Probe): Promise<Api | null> {
  const answering: Api[] = [];
  const calling: Api[] = [];
  for (const api of ["responses", "chat"] as const) {
    const reply = await askForCalls(probe, api);
    if (reply === null) continue;
    answering.push(api);
    if (calling.length === 0 && (await followCalls(probe, api, reply))) calling.push(api);
  }
  // What one API lacks is no failure where the other one has it.
  if (calling.length > 0) probe.failures.length = 0;
  return calling[0] ?? answering[0] ?? null;
}

async function askForCalls(probe: Probe, api: Api): Promise<ModelReply | null> {
  const text = "Call the tool add twice in this one reply: once with 2 and 3, once with 4 and 5. Say nothing else.";
  const reply = await ask(probe, api, { text, tools: [addTool] });
  if (reply === null) {
    const failure = probe.failures.at(-1);
    note(probe, api, "no", failure?.message ?? "No reply.");
    if (failure?.code === "model_unauthorized") note(probe, "key", "no", failure.message);
    return null;
  }
  note(probe, api, "yes", "It answers.");
  note(probe, "reachable", "yes", "The server answers.");
  note(probe, "key", "yes", "The model answers.");
  return reply;
}

/** Whether a call came as asked and its result was taken. */
async function followCalls(probe: Probe, api: Api, reply: ModelReply): Promise<boolean> {
  const calls = callsOf(reply, addTool.name);
  const sums = calls.map(sumOf);
  if (calls.length === 0 || sums.includes(null)) {
    const detail =
      calls.length === 0
        ? "The model answered in words and called no tool."
        : `Its arguments are not what was asked for: ${calls[0]?.input.slice(0, 200)}`;
    note(probe, "tool_call", "no", detail);
    probe.failures.push(
      failureOf(detail, "Tasks need a model that can call tools. Choose another one, or turn tool calls on in the server."),
    );
    return false;
  }
  const results = calls.map(
    (call, index): TranscriptItem => ({ type: "tool_result", callId: call.callId, kind: call.kind, output: String(sums[index]) }),
  );
  const answer = await ask(probe, api, { text: "Add 2 and 3, and 4 and 5.", after: [...reply.items, ...results], tools: [addTool] });
  const detail =
    answer === null
      ? `The call came, but its result was refused: ${probe.failures.at(-1)?.message ?? ""}`
      : "A call came as asked, and its result was understood.";
  note(probe, "tool_call", answer === null ? "no" : "yes", detail);
  const several = calls.length > 1;
  note(
    probe,
    "parallel_calls",
    several ? "yes" : "no",
    several ? `${calls.length} calls came in one reply.` : "It made one call where two were asked for.",
  );
  return answer !== null;
}

async function askFreeform(probe: Probe): Promise<void> {
  const reply = await ask(
    probe,
    "responses",
    { text: "Call the tool write with the word READY.", tools: [writeTool] },
    { freeformPatch: true },
  );
  const call = reply === null ? undefined : callsOf(reply, writeTool.name)[0];
  const works = call?.kind === "custom" && /^[A-Z]+$/.test(call.input.trim());
  const refused = reply === null ? (probe.failures.pop()?.message ?? "Refused.") : "It did not call a tool that takes plain text.";
  note(probe, "freeform_patch", works ? "yes" : "no", works ? "Patches can be written as plain text." : refused);
}

async function askVision(probe: Probe, api: Api): Promise<void> {
  const answer = await askAboutPicture(api, { ...probe, model: probe.model ?? "" });
  if (answer.kind === "refused") return note(probe, "vision", "no", `A picture is refused: ${answer.detail}`);
  const sees = /red|rot|rouge|rojo|crimson|scarlet/i.test(answer.text);
  note(
    probe,
    "vision",
    sees ? "yes" : "no",
    sees ? "It named the colour of a picture." : `Of a red picture it says: ${answer.text.slice(0, 200) || "nothing"}`,
  );
}

type Question = { text: string; after?: readonly TranscriptItem[]; tools: readonly ToolDefinition[] };

const patience = {
  attempts: 2,
  misconfiguredAttempts: 1,
  outageAttempts: 2,
  firstDelayMs: 500,
  maxDelayMs: 2_000,
  maxWaitMs: 5_000,
  unknownResetMs: 60_000,
  longestResetMs: 86_400_000,
};

async function ask(probe: Probe, api: Api, question: Question, can: { freeformPatch?: boolean } = {}): Promise<ModelReply | null> {
  const name = probe.model ?? "";
  const model = createOpenAiModel({
    ...probe,
    model: name,
    api,
    effort: null,
    capabilities: { ...capabilitiesOf(name), parallelCalls: true, freeformPatch: false, vision: true, ...can },
    idleTimeoutMs: 60_000,
    retryPolicy: patience,
  });
  const askedAt = probe.now();
  const answer = await model.ask({
    instructions: "You test whether tools work. Follow the request exactly.",
    transcript: [{ type: "user_text", text: question.text }, ...(question.after ?? [])],
    tools: question.tools,
    cacheKey: "slipway-connection-test",
    signal: probe.signal,
    loadImage: async () => new Uint8Array(),
    onRetry: async () => undefined,
  });
  if (answer.kind !== "replied") {
    const limited = answer.kind === "rate_limited";
    probe.failures.push(limited ? failureOf(answer.reason, `Try again after ${answer.until.toISOString()}.`) : answer.failure);
    return null;
  }
  probe.latencyMs ??= probe.now() - askedAt;
  probe.usage = addUsage(probe.usage, answer.reply.usage);
  return answer.reply;
}

function note(probe: Probe, subject: Subject, answer: ProviderFinding["answer"], detail: string): void {
  probe.findings.set(subject, { answer, detail: detail.slice(0, 1_000) });
}

function failureOf(message: string, hint: string): AttemptFailure {
  return { code: "model_failed", message, hint, log: null };
}

function resultOf(probe: Probe, { models, api }: { models: string[] | null; api: Api | null }): ProviderTestResult {
  const learned = (subject: Subject) => {
    const answer = probe.findings.get(subject)?.answer ?? "unknown";
    return answer === "unknown" ? null : answer === "yes";
  };
  const [failure] = probe.failures;
  return {
    findings: PROVIDER_TEST_SUBJECTS.map((subject) => ({
      subject,
      ...(probe.findings.get(subject) ?? { answer: "unknown", detail: "Not tried." }),
    })),
    models,
    latencyMs: probe.latencyMs,
    usage: probe.usage,
    learned:
      api === null
        ? null
        : { api, vision: learned("vision"), freeformPatch: learned("freeform_patch"), parallelCalls: learned("parallel_calls") },
    failure: failure === undefined ? null : { message: failure.message, hint: failure.hint },
  };
}
