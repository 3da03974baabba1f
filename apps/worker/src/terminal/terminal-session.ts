import { type RedactionStream, type TerminalAct, TerminalInput, type TriedCommand } from "@slipway/core";
import { noteTriedCommands } from "@slipway/db";
import { publish, subscribe } from "@slipway/queue";
import type { TerminalSandbox } from "@slipway/sandbox";
import type { WorkerContext } from "../worker-context.ts";
import { orderInput } from "./ordered-input.ts";
import { redactLive } from "./redact-live.ts";
import type { OutputSender } from "./send-output.ts";
import { TerminalStop } from "./terminal-stop.ts";

const QUIET_MS = 300;
/** A person who types nothing for so long has left. */
const IDLE_MS = 15 * 60_000;

export type SessionPlan = {
  terminalId: string;
  sandbox: TerminalSandbox;
  sender: OutputSender;
  redaction: RedactionStream;
  idleMs?: number;
  /** Aborts with a TerminalStop. */
  signal: AbortSignal;
};

/** How a session ended; a reason where it was not the person who ended it. */
export type SessionEnd = { failure: string | null };

/** Carries keys in and output out until the shell ends, the person closes it, leaves it, or the signal aborts. */
export async function runTerminalSession(context: WorkerContext, plan: SessionPlan): Promise<SessionEnd> {
  const { terminalId, sandbox, signal, idleMs = IDLE_MS } = plan;
  const { promise: ended, resolve: end } = Promise.withResolvers<SessionEnd>();
  const onAbort = () => end({ failure: signal.reason instanceof TerminalStop ? signal.reason.failure : "It was ended." });
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  let idle = setTimeout(() => undefined, 0);
  const stir = () => {
    clearTimeout(idle);
    idle = setTimeout(() => end({ failure: `Nothing was typed for ${Math.round(idleMs / 60_000)} minutes.` }), idleMs);
  };
  stir();
  const notes = noteCommands(context, plan);
  const input = orderInput();
  let acting: Promise<void> = Promise.resolve();
  const receive = (payload: unknown) => {
    const message = TerminalInput.safeParse(payload);
    if (!message.success) return;
    const { client } = message.data;
    const { acts, upTo } = input.take(message.data);
    if (acts.length > 0) stir();
    acting = acting
      .then(() => doActs(sandbox, acts))
      .catch((error: unknown) => context.log.warn({ terminalId, err: error }, "input was lost"));
    const received = { kind: "received", client, seq: upTo };
    publish(context.queue, { subject: `terminal.${terminalId}`, payload: received }).catch(() => undefined);
  };
  const subscription = await subscribe(context.queue, {
    subject: `terminal-input.${terminalId}`,
    receive: (_, payload) => receive(payload),
  });
  try {
    void showOutput(plan, notes.soon).then(
      () => end({ failure: sandbox.loss() }),
      (error: unknown) => end({ failure: error instanceof Error ? error.message : String(error) }),
    );
    const how = await ended;
    await notes.now();
    return how;
  } finally {
    clearTimeout(idle);
    signal.removeEventListener("abort", onAbort);
    await subscription.close();
    await notes.stop();
  }
}

async function doActs(sandbox: TerminalSandbox, acts: readonly TerminalAct[]): Promise<void> {
  for (const act of acts) {
    switch (act.kind) {
      case "keys":
        sandbox.write(act.text);
        break;
      case "size":
        await sandbox.resize(act);
        break;
      case "script":
        await sandbox.putSetupScript(act.script);
        // What stands at the prompt goes first; the blank keeps the command out of what was tried.
        sandbox.write("\u0015 setup_script\r");
        break;
    }
  }
}

async function showOutput({ sandbox, sender, redaction }: SessionPlan, onOutput: () => void): Promise<void> {
  const decoder = new TextDecoder();
  const live = redactLive(redaction, (text) => sender.add(text));
  for await (const bytes of sandbox.output) {
    live.write(decoder.decode(bytes, { stream: true }));
    onOutput();
    await sender.room();
  }
  live.write(decoder.decode());
  live.end();
  await sender.flush();
}

/** Reads what was run once the output has settled, and stores it where it is new. */
function noteCommands(context: WorkerContext, { terminalId, sandbox }: SessionPlan) {
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();
  let known = "[]";
  const read = async () => {
    const commands: TriedCommand[] = await sandbox.readCommands();
    const text = JSON.stringify(commands);
    if (text === known) return;
    await noteTriedCommands(context.db, { terminalId, commands });
    known = text;
    await publish(context.queue, { subject: `terminal.${terminalId}`, payload: { kind: "changed" } });
  };
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    reading = reading.then(read).catch((error: unknown) => context.log.debug({ terminalId, err: error }, "commands were not noted"));
    return reading;
  };
  return {
    soon: () => {
      timer ??= setTimeout(() => void now(), QUIET_MS);
    },
    now,
    stop: async () => {
      clearTimeout(timer);
      await reading;
    },
  };
}
