import type { AgentEnding } from "@slipway/agent";
import type { StoredChange } from "@slipway/db";
import type { Sandbox } from "@slipway/sandbox";
import { applyEnvironmentFile } from "../environment/apply-environment-file.ts";
import { needsSetup, prepareSnapshot } from "../environment/prepare-snapshot.ts";
import { maintenanceScript, runMaintenance } from "../environment/run-maintenance.ts";
import { failingAs, repositoryFailure, sandboxFailure } from "./attempt-failed-error.ts";
import type { AttemptRun, PreparedRepository } from "./attempt-run.ts";
import { collectChange } from "./collect-change.ts";
import { countCommandLines } from "./command-lines.ts";
import { fillSandbox, openAttemptSandbox } from "./open-attempt-sandbox.ts";
import { prepareRepository } from "./prepare-repository.ts";
import { runAgentStage } from "./run-agent-stage.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** Time to save what a stopped attempt changed; a stop must be over within ten seconds. */
const SAVE_AFTER_STOP_MS = 4_000;

export type Worked = {
  /** The attempt with the image that its sandboxes start from. */
  run: AttemptRun;
  repository: PreparedRepository;
  ending: AgentEnding;
  change: StoredChange | null;
  commandLineCount: (callId: string) => number | null;
  /** Settles when the sandbox is gone; its removal runs beside what is left to do. */
  sandboxRemoved: Promise<void>;
};

/**
 * From a claimed attempt to the agent's ending and its change. The first model request is sent while the checkout runs, unless there
 * is a maintenance script. The sandbox is gone when this throws, and on its way out when it returns.
 */
export async function workStage(
  claimed: AttemptRun,
  whenPrepared: (run: AttemptRun, repository: PreparedRepository) => void,
): Promise<Worked> {
  const { run, repository, opening } = await (needsSetup(claimed) ? openAfterSetup(claimed) : openBesides(claimed));
  await using held = new AsyncDisposableStack();
  const sandbox = held.use(await opening);
  const filled = failingAs(sandboxFailure, () => fillSandbox(run, { sandbox, repository, patch: run.work.previousPatch }));
  filled.catch(() => undefined);
  whenPrepared(run, repository);
  if (maintenanceScript(run) !== null) {
    await unlessAborted(filled, run.signal);
    await failingAs(sandboxFailure, () => runMaintenance(run, { sandbox, told: true }));
  }
  const commandLines = countCommandLines();
  const ending = await runAgentStage(run, { sandbox, repository, filled, commandLines });
  const change = await changeOf(run, { sandbox, repository, ending });
  const sandboxRemoved = held.disposeAsync().catch((error: unknown) => {
    run.context.log.warn({ attemptId: run.work.attemptId, err: error }, "the sandbox was not removed; the reaper will try");
  });
  return { run, repository, ending, change, commandLineCount: commandLines.lineCount, sandboxRemoved };
}

type Opening = { run: AttemptRun; repository: PreparedRepository; opening: Promise<Sandbox> };

/**
 * Without setup the container starts while the mirror is brought up to date; it gives way where the repository's own file wants
 * another one.
 */
async function openBesides(claimed: AttemptRun): Promise<Opening> {
  const opening = failingAs(sandboxFailure, () => openAttemptSandbox(claimed, "agent"));
  opening.catch(() => undefined);
  const { run, repository } = await prepare(claimed).catch((error: unknown) => closeAndThrow(opening, error));
  if (run !== claimed) {
    await close(opening);
    return openPrepared(run, repository);
  }
  await run.journal.enterPhase("sandbox");
  return { run, repository, opening };
}

async function openAfterSetup(claimed: AttemptRun): Promise<Opening> {
  const { run, repository } = await prepare(claimed);
  return openPrepared(run, repository);
}

async function prepare(claimed: AttemptRun): Promise<Pick<Opening, "run" | "repository">> {
  const repository = await failingAs(repositoryFailure, () => prepareRepository(claimed));
  return { run: await applyEnvironmentFile(claimed, repository), repository };
}

/** The snapshot's key needs the base commit, and the container the snapshot. */
async function openPrepared(prepared: AttemptRun, repository: PreparedRepository): Promise<Opening> {
  const run = needsSetup(prepared) ? await failingAs(sandboxFailure, () => prepareSnapshot(prepared, repository)) : prepared;
  await run.journal.enterPhase("sandbox");
  return { run, repository, opening: failingAs(sandboxFailure, () => openAttemptSandbox(run, "agent")) };
}

async function closeAndThrow(opening: Promise<Sandbox>, error: unknown): Promise<never> {
  await close(opening);
  throw error;
}

async function close(opening: Promise<Sandbox>): Promise<void> {
  const opened = await opening.catch(() => null);
  await opened?.stop();
}

/** What was changed is kept however the attempt ended; only of a finished one a change that cannot be stored is a failure. */
async function changeOf(
  run: AttemptRun,
  { sandbox, repository, ending }: { sandbox: Sandbox; repository: PreparedRepository; ending: AgentEnding },
): Promise<StoredChange | null> {
  if (run.work.mode === "ask") return null;
  if (ending.kind === "finished") {
    await run.journal.enterPhase("collecting");
    return collectChange(run, { sandbox, repository, signal: run.signal });
  }
  const signal = ending.kind === "cancelled" ? AbortSignal.timeout(SAVE_AFTER_STOP_MS) : run.signal;
  return collectChange(run, { sandbox, repository, signal }).catch((error: unknown) => {
    run.context.log.warn({ attemptId: run.work.attemptId, err: error }, "the change of an unfinished attempt was not saved");
    return null;
  });
}
