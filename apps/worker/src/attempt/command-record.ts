import type { AttemptEventBody, CommandResult } from "@slipway/core";
import type { Journal } from "./journal.ts";

const PIECE_CHARACTERS = 65_536;
const TAIL_CHARACTERS = 65_536;
const GATHER_MS = 100;

/** One command of the platform's own as it shows in the attempt's log. */
export type CommandRecord = {
  take(text: string): void;
  /** The last lines of the output. */
  lastLines(count: number): string;
  finish(result: Pick<CommandResult, "ending" | "exitCode" | "durationMs" | "droppedBytes">): Promise<void>;
  /** Stores what was taken; for a command that did not come to its end. */
  settle(): Promise<void>;
};

/** Writes the start at once, and output in pieces as the writes allow. */
export async function recordCommand(
  journal: Pick<Journal, "append">,
  { callId, command, cwd }: { callId: string; command: string; cwd: string },
): Promise<CommandRecord> {
  await journal.append([{ type: "command.started", callId, command, cwd }]);
  let pending = "";
  let tail = "";
  let writing: Promise<void> | null = null;
  const write = async () => {
    while (pending !== "") {
      const text = pending.slice(0, PIECE_CHARACTERS);
      pending = pending.slice(PIECE_CHARACTERS);
      await journal.append([{ type: "command.output", callId, text }]);
    }
  };
  const gather = () => {
    writing ??= new Promise<void>((resolve) => setTimeout(resolve, GATHER_MS)).then(write).finally(() => {
      writing = null;
    });
    // Who waits for the record learns of a lost attempt; output alone is no place to.
    writing.catch(() => undefined);
  };
  const settle = async () => {
    while (writing !== null) await writing;
    await write();
  };
  return {
    take(text) {
      pending += text;
      tail = (tail + text).slice(-TAIL_CHARACTERS);
      gather();
    },
    lastLines: (count) => tail.trimEnd().split("\n").slice(-count).join("\n"),
    settle,
    async finish({ ending, exitCode, durationMs, droppedBytes }) {
      await settle();
      const finished: AttemptEventBody = { type: "command.finished", callId, ending, exitCode, durationMs, droppedBytes };
      await journal.append([finished]);
    },
  };
}
