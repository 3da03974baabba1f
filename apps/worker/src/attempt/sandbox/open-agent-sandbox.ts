import { recordSandbox, takeWarmSandbox } from "@slipway/db";
import { adoptSandbox, type Sandbox } from "@slipway/sandbox";
import type { AttemptRun, PreparedRepository } from "../attempt-run.ts";
import { fillSandbox, openAttemptSandbox, sandboxPlan } from "./open-attempt-sandbox.ts";

/** The agent's sandbox; `isAdopted` where it holds the work tree already. */
export type AgentSandbox = { sandbox: Sandbox; isAdopted: boolean };

/** Goes on in the container that an earlier start or the turn before left, where this engine still has it; else makes one. */
export async function openAgentSandbox(run: AttemptRun): Promise<AgentSandbox> {
  const kept = await adoptKept(run);
  if (kept !== null) return { sandbox: kept, isAdopted: true };
  return { sandbox: await openAttemptSandbox(run, "agent"), isAdopted: false };
}

/** The attempt with the kept sandbox of the turn before as its own, or without it where it was released or is another engine's. */
export async function takeKept(run: AttemptRun): Promise<AttemptRun> {
  const { context, work } = run;
  const { sandbox: kept, attemptId, epoch } = work;
  if (kept === null || kept.warmOf === null) return run;
  const isHere = (await context.docker.facts()).id === kept.engineId;
  const warm = { attemptId, epoch, sandboxId: kept.id, fromAttemptId: kept.warmOf };
  const isTaken = isHere && (await takeWarmSandbox(context.db, warm));
  return { ...run, work: { ...work, sandbox: isTaken ? { ...kept, warmOf: null } : null } };
}

async function adoptKept(run: AttemptRun): Promise<Sandbox | null> {
  const { context, work } = run;
  const { sandbox: kept } = work;
  if (kept === null || (await context.docker.facts()).id !== kept.engineId) return null;
  return adoptSandbox(context.docker, {
    ...(await sandboxPlan(run, "agent")),
    containerId: kept.id,
    attemptIds: work.taskAttemptIds,
  });
}

/** Puts the repository in with the newest change that is stored; an adopted sandbox has it. */
export async function fillAgentSandbox(
  run: AttemptRun,
  { sandbox, isAdopted, repository }: AgentSandbox & { repository: PreparedRepository },
): Promise<void> {
  if (isAdopted) return;
  await fillSandbox(run, { sandbox, repository, patch: run.work.storedPatch ?? run.work.previousPatch });
}

/** From here on whoever resumes the attempt finds its container. */
export async function noteAgentSandbox({ context, work }: AttemptRun, { sandbox }: AgentSandbox): Promise<void> {
  const { id: engineId } = await context.docker.facts();
  await recordSandbox(context.db, { attemptId: work.attemptId, epoch: work.epoch, sandboxId: sandbox.id, engineId });
}
