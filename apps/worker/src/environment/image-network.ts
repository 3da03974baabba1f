import type { WorkEnvironment } from "@slipway/db";
import { type BuildNetworkPlan, type HostRule, inspectDockerfile } from "@slipway/sandbox";
import { attemptNetwork } from "./attempt-network.ts";
import type { EnvironmentRun } from "./environment-run.ts";

const MOST_TOLD = 20;

export type ImageNetwork = {
  plan: BuildNetworkPlan | null;
  /** What the policy refused so far, once each, as `host:port (reason)`. */
  denied(): string[];
};

/**
 * What the build of a Dockerfile may reach: what the environment's setup may, without a secret. `common` stands for what the images are
 * set to that the file starts from, since the one that it makes is not there yet.
 */
export async function imageNetwork(run: EnvironmentRun, dockerfile: { text: string }): Promise<ImageNetwork> {
  const { context, work } = run;
  const { environment } = work;
  if (environment === null || environment.network.setup === "off") return { plan: null, denied: () => [] };
  const denied = new Set<string>();
  const common = environment.network.setup === "common" ? await commonOf(run, environment, dockerfile.text) : null;
  const { secrets: _, ...network } = await attemptNetwork(run, "setup", common);
  const plan: BuildNetworkPlan = {
    ...network,
    owner: { instance: context.instance, attemptId: work.attemptId, epoch: work.epoch, role: "build" },
    onRequest: (event) => {
      if (event.type === "network.denied" && denied.size < MOST_TOLD) denied.add(`${event.host}:${event.port} (${event.reason})`);
      network.onRequest(event);
    },
  };
  return { plan, denied: () => [...denied] };
}

/** An image that cannot be asked has no package manager that could be run; it takes its hosts from the list alone. */
async function commonOf(run: EnvironmentRun, environment: WorkEnvironment, text: string): Promise<HostRule[]> {
  const facts = await inspectDockerfile(run.context.docker, text);
  const images = facts.kind === "fit" ? facts.images : [];
  const asked = await Promise.all(
    images.map(async ({ name, imageId }) => {
      const from = { ...run, work: { ...run.work, environment: { ...environment, image: imageId } } };
      return await run.context.registries.of(from).catch(async (error: unknown) => {
        run.signal.throwIfAborted();
        run.context.log.warn({ attemptId: run.work.attemptId, image: name, err: error }, "an image did not tell its registries");
        await run.journal.note("warning", `The image ${name} could not be asked for its registries: they are not reached by this build.`);
        return [];
      });
    }),
  );
  return asked.flat();
}
