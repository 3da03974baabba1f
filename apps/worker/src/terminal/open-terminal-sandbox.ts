import { createReadStream } from "node:fs";
import { resolveLimits } from "@slipway/core";
import type { TerminalWork } from "@slipway/db";
import { bundleCommit, updateMirror } from "@slipway/forge";
import { openTerminal, type TerminalSandbox } from "@slipway/sandbox";
import { withEnvironmentFile } from "../environment/apply-environment-file.ts";
import { attemptNetwork } from "../environment/attempt-network.ts";
import { type AttemptSecrets, secretVariables } from "../environment/attempt-secrets.ts";
import type { EnvironmentRun } from "../environment/environment-run.ts";
import { prepareImage } from "../environment/prepare-image.ts";
import { openRepository } from "../repository/open-repository.ts";
import type { WorkerContext } from "../worker-context.ts";
import type { OutputSender } from "./send-output.ts";
import { terminalJournal } from "./terminal-journal.ts";

type Opening = { work: TerminalWork; secrets: AttemptSecrets; sender: OutputSender; signal: AbortSignal };

/** The environment as it is at the branch's tip, the repository's own file included, in a container as a snapshot's build has it. */
export async function openTerminalSandbox(context: WorkerContext, { work, secrets, sender, signal }: Opening): Promise<TerminalSandbox> {
  const { settings } = context;
  const { repository, branch, terminalId } = work;
  const journal = terminalJournal((text) => sender.add(text), secrets);
  await journal.note("info", `Fetching ${repository.name} at ${branch} …`);
  const mirror = openRepository(context, repository);
  const baseCommit = await updateMirror(mirror, { branch, signal });
  const bundlePath = await bundleCommit(mirror, { commit: baseCommit, signal });
  const place = { mirror, repository, branch, commit: baseCommit, signal };
  const applied = await withEnvironmentFile(context, { stored: work.environment, secrets, journal, place });
  const { environment, ...others } = applied ?? { environment: work.environment, secrets };
  const asked: EnvironmentRun = {
    context,
    work: { attemptId: terminalId, epoch: 1, environment, repository, createdAt: new Date().toISOString() },
    limits: resolveLimits(environment.limits, {}),
    image: environment.image ?? settings.sandboxImage,
    ...others,
    journal,
    signal,
  };
  const run = await prepareImage(asked, { mirror, baseCommit });
  await journal.note(
    "info",
    `Starting a container of ${environment.dockerfile ?? environment.image ?? "the bundled image"} at ${baseCommit.slice(0, 12)} …`,
  );
  return openTerminal(context.docker, {
    image: run.image,
    limits: run.limits,
    variables: environment.variables,
    secretVariables: secretVariables(run.secrets, "setup"),
    network: await attemptNetwork(run, "setup"),
    owner: { instance: context.instance, attemptId: terminalId, epoch: 1, role: "terminal" },
    repository: { bundle: createReadStream(bundlePath), commit: baseCommit, branch },
    signal,
  });
}
