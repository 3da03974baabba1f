import { createHash } from "node:crypto";

/** Whose sandbox it is. `instance` tells apart several Slipways on one engine; `epoch` fences off an earlier start of the same attempt. */
export type SandboxOwner = { instance: string; attemptId: string; epoch: number; role: string };

const PREFIX = "slipway.";
export const INSTANCE_LABEL = `${PREFIX}instance`;
export const SNAPSHOT_LABEL = `${PREFIX}snapshot`;

/** On a snapshot: which work tree stands in it as an agent gets it; empty where none does. */
export const TREE_LABEL = `${PREFIX}tree`;

/** A commit with the branch that is checked out, in a form that any label takes. */
export function treeLabel({ commit, branch }: { commit: string; branch: string }): string {
  return createHash("sha256").update(`${commit} ${branch}`).digest("hex");
}

export function sandboxLabels({ instance, attemptId, epoch, role }: SandboxOwner): Record<string, string> {
  return { [INSTANCE_LABEL]: instance, [`${PREFIX}attempt`]: attemptId, [`${PREFIX}epoch`]: String(epoch), [`${PREFIX}role`]: role };
}

/** Null where the labels are not a sandbox's. */
export function readSandboxLabels(labels: Record<string, string>): SandboxOwner | null {
  const { [INSTANCE_LABEL]: instance, [`${PREFIX}attempt`]: attemptId, [`${PREFIX}epoch`]: epoch, [`${PREFIX}role`]: role } = labels;
  if (!instance || !attemptId || !epoch || !role || !/^\d+$/.test(epoch)) return null;
  return { instance, attemptId, epoch: Number(epoch), role };
}
