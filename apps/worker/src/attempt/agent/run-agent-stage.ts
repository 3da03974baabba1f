import { type AgentEnding, type AgentTask, runAgent } from "@slipway/agent";
import { addUsage as addAttemptUsage, moveAttempt, takeMessages } from "@slipway/db";
import type { Sandbox } from "@slipway/sandbox";
import { secretVariables } from "../../environment/attempt-secrets.ts";
import { secretWorkspace } from "../../environment/secret-workspace.ts";
import type { AttemptRun, PreparedRepository } from "../attempt-run.ts";
import { sizeObjection } from "../change/size-objection.ts";
import { noteWhenSlow } from "../note-when-slow.ts";
import { workspaceWhenReady } from "../sandbox/workspace-when-ready.ts";
import { unlessAborted } from "../unless-aborted.ts";
import { attemptImages } from "./attempt-images.ts";
import type { countCommandLines } from "./command-lines.ts";
import { readResumption } from "./read-resumption.ts";

type AgentStage = {
  sandbox: Sandbox;
  isAdopted: boolean;
  repository: PreparedRepository;
  /** Settles when the repository is in the sandbox. */
  filled: Promise<void>;
  commandLines: ReturnType<typeof countCommandLines>;
};

const SLOW_MS = 3_000;

/** Lets the agent work: the attempt is running from here until it ends in one way or another. */
export async function runAgentStage(run: AttemptRun, stage: AgentStage): Promise<AgentEnding> {
  const { context, work, journal, signal } = run;
  const { sandbox, repository, filled, commandLines } = stage;
  const { attemptId, epoch } = work;
  const task = agentTask(run, repository);
  const { input, lostEnds } = await readResumption(run, { task, root: sandbox.workspace.root, isAdopted: stage.isAdopted });
  const model = await context.models.modelFor(work);
  await moveAttempt(context.db, { attemptId, epoch, signal: "prepared", events: [] });
  await journal.enterPhase("working");
  await warnOfSecrets(run);
  journal.announce();
  await journal.append(lostEnds);
  const ready = noteWhenSlow(
    {
      journal,
      afterMs: SLOW_MS,
      text: "The repository is still being put into the sandbox. The first command starts once it is there.",
      done: "The repository is in the sandbox.",
    },
    unlessAborted(filled, signal),
  );
  const ending = await runAgent({
    model,
    price: model.price,
    workspace: workspaceWhenReady(secretWorkspace(sandbox.workspace, run.secrets), ready),
    task,
    ...input,
    cacheKey: attemptId,
    limits: run.limits,
    images: attemptImages(run),
    emit: async (bodies) => {
      commandLines.see(bodies);
      await journal.append(bodies);
    },
    takeMessages: () => takeMessages(context.db, { attemptId, epoch }),
    sizeObjection: async () => {
      await ready;
      return sizeObjection(run, { sandbox, repository });
    },
    recordUsage: (usage) => addAttemptUsage(context.db, { attemptId, epoch, usage }),
    now: () => performance.now(),
    signal,
  });
  if (ending.kind !== "cancelled") await filled;
  return ending;
}

function agentTask({ work, limits }: AttemptRun, repository: PreparedRepository): AgentTask {
  return {
    prompt: work.prompt,
    mode: work.mode,
    comments: work.comments,
    images: work.images,
    history: work.history,
    repositoryName: work.repository.name,
    branch: work.baseBranch,
    instructions: repository.instructions,
    houseRules: repository.houseRules,
    checks: work.environment?.checks ?? [],
    changedLines: limits.changedLines,
  };
}

async function warnOfSecrets({ journal, secrets }: AttemptRun): Promise<void> {
  const names = Object.keys(secretVariables(secrets, "agent"));
  if (names.length === 0) return;
  await journal.note("warning", `The agent's commands can read these secrets, and so can all that they run: ${names.join(", ")}.`);
}
