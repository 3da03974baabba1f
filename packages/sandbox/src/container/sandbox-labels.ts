/** Whose sandbox it is. `instance` tells apart several Slipways on one engine; `epoch` fences off an earlier start of the same attempt. */
export type SandboxOwner = { instance: string; attemptId: string; epoch: number; role: string };

const PREFIX = "slipway.";
export const INSTANCE_LABEL = `${PREFIX}instance`;
export const SNAPSHOT_LABEL = `${PREFIX}snapshot`;

export function sandboxLabels({ instance, attemptId, epoch, role }: SandboxOwner): Record<string, string> {
  return { [INSTANCE_LABEL]: instance, [`${PREFIX}attempt`]: attemptId, [`${PREFIX}epoch`]: String(epoch), [`${PREFIX}role`]: role };
}

/** Null where the labels are not a sandbox's. */
export function readSandboxLabels(labels: Record<string, string>): SandboxOwner | null {
  const { [INSTANCE_LABEL]: instance, [`${PREFIX}attempt`]: attemptId, [`${PREFIX}epoch`]: epoch, [`${PREFIX}role`]: role } = labels;
  if (!instance || !attemptId || !epoch || !role || !/^\d+$/.test(epoch)) return null;
  return { instance, attemptId, epoch: Number(epoch), role };
}
