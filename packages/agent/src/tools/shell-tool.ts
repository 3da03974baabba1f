import { BOUNDS, type CommandResult } from "@slipway/core";
import { z } from "zod";
import { boundedOutput, type RenderedOutput } from "./bounded-output.ts";
import { startOutputEvents } from "./output-events.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutcome } from "./tool.ts";

const ShellInput = z.strictObject({
  command: z.string().min(1).describe("Run by bash -lc."),
  cwd: z.string().min(1).optional().describe("Folder, relative to the repository's root. The root when absent."),
  timeout_seconds: z.number().min(1).optional(),
});
type ShellInput = z.infer<typeof ShellInput>;

const defaultTimeoutSeconds = 120;

/** `commandSeconds` is the longest that a command may take. */
export function shellToolOf({ commandSeconds }: { commandSeconds: number }): Tool {
  const usual = Math.min(defaultTimeoutSeconds, commandSeconds);
  return defineTool({
    name: "shell",
    description:
      "Runs a command in the sandbox and returns its exit code and output (stdout and stderr as they came). There is no terminal and stdin is closed, so nothing can ask a question.",
    input: ShellInput.extend({
      timeout_seconds: ShellInput.shape.timeout_seconds.describe(
        `The command is ended after this time: ${usual} when absent, at most ${commandSeconds}.`,
      ),
    }),
    run: runShell,
  });
}

async function runShell(input: ShellInput, context: ToolContext): Promise<ToolOutcome> {
  const { callId, workspace, emit } = context;
  const limit = limitOf(input, context.commandSeconds);
  const lost = new AbortController();
  const bounded = boundedOutput(BOUNDS.toolOutputBytes);
  await emit([{ type: "command.started", callId, command: input.command, cwd: input.cwd ?? workspace.root }]);
  const events = startOutputEvents({ callId, emit, onFailure: () => lost.abort() });
  const result = await workspace
    .runCommand({
      command: input.command,
      timeoutMs: limit.seconds * 1000,
      maxOutputBytes: BOUNDS.commandLogBytes,
      signal: AbortSignal.any([context.signal, lost.signal]),
      ...(input.cwd === undefined ? {} : { cwd: input.cwd }),
      onOutput(text) {
        bounded.add(text);
        events.add(text);
      },
    })
    .finally(() => events.close());
  const { ending, exitCode, durationMs, droppedBytes } = result;
  await emit([{ type: "command.finished", callId, exitCode, ending, durationMs, droppedBytes }]);
  return { kind: exitCode === 0 ? "done" : "failed", output: report({ callId, result, limit, output: bounded.render() }) };
}

/** How long a command may take, what was asked for (null for nothing), and the most that may be. */
type TimeLimit = { seconds: number; asked: number | null; most: number };

function limitOf(input: ShellInput, most: number): TimeLimit {
  const asked = input.timeout_seconds ?? null;
  return { seconds: Math.min(asked ?? defaultTimeoutSeconds, most), asked, most };
}

type Report = { callId: string; result: CommandResult; limit: TimeLimit; output: RenderedOutput };

/** The first line carries what a citation needs: the call's id and how many lines its log has. */
function report({ callId, result, limit, output }: Report): string {
  const seconds = (result.durationMs / 1000).toFixed(1);
  const lines = output.lines === 0 ? "no output" : `lines 1-${output.lines}`;
  const notes = [
    ...(limit.asked !== null && limit.asked > limit.most
      ? [`A command may take ${limit.most} s at most, so timeout_seconds was not ${limit.asked} but ${limit.most}.`]
      : []),
    ...(result.ending === "timed_out" ? [`Ended after ${limit.seconds} s, ${timeHint(limit)} ${waitingHint(output.lastLine)}`] : []),
    ...(result.outOfMemory ? ["A process was killed because the sandbox ran out of memory."] : []),
    ...(result.droppedBytes > 0 ? [`${result.droppedBytes} more bytes of output were not kept.`] : []),
  ];
  return [`[${callId} · ${endingWords(result)} · ${seconds} s · ${lines}]`, ...notes, output.text].filter((part) => part !== "").join("\n");
}

function timeHint({ seconds, asked, most }: TimeLimit): string {
  if (seconds === most) return "the most that timeout_seconds may be.";
  return asked === null
    ? `the default. If it needs longer, give timeout_seconds, up to ${most}.`
    : `as timeout_seconds said. If it needs longer, up to ${most} are allowed.`;
}

/** What a program that waits for somebody writes last, without ending the line. */
const prompt = /(?:[:?]|\[[yn]\/[yn]\]|\([yn]\/[yn]\)|[>#$%])\s*$/i;

function waitingHint(lastLine: string): string {
  // What the shell says of the child that was ended with it is no question.
  const question = lastLine.replace(/Terminated\s*$/, "").trim();
  if (prompt.test(question)) {
    return `It seems to wait for an answer to ${JSON.stringify(question.slice(-200))}. There is no terminal: pass a flag that answers (such as --yes), or pipe the answer in.`;
  }
  return "If it waited for input: there is no terminal, pass a flag that answers (such as --yes). If it is a server: start it in the background with &.";
}

function endingWords(result: CommandResult): string {
  switch (result.ending) {
    case "exited":
      return `exit ${result.exitCode}`;
    case "timed_out":
      return "timed out";
    case "killed":
      return "killed";
  }
}
