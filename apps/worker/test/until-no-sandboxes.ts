import { listSandboxes } from "./list-sandboxes.ts";

/** A busy engine takes its time to remove a container. What is left behind is found before the reaper would come to it. */
const REMOVAL_MS = 17_000;

/** Waits for the attempts' containers to be gone; throws with their ids where they stay. */
export async function untilNoSandboxes(attemptIds: Iterable<string>): Promise<void> {
  const deadline = Date.now() + REMOVAL_MS;
  for (;;) {
    const left = (await Promise.all([...attemptIds].map(listSandboxes))).flat();
    if (left.length === 0) return;
    if (Date.now() > deadline) throw new Error(`Sandboxes are left behind: ${left.join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
