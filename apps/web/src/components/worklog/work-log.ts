import type { AttemptEvent, AttemptEventBody, Image, PlanStep, Waiting } from "@slipway/core";
import { conversationNote } from "../../client/conversation-note.ts";
import { usedWords } from "../task/waiting/waiting-words.ts";

type Body<Type extends AttemptEventBody["type"]> = Extract<AttemptEventBody, { type: Type }>;

export type CommandItem = {
  kind: "command";
  key: number;
  at: string;
  callId: string;
  command: string;
  cwd: string;
  tail: string;
  finished: Body<"command.finished"> | null;
};
export type CheckItem = { kind: "check"; key: number; at: string; started: Body<"check.started">; finished: Body<"check.finished"> | null };
export type WorkItem =
  | CommandItem
  | CheckItem
  | { kind: "file"; key: number; at: string; file: Body<"file.changed">["file"] }
  | { kind: "picture"; key: number; at: string; image: Image; source: string }
  | { kind: "note"; key: number; at: string; level: "info" | "warning" | "error"; text: string }
  | { kind: "message"; key: number; at: string; role: "agent" | "person"; text: string }
  | { kind: "denied"; key: number; at: string; host: string; port: number; command: string | null };

/** What the agent did under one heading of its reasoning; the first group may have none. */
export type WorkGroup = { key: number; heading: string | null; text: string; items: WorkItem[] };
export type WorkLog = { groups: WorkGroup[]; plan: readonly PlanStep[]; lastAt: string | null; commands: number };

const tailCharacters = 4_000;

/** Reads an attempt's events as the story of its work: reasoning headings, and under each what was done. */
export function buildWorkLog(events: readonly AttemptEvent[]): WorkLog {
  const log: WorkLog = { groups: [{ key: 0, heading: null, text: "", items: [] }], plan: [], lastAt: null, commands: 0 };
  const open = { commands: new Map<string, CommandItem>(), checks: new Map<string, CheckItem>() };
  for (const event of events) {
    log.lastAt = event.at;
    addEvent(log, open, event);
  }
  return { ...log, groups: log.groups.filter((group) => group.heading !== null || group.items.length > 0) };
}

type Open = { commands: Map<string, CommandItem>; checks: Map<string, CheckItem> };

function addEvent(log: WorkLog, open: Open, { seq: key, at, body }: AttemptEvent): void {
  switch (body.type) {
    case "reasoning.added":
      log.groups.push({ key, ...headed(body.text), items: [] });
      return;
    case "plan.updated":
      log.plan = body.steps;
      return;
    case "command.started":
      log.commands += 1;
      open.commands.set(
        body.callId,
        push(log, { kind: "command", key, at, callId: body.callId, command: body.command, cwd: body.cwd, tail: "", finished: null }),
      );
      return;
    case "check.started":
      open.checks.set(`${body.side} ${body.name}`, push(log, { kind: "check", key, at, started: body, finished: null }));
      return;
    default:
      if (!closeOpen(open, body)) addPlain(log, key, at, body);
  }
}

/** What belongs to something that began earlier. */
function closeOpen(open: Open, body: AttemptEventBody): boolean {
  switch (body.type) {
    case "command.output": {
      const command = open.commands.get(body.callId);
      if (command !== undefined) command.tail = (command.tail + body.text).slice(-tailCharacters);
      return true;
    }
    case "command.finished": {
      const command = open.commands.get(body.callId);
      if (command !== undefined) command.finished = body;
      return true;
    }
    case "check.finished": {
      const check = open.checks.get(`${body.side} ${body.name}`);
      if (check !== undefined) check.finished = body;
      return true;
    }
    default:
      return false;
  }
}

function addPlain(log: WorkLog, key: number, at: string, body: AttemptEventBody): void {
  switch (body.type) {
    case "file.changed":
      push(log, { kind: "file", key, at, file: body.file });
      return;
    case "image.added":
      push(log, { kind: "picture", key, at, image: body.image, source: body.source });
      return;
    case "note.added":
      push(log, { kind: "note", key, at, level: body.level, text: body.text });
      return;
    case "message.added":
      push(log, { kind: "message", key, at, role: body.role, text: body.text });
      return;
    case "network.denied":
      pushDenied(log, { kind: "denied", key, at, host: body.host, port: body.port, command: body.command });
      return;
    case "model.retried":
      push(log, { kind: "note", key, at, level: "warning", text: `The model is asked again: ${body.reason}` });
      return;
    case "model.told":
    case "context.trimmed":
    case "context.compacted":
      push(log, { kind: "note", key, at, level: "info", text: conversationNote(body) });
      return;
    case "attempt.waiting":
      push(log, { kind: "note", key, at, level: "info", text: waitingNote(body.waiting) });
      return;
    case "attempt.resumed":
      push(log, { kind: "note", key, at, level: "info", text: `Goes on: ${body.reason}` });
      return;
    case "attempt.requeued":
      push(log, { kind: "note", key, at, level: "warning", text: `Back in the queue: ${body.reason}` });
      return;
    default:
      return;
  }
}

function waitingNote(waiting: Waiting): string {
  switch (waiting.kind) {
    case "question":
      return `Asked: ${waiting.question}`;
    case "limit":
      return `Waiting for a decision: ${usedWords(waiting)}.`;
    case "rate_limit":
      return `Waiting for the provider: ${waiting.reason}`;
  }
}

function push<Item extends WorkItem>(log: WorkLog, item: Item): Item {
  log.groups.at(-1)?.items.push(item);
  return item;
}

/** Tools ask a host that refuses them again and again; under one heading it is told once. */
function pushDenied(log: WorkLog, item: Extract<WorkItem, { kind: "denied" }>): void {
  const isTold = log.groups
    .at(-1)
    ?.items.some((told) => told.kind === "denied" && told.host === item.host && told.command === item.command);
  if (isTold !== true) push(log, item);
}

/** The first line of a piece of reasoning is its heading, with its markdown marks taken off. */
function headed(text: string): { heading: string; text: string } {
  const [first = "", ...rest] = text.trim().split("\n");
  const bold = /^\*\*(.+?)\*\*\s*(.*)$/.exec(first);
  const heading = (bold?.[1] ?? first).replace(/^#+\s*/, "").trim();
  return { heading, text: [bold?.[2] ?? "", ...rest].join("\n").trim() };
}
