import { AppError, type ChangeWarning, InvalidInputError } from "@slipway/core";
import { claimDelivery, type DeliveryResult, type DeliveryWork, finishDelivery } from "@slipway/db";
import {
  commitChange,
  commitMessage,
  ensurePullRequest,
  examinePatch,
  hasCommit,
  pullRequestBody,
  pullRequestTitle,
  pushBranch,
  updateMirror,
} from "@slipway/forge";
import { publish } from "@slipway/queue";
import { SECRET_VALUE } from "../environment/secret-warnings.ts";
import { credentialFor } from "../repository/credential-for.ts";
import { openRepository } from "../repository/open-repository.ts";
import type { WorkerContext } from "../worker-context.ts";
import { readEvidence } from "./read-evidence.ts";

const LEASE_SECONDS = 300;
const DEADLINE_MS = 240_000;
const NAMED_WARNINGS = 20;
const AUTHOR_EMAIL = "slipway@localhost";

/** Publishes the stored patch, and nothing else: bare mirror → gate → commit → branch → pull request. Every step may be repeated. */
export async function processDelivery(context: WorkerContext, deliveryId: string): Promise<void> {
  const work = await claimDelivery(context.db, { deliveryId, leaseSeconds: LEASE_SECONDS });
  if (work === null) return;
  const result = await deliver(context, work).catch((error: unknown): DeliveryResult => {
    context.log.error({ deliveryId, err: error }, "the delivery failed");
    return {
      kind: "failed",
      error: error instanceof AppError ? error.message : "Something unexpected went wrong; the worker's log has the details.",
    };
  });
  await finishDelivery(context.db, { deliveryId, epoch: work.epoch, result });
  await publish(context.queue, { subject: `task.${work.task.id}`, payload: {} });
}

async function deliver(context: WorkerContext, work: DeliveryWork): Promise<DeliveryResult> {
  const { repository, baseCommit, patch } = work;
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const mirror = openRepository(context, repository);
  if (!(await hasCommit(mirror, { commit: baseCommit }))) await updateMirror(mirror, { branch: work.baseBranch, signal });
  const { files, warnings } = await examinePatch(mirror, { baseCommit, patch, signal });
  if (files.length === 0) throw new InvalidInputError("There is nothing to deliver: the attempt changed no file.");
  refuseUnseenWarnings(work, [...warnings, ...work.warnings.filter(isKnownSecret)]);
  const commit = await commitChange(mirror, {
    baseCommit,
    patch,
    message: commitMessage({ title: work.title, body: work.body }),
    author: { name: work.author.name, email: work.author.email ?? AUTHOR_EMAIL },
    committedAt: work.attemptFinishedAt,
    previousCommit: work.previousCommit,
  });
  const credential = credentialFor(repository, context.settings);
  await pushBranch(mirror, { commit, branch: work.branch, previousCommit: work.previousCommit, credential, signal });
  if (work.kind === "branch") return { kind: "delivered", commit, url: null, pullRequestNumber: null };
  return openPullRequest(context, { work, commit, warnings, signal });
}

/** The gate knows secrets by their looks; their values were looked for when the change was stored. */
function isKnownSecret({ kind, message }: ChangeWarning): boolean {
  return kind === "secret" && message.startsWith(SECRET_VALUE);
}

function refuseUnseenWarnings({ acceptWarnings }: DeliveryWork, warnings: readonly ChangeWarning[]): void {
  if (acceptWarnings || warnings.length === 0) return;
  const named = warnings.slice(0, NAMED_WARNINGS).map(({ path, message }) => `${path}: ${message}`);
  const more = warnings.length > NAMED_WARNINGS ? [`And ${warnings.length - NAMED_WARNINGS} more.`] : [];
  throw new InvalidInputError(["The change needs a second look before it is delivered.", ...named, ...more].join(" "));
}

async function openPullRequest(
  context: WorkerContext,
  { work, commit, warnings, signal }: { work: DeliveryWork; commit: string; warnings: ChangeWarning[]; signal: AbortSignal },
): Promise<DeliveryResult> {
  const { github } = context.settings;
  if (work.repository.kind !== "github") throw new InvalidInputError("Pull requests need a GitHub repository. Push the branch instead.");
  if (github.token === undefined) throw new InvalidInputError("Set GITHUB_TOKEN to open pull requests, and start Slipway again.");
  const { number, url } = await ensurePullRequest({
    location: work.repository.location,
    head: work.branch,
    base: work.baseBranch,
    title: pullRequestTitle(work.title),
    body: pullRequestBody({ summary: work.body, warnings, ...(await readEvidence(context.db, work)) }),
    draft: work.draft,
    token: github.token,
    ...(github.apiUrl === undefined ? {} : { apiUrl: github.apiUrl }),
    signal,
  });
  return { kind: "delivered", commit, url, pullRequestNumber: number };
}
