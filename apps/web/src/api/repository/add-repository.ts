import type { CreateRepositoryInput, Repository } from "@slipway/core";
import { appendAudit, createRepository } from "@slipway/db";
import { parseRepositoryLocation } from "@slipway/forge";
import { isLoopback } from "../../server/allowed-host.ts";
import type { ApiContext, Caller } from "../api-context.ts";
import { readRemote, requireBranch } from "./find-branch.ts";

/** Asks the remote before anything is stored, so that what cannot be read is refused with the reason. */
export async function addRepository(context: ApiContext, caller: Caller, input: CreateRepositoryInput): Promise<Repository> {
  const { settings, db } = context;
  const allowPaths = isLoopback(settings.host) ? "any" : settings.localRepositories;
  const parsed = parseRepositoryLocation(input, { allowPaths, githubHosts: settings.githubHosts });
  const name = input.name ?? parsed.name;
  const remote = await readRemote(context, parsed);
  const defaultBranch = input.defaultBranch ?? remote.defaultBranch;
  requireBranch(remote, { branch: defaultBranch, field: "defaultBranch", repositoryName: name });
  const repository = await createRepository(db, { name, kind: parsed.kind, location: parsed.location, defaultBranch, sample: false });
  await appendAudit(db, {
    actorId: caller.userId,
    action: "repository.added",
    subjectId: repository.id,
    detail: { location: parsed.location },
  });
  return repository;
}
