import { join } from "node:path";
import { ensureDockerEngine } from "../docker-engine.ts";
import { generateClient } from "../generate-client.ts";
import { startPostgres } from "../postgres/start-postgres.ts";
import { ensureSandboxImage } from "../sandbox-image.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { startRedis } from "./start-redis.ts";

export type StepRunner = <Result>(name: string, work: (progress: (text: string) => void) => Promise<Result>) => Promise<Result>;

export type Services = AsyncDisposable & { variables: Record<string, string> };

/** What `start-services` and the test set-up agree on: each may be given in the environment instead. */
export const SERVICE_VARIABLES = ["TEST_POSTGRES_URL", "TEST_REDIS_URL", "TEST_IMAGE"] as const;

/** Starts the services of the integration tests, except those that `given` names. Disposing ends what was started here. */
export async function startServices({
  root,
  given,
  step,
}: {
  root: string;
  given: NodeJS.ProcessEnv;
  step: StepRunner;
}): Promise<Services> {
  await using started = new AsyncDisposableStack();
  const folder = started.use(await temporaryFolder("services"));
  await step("Database client", () => generateClient({ root }));
  const postgres = async () => {
    const { url, server } = await startPostgres({ root: join(folder.path, "postgres"), throwaway: true });
    started.use(server);
    return url;
  };
  const redis = async () => {
    const { url, server } = await startRedis({ folder: folder.path });
    started.use(server);
    return url;
  };
  const dockerHost = given.DOCKER_HOST;
  const mayInstall = given.SLIPWAY_NO_INSTALL !== "1";
  const variables = {
    TEST_POSTGRES_URL: given.TEST_POSTGRES_URL ?? (await step("Postgres", postgres)),
    TEST_REDIS_URL: given.TEST_REDIS_URL ?? (await step("Redis", redis)),
    TEST_IMAGE: "",
  };
  // The Engine goes on running after the tests, so its log stands where it outlives this folder.
  await step("Docker Engine", (progress) => ensureDockerEngine({ dockerHost, logFolder: join(root, ".data/logs"), mayInstall, progress }));
  variables.TEST_IMAGE =
    given.TEST_IMAGE ?? (await step("Sandbox image", (progress) => ensureSandboxImage({ root, dockerHost, progress })));
  const kept = started.move();
  return { variables, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
