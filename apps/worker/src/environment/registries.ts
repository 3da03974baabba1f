import { askRegistries, findImage, type HostRule, openSandbox } from "@slipway/sandbox";
import type { EnvironmentRun } from "./environment-run.ts";

/** The registries that images are set to use. A whole answer is kept for as long as this process lives; any other is asked for anew. */
export type Registries = { of(run: RegistryRun): Promise<readonly HostRule[]> };

type RegistryRun = Pick<EnvironmentRun, "limits" | "signal"> & {
  context: Pick<EnvironmentRun["context"], "docker" | "instance" | "log"> & {
    settings: Pick<EnvironmentRun["context"]["settings"], "sandboxImage">;
  };
  work: Pick<EnvironmentRun["work"], "attemptId" | "epoch" | "environment">;
  journal: Pick<EnvironmentRun["journal"], "note">;
};

type Answer = Awaited<ReturnType<typeof askRegistries>>;

export function rememberRegistries(): Registries {
  const known = new Map<string, Promise<Answer>>();
  return {
    async of(run) {
      const image = run.work.environment?.image ?? run.context.settings.sandboxImage;
      const imageId = (await findImage(run.context.docker, { tag: image }))?.imageId ?? image;
      // Who asked before may have been stopped meanwhile, or been cut short; that is nobody else's end.
      const answer = await known.get(imageId)?.catch(() => null);
      if (answer?.unanswered === null) return answer.rules;
      const asked = askImage(run, image);
      known.set(imageId, asked);
      asked.catch(() => known.delete(imageId));
      const { rules, unanswered } = await asked;
      if (unanswered !== null) await tell(run, image, unanswered);
      return rules;
    },
  };
}

/** In a sandbox of its own without a network: a snapshot's own answer could have been changed by what the setup ran. */
async function askImage({ context, work, limits, signal }: RegistryRun, image: string): Promise<Answer> {
  await using sandbox = await openSandbox(context.docker, {
    image,
    limits,
    variables: {},
    owner: { instance: context.instance, attemptId: work.attemptId, epoch: work.epoch, role: "checks" },
    signal,
  });
  // Awaited here: the sandbox goes with this scope.
  return await askRegistries(sandbox.workspace);
}

async function tell({ context, work, journal }: RegistryRun, image: string, unanswered: string): Promise<void> {
  context.log.warn({ attemptId: work.attemptId, image, unanswered }, "an image did not tell all of its registries");
  await journal.note(
    "warning",
    `The image ${image} did not tell all registries that it is set to use (${unanswered}): those are not reached now. The next task asks again.`,
  );
}
