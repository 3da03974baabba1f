import { BOUNDS, type CommandResult } from "@slipway/core";
import { z } from "zod";
import { boundedOutput, type RenderedOutput } from "./bounded-output.ts";
import { startOutputEvents } from "./output-events.ts";
import { defineTool, type ToolContext, type ToolOutcome } from "./tool.ts";

const ShellInput = z.object({
  command: z.string().min(1).describe("Run by bash -lc."),
  cwd: z.string().min(1).optional().describe("Folder, relative to the repository's root. The root when absent."),
  timeout_seconds: z.number().min(1).optional().describe("The command is ended after this time."),
});
type ShellInput = z.infer<typeof ShellInput>;

const defaultTimeoutSeconds = 120;

export const shellTool = defineTool({
  name: "shell",
  description:
    "Runs a command in the sandbox and returns its exit code and output (stdout and stderr as they came). There is no terminal and stdin is closed, so nothing can ask a question.",
  input: ShellInput,
  run: runShell,
});

async function runShell(input: ShellInput, context: ToolContext): Promise<ToolOutcome> {
  const { callId, workspace, emit } = context;
  const timeoutSeconds = Math.min(input.timeout_seconds ?? defaultTimeoutSeconds, context.commandSeconds);
  const lost = new AbortController();
  const bounded = boundedOutput(BOUNDS.toolOutputBytes);
  await emit([{ type: "command.started", callId, command: input.command, cwd: input.cwd ?? workspace.root }]);
  const events = startOutputEvents({ callId, emit, onFailure: () => lost.abort() });
  const result = await workspace
    .runCommand({
      command: input.command,
      timeoutMs: timeoutSeconds * 1000,
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
  return { kind: exitCode === 0 ? "done" : "failed", output: report({ callId, result, timeoutSeconds, output: bounded.render() }) };
}

type Report = { callId: string; result: CommandResult; timeoutSeconds: number; output: RenderedOutput };

/** The first line carries what a citation needs: the call's id and how many lines its log has. */
function report({ callId, result, timeoutSeconds, output }: Report): string {
  const seconds = (result.durationMs / 1000).toFixed(1);
  const lines = output.lines === 0 ? "no output" : `lines 1-${output.lines}`;
  const notes = [
    ...(result.ending === "timed_out" ? [`Ended after ${timeoutSeconds} s. ${waitingHint(output.lastLine)}`] : []),
    ...(result.outOfMemory ? ["A process was killed because the sandbox ran out of memory."] : []),
    ...(result.droppedBytes > 0 ? [`${result.droppedBytes} more bytes of output were not kept.`] : []),
  ];
  return [`[${callId} · ${endingWords(result)} · ${seconds} s · ${lines}]`, ...notes, output.text].filter((part) => part !== "").join("\n");
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
