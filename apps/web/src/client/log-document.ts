import type { AttemptEvent, AttemptEventBody } from "@slipway/core";
import { conversationNote } from "./conversation-note.ts";

/** One line of an attempt's log. `line` counts a command's output from 1, as citations do. */
export type LogLine = {
  kind: "command" | "output" | "ending" | "note";
  text: string;
  callId: string | null;
  line: number | null;
  failed: boolean;
};
export type LogSnapshot = { lines: readonly LogLine[]; count: number };

type OpenLine = { index: number; raw: string; line: number };

/** An attempt's log, grown event by event: a long log costs no more per event than a short one. */
export class LogDocument {
  #lines: LogLine[] = [];
  #open = new Map<string, OpenLine>();

  append(events: readonly AttemptEvent[]): void {
    for (const event of events) this.#add(event.body);
  }

  /** `lines` is shared and grows; what was read stays readable up to `count`. */
  snapshot(): LogSnapshot {
    return { lines: this.#lines, count: this.#lines.length };
  }

  #add(body: AttemptEventBody): void {
    switch (body.type) {
      case "command.started":
        this.#push({ kind: "command", text: body.command, callId: body.callId });
        return;
      case "command.output":
        this.#output(body.callId, body.text);
        return;
      case "command.finished":
        this.#open.delete(body.callId);
        this.#push({ kind: "ending", text: endingText(body), callId: body.callId, failed: body.exitCode !== 0 });
        return;
      default: {
        const note = noteText(body);
        if (note !== null) this.#push({ kind: "note", text: note, callId: null });
      }
    }
  }

  #output(callId: string, text: string): void {
    const pieces = text.split("\n");
    for (const [index, piece] of pieces.entries()) {
      const isLast = index === pieces.length - 1;
      if (isLast && piece === "") return;
      this.#extend(callId, piece);
      if (!isLast) this.#close(callId);
    }
  }

  #extend(callId: string, piece: string): void {
    const open = this.#open.get(callId);
    if (open === undefined || open.index === -1) {
      const line = (open?.line ?? 0) + 1;
      this.#open.set(callId, { index: this.#lines.length, raw: piece, line });
      this.#push({ kind: "output", text: overwritten(piece), callId, line });
      return;
    }
    open.raw += piece;
    this.#lines[open.index] = { kind: "output", text: overwritten(open.raw), callId, line: open.line, failed: false };
  }

  #close(callId: string): void {
    const open = this.#open.get(callId);
    if (open !== undefined) this.#open.set(callId, { index: -1, raw: "", line: open.line });
  }

  #push(line: Pick<LogLine, "kind" | "text" | "callId"> & Partial<LogLine>): void {
    this.#lines.push({ line: null, failed: false, ...line });
  }
}

/** A carriage return starts the line anew, as a terminal shows it. */
function overwritten(raw: string): string {
  const text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
  return text.slice(text.lastIndexOf("\r") + 1);
}

function endingText(body: Extract<AttemptEventBody, { type: "command.finished" }>): string {
  const ending = body.ending === "exited" ? `exit ${body.exitCode ?? "?"}` : body.ending.replace("_", " ");
  const dropped = body.droppedBytes > 0 ? ` · ${body.droppedBytes.toLocaleString("en")} bytes not kept` : "";
  return `${ending} · ${(body.durationMs / 1_000).toFixed(1)} s${dropped}`;
}

function noteText(body: AttemptEventBody): string | null {
  switch (body.type) {
    case "note.added":
      return body.text;
    case "file.changed":
      return `${body.file.kind} ${body.file.path}`;
    case "network.denied":
      return `network denied: ${body.host}:${body.port} (${body.reason})${body.count === undefined ? "" : ` ${body.count} times`}`;
    case "model.retried":
      return `the model is asked again: ${body.reason}`;
    case "model.told":
    case "context.trimmed":
    case "context.compacted":
      return conversationNote(body).replaceAll("\n", " ");
    case "attempt.requeued":
      return `back in the queue: ${body.reason}`;
    case "check.started":
      return `check ${body.name} at ${body.side}: ${body.command}`;
    case "check.finished":
      return `check ${body.name} at ${body.side}: ${body.outcome.replace("_", " ")}`;
    case "attempt.ended":
      return `attempt ${body.state}${body.reason === null ? "" : `: ${body.reason}`}`;
    default:
      return null;
  }
}
