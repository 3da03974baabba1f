import { NetworkPolicy } from "@slipway/core";
import type { GatewaySecret, HostRule, SandboxNetwork } from "@slipway/sandbox";
import type { EnvironmentRun } from "./environment-run.ts";

/** A task without an environment has no list that a host could join. */
const NOTHING = NetworkPolicy.parse({ setup: "off" });

/**
 * What a sandbox of this attempt may reach in a phase. Each request, also one that is refused, becomes an event with the command during
 * which it was made. `common` stands for what the environment's own image is set to, before anything of the repository ran in it, or for
 * the hosts that are given.
 */
export async function attemptNetwork(
  run: EnvironmentRun,
  phase: "setup" | "agent",
  hosts: readonly HostRule[] | null = null,
): Promise<SandboxNetwork> {
  const { context, work, journal } = run;
  const policy = work.environment?.network ?? NOTHING;
  return {
    policy,
    phase,
    settings: await context.network,
    secrets: gatewaySecrets(run),
    ...(policy[phase] === "common" && { commonHosts: hosts ?? (await context.registries.of(run)) }),
    onRequest: (event) => {
      journal.append([{ ...event, command: event.command ?? journal.currentCommand() }]).catch((error: unknown) => {
        context.log.debug({ attemptId: work.attemptId, err: error }, "a request was not recorded");
      });
    },
  };
}

/** The platform's own keys are never among them, whatever host an environment lists. */
function gatewaySecrets({ secrets }: EnvironmentRun): GatewaySecret[] {
  return secrets.opened
    .filter(({ scope }) => scope === "gateway")
    .map(({ name, hosts, header, value }) => ({ name, hosts, header: header ?? "Authorization", value }));
}
