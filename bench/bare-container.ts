import type { DockerEngine } from "@slipway/sandbox";

type Docker = DockerEngine["docker"];
type Container = ReturnType<Docker["getContainer"]>;

export type BareCycle = { createAndStartMs: number; cycleMs: number };

/** What the engine alone takes: create and start one container without a network, run `true` in it, remove it. */
export async function runBareContainer({ docker }: DockerEngine, { image }: { image: string }): Promise<BareCycle> {
  const startedAt = performance.now();
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: [],
    Cmd: ["sleep", "infinity"],
    Labels: { "slipway.bench": String(process.pid) },
    HostConfig: { NetworkMode: "none" },
  });
  try {
    await container.start();
    const createAndStartMs = performance.now() - startedAt;
    await runBareExec(container, {});
    await container.remove({ force: true });
    return { createAndStartMs, cycleMs: performance.now() - startedAt };
  } catch (error) {
    await container.remove({ force: true }).catch(() => undefined);
    throw error;
  }
}

/** `bash -lc true` by the engine alone: create, start, read to the end, ask for the exit code. Returns milliseconds. */
export async function runBareExec(container: Container, { user }: { user?: string }): Promise<number> {
  const startedAt = performance.now();
  const exec = await container.exec({
    Cmd: ["bash", "-lc", "true"],
    AttachStdout: true,
    AttachStderr: true,
    ...(user === undefined ? {} : { User: user }),
  });
  const stream = await exec.start({ hijack: true, stdin: false });
  for await (const _chunk of stream) {
    // Read to the end alone matters.
  }
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) throw new Error(`The bare exec ended with ${ExitCode}.`);
  return performance.now() - startedAt;
}
