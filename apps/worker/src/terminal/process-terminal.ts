import { AppError, plainError } from "@slipway/core";
import { claimTerminal, endTerminal, renewTerminal, type TerminalEnd, type TerminalWork } from "@slipway/db";
import { publish, subscribe } from "@slipway/queue";
import { z } from "zod";
import { AttemptFailedError } from "../attempt/attempt-failed-error.ts";
import { openAttemptSecrets } from "../environment/attempt-secrets.ts";
import type { Readiness } from "../host/readiness.ts";
import type { WorkerContext } from "../worker-context.ts";
import { openTerminalSandbox } from "./open-terminal-sandbox.ts";
import { keepOutput } from "./output-history.ts";
import { type OutputSender, sendOutput } from "./send-output.ts";
import { runTerminalSession } from "./terminal-session.ts";
import { TerminalStop } from "./terminal-stop.ts";

/** However busy it is, a terminal ends after this. */
const MOST_MS = 4 * 60 * 60_000;

/** Answers one ring: takes the terminal if it is still to be had, opens it and sees it to its end. */
export async function processTerminal(
  context: WorkerContext,
  { readiness, draining }: { readiness: Pick<Readiness, "obstacle">; draining: AbortSignal },
  terminalId: string,
): Promise<void> {
  if (readiness.obstacle() !== null || draining.aborted) return;
  const { settings } = context;
  const work = await claimTerminal(context.db, { terminalId, workerId: settings.workerId, leaseSeconds: settings.leaseSeconds });
  if (work === null) return;
  await using lease = holdTerminal(context, { terminalId, draining });
  const changed = () => publish(context.queue, { subject: `terminal.${terminalId}`, payload: { kind: "changed" } }).catch(() => undefined);
  await changed();
  const end = await runTerminal(context, { work, lease }).catch((error: unknown) => failedEnd(context, work, error));
  await endTerminal(context.db, { terminalId, end });
  await changed();
}

async function runTerminal(context: WorkerContext, { work, lease }: { work: TerminalWork; lease: Lease }): Promise<TerminalEnd> {
  const { terminalId } = work;
  const { signal } = lease;
  const secrets = await openAttemptSecrets(context, { environment: work.environment, providerId: null });
  if (secrets.failure !== null) throw secrets.failure;
  const sender = sendOutput({ queue: context.queue, subject: `terminal.${terminalId}`, history: keepOutput() });
  // From the beginning, so that a page sees what is told while the container starts, and may close it.
  await using _answers = await answerPages(context, { terminalId, sender, close: lease.close });
  await using sandbox = await openTerminalSandbox(context, { work, secrets, sender, signal });
  const { failure } = await runTerminalSession(context, { terminalId, sandbox, sender, redaction: secrets.openStream(), signal });
  return { state: failure === null ? "ended" : "failed", failure };
}

type Lease = Pick<ReturnType<typeof holdTerminal>, "signal" | "close">;

/** What pages ask beside their input: `replay` for what they have missed, `close` to end it. */
const Asked = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("replay"), after: z.int().min(0) }),
  z.object({ kind: z.literal("close") }),
]);

async function answerPages(
  { queue }: WorkerContext,
  { terminalId, sender, close }: { terminalId: string; sender: OutputSender; close: () => void },
): Promise<AsyncDisposable> {
  const receive = async (payload: unknown) => {
    const asked = Asked.safeParse(payload);
    if (!asked.success) return;
    if (asked.data.kind === "close") close();
    else await sender.replay(asked.data.after);
  };
  const subscription = await subscribe(queue, { subject: `terminal-input.${terminalId}`, receive: (_, payload) => receive(payload) });
  return { [Symbol.asyncDispose]: () => subscription.close() };
}

/** What the person reads: an own error in its words, anything else as it is in the worker's log. */
function failedEnd({ log }: WorkerContext, { terminalId }: TerminalWork, error: unknown): TerminalEnd {
  if (!(error instanceof TerminalStop)) log.warn({ terminalId, err: error }, "a terminal could not be opened");
  if (error instanceof AttemptFailedError) return { state: "failed", failure: `${error.failure.message} ${error.failure.hint}` };
  if (error instanceof TerminalStop) return { state: error.failure === null ? "ended" : "failed", failure: error.failure };
  if (error instanceof AppError) return { state: "failed", failure: error.message };
  return { state: "failed", failure: `Something unexpected went wrong: ${plainError(error).message}` };
}

function holdTerminal({ db, settings, log }: WorkerContext, { terminalId, draining }: { terminalId: string; draining: AbortSignal }) {
  const controller = new AbortController();
  const { workerId, leaseSeconds } = settings;
  let renewing: Promise<void> = Promise.resolve();
  let renewedAt = performance.now();
  const renew = async () => {
    try {
      const isOpen = await renewTerminal(db, { terminalId, workerId, leaseSeconds });
      if (isOpen) renewedAt = performance.now();
      else controller.abort(new TerminalStop(null));
    } catch (error) {
      log.warn({ terminalId, err: error }, "a terminal's lease was not renewed");
      if (performance.now() - renewedAt > leaseSeconds * 750) controller.abort(new TerminalStop("The database could not be reached."));
    }
  };
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, leaseSeconds * 250);
  const most = setTimeout(() => controller.abort(new TerminalStop("A terminal ends after four hours.")), MOST_MS);
  const onDrain = () => controller.abort(new TerminalStop("The worker of this terminal was stopped. Open another one."));
  draining.addEventListener("abort", onDrain, { once: true });
  return {
    signal: controller.signal,
    close: () => controller.abort(new TerminalStop(null)),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      clearTimeout(most);
      draining.removeEventListener("abort", onDrain);
      await renewing;
    },
  };
}
