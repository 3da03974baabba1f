import type { AgentEnding } from "@slipway/agent";
import { checkpointChange, countCommandLines as countEarlierLines, type StoredChange } from "@slipway/db";
import { applyEnvironmentFile } from "../environment/apply-environment-file.ts";
import { needsSetup, prepareSnapshot } from "../environment/prepare-snapshot.ts";
import { maintenanceScript, runMaintenance } from "../environment/run-maintenance.ts";
import { countCommandLines } from "./agent/command-lines.ts";
import { runAgentStage } from "./agent/run-agent-stage.ts";
import { failingAs, repositoryFailure, sandboxFailure } from "./attempt-failed-error.ts";
import type { AttemptRun, PreparedRepository } from "./attempt-run.ts";
import { changeOf } from "./change/change-of.ts";
import { prepareRepository } from "./prepare-repository.ts";
import { type HeldSandbox, holdSandbox } from "./sandbox/hold-sandbox.ts";
import { letGoAfter } from "./sandbox/let-go-after.ts";
import { type AgentSandbox, fillAgentSandbox, noteAgentSandbox, openAgentSandbox, takeKept } from "./sandbox/open-agent-sandbox.ts";
import { unlessAborted } from "./unless-aborted.ts";

export type Worked = {
  /** The attempt with the image that its sandboxes start from. */
  run: AttemptRun;
  repository: PreparedRepository;
  ending: AgentEnding;
  change: StoredChange | null;
  commandLineCount: (callId: string) => number | null;
  /** The caller decides what becomes of it. */
  held: HeldSandbox;
};

/**
 * From a claimed attempt to the agent's ending and its change. The first model request is sent while the checkout runs, unless there
 * is a maintenance script. When this throws, the sandbox is gone or left to whoever takes over.
 */
export async function workStage(
  claimed: AttemptRun,
  whenPrepared: (run: AttemptRun, repository: PreparedRepository) => void,
): Promise<Worked> {
  const begun = await failingAs(sandboxFailure, () => takeKept(claimed));
  const { run, repository, opening } = await (needsSetup(begun) ? openAfterSetup(begun) : openBesides(begun));
  const opened = await opening;
  const held = holdSandbox(run, opened.sandbox);
  try {
    return await work(run, { repository, opened, held, whenPrepared });
  } catch (error) {
    await letGoAfter(held, { signal: run.signal, error });
    throw error;
  }
}

type Work = { repository: PreparedRepository; opened: AgentSandbox; held: HeldSandbox; whenPrepared: Parameters<typeof workStage>[1] };

async function work(run: AttemptRun, { repository, opened, held, whenPrepared }: Work): Promise<Worked> {
  const { sandbox } = opened;
  const put = failingAs(sandboxFailure, () => fillAgentSandbox(run, { ...opened, repository }));
  put.catch(() => undefined);
  whenPrepared(run, repository);
  if (maintenanceScript(run) !== null && !opened.isAdopted) {
    await unlessAborted(put, run.signal);
    await failingAs(sandboxFailure, () => runMaintenance(run, { sandbox, told: true }));
  }
  const filled = put
    .then(() => (run.work.mode === "ask" ? failingAs(sandboxFailure, () => sandbox.sealWorkspace()) : undefined))
    .then(() => noteAgentSandbox(run, opened))
    .then(() => {
      held.isRecorded = true;
    });
  filled.catch(() => undefined);
  const commandLines = countCommandLines(run.work.epoch === 1 ? [] : await countEarlierLines(run.context.db, run.work));
  const ending = await runAgentStage(run, { ...opened, repository, filled, commandLines });
  const change = await changeOf(run, { sandbox, repository, ending });
  if (ending.kind === "finished" && change !== null) {
    // A worker that is lost from here on costs checks, not work.
    await checkpointChange(run.context.db, { ...run.work, change, redact: run.secrets.redaction.redact });
  }
  return { run, repository, ending, change, commandLineCount: commandLines.lineCount, held };
}

type Opening = { run: AttemptRun; repository: PreparedRepository; opening: Promise<AgentSandbox> };

/**
 * Without setup the container starts while the mirror is brought up to date; it gives way where the repository's own file wants
 * another one.
 */
async function openBesides(claimed: AttemptRun): Promise<Opening> {
  const opening = failingAs(sandboxFailure, () => openAgentSandbox(claimed));
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
  return { run, repository, opening: failingAs(sandboxFailure, () => openAgentSandbox(run)) };
}

async function closeAndThrow(opening: Promise<AgentSandbox>, error: unknown): Promise<never> {
  await close(opening);
  throw error;
}

async function close(opening: Promise<AgentSandbox>): Promise<void> {
  const opened = await opening.catch(() => null);
  // What another start or turn left may still fit the attempt, once it is prepared.
  if (opened?.isAdopted) opened.sandbox.leave();
  else await opened?.sandbox.stop();
}
