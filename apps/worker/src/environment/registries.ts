import { commonHosts, findImage, type HostRule, openSandbox } from "@slipway/sandbox";
import type { EnvironmentRun } from "./environment-run.ts";

/** The registries that images are set to use, each asked once for as long as this process lives. */
export type Registries = { of(run: EnvironmentRun): Promise<readonly HostRule[]> };

export function rememberRegistries(): Registries {
  const known = new Map<string, Promise<readonly HostRule[]>>();
  return {
    async of(run) {
      const image = run.work.environment?.image ?? run.context.settings.sandboxImage;
      const imageId = (await findImage(run.context.docker, { tag: image }))?.imageId ?? image;
      // Who asked before may have been stopped meanwhile; that is nobody else's end.
      const answer = await known.get(imageId)?.catch(() => null);
      if (answer) return answer;
      const asked = askImage(run, image);
      known.set(imageId, asked);
      asked.catch(() => known.delete(imageId));
      return await asked;
    },
  };
}

/** In a sandbox of its own without a network: a snapshot's own answer could have been changed by what the setup ran. */
async function askImage({ context, work, limits, signal }: EnvironmentRun, image: string): Promise<readonly HostRule[]> {
  await using sandbox = await openSandbox(context.docker, {
    image,
    limits,
    variables: {},
    owner: { instance: context.instance, attemptId: work.attemptId, epoch: work.epoch, role: "checks" },
    signal,
  });
  // Awaited here: the sandbox goes with this scope.
  return await commonHosts(sandbox.workspace);
}
