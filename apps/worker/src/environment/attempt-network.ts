import type { SandboxNetwork } from "@slipway/sandbox";
import type { AttemptRun } from "../attempt/attempt-run.ts";

/**
 * What a sandbox of this attempt may reach in a phase; undefined where that is nothing. Each request becomes an event with the command
 * during which it was made. `common` stands for what the environment's own image is set to, before anything of the repository ran in it.
 */
export async function attemptNetwork(run: AttemptRun, phase: "setup" | "agent"): Promise<SandboxNetwork | undefined> {
  const { context, work, journal } = run;
  const policy = work.environment?.network;
  if (policy === undefined || policy[phase] === "off") return undefined;
  return {
    policy,
    phase,
    settings: await context.network,
    ...(policy[phase] === "common" && { commonHosts: await context.registries.of(run) }),
    onRequest: (event) => {
      journal.append([{ ...event, command: journal.currentCommand() }]).catch((error: unknown) => {
        context.log.debug({ attemptId: work.attemptId, err: error }, "a request was not recorded");
      });
    },
  };
}
