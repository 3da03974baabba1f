import { Readable } from "node:stream";
import { InvalidInputError, type Limits } from "@slipway/core";
import { z } from "zod";
import { SNAPSHOT_LABEL } from "../container/sandbox-labels.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { translateDockerError } from "../engine/docker-error.ts";
import { findImage } from "../engine/find-image.ts";
import { createOutputTail } from "../exec/output-tail.ts";
import { boundBuildContainers } from "./bound-build-containers.ts";
import { findBuildCache } from "./build-cache.ts";
import { contextWith } from "./context-with.ts";
import { inspectDockerfile } from "./inspect-dockerfile.ts";
import { type BuildNetwork, type BuildNetworkPlan, openBuildNetwork } from "./open-build-network.ts";
import { watchBuildDisk } from "./watch-build-disk.ts";

export type ImagePlan = {
  /** Names the image: `slipway-snapshot:<id>`, labelled with the instance. */
  snapshotId: string;
  instance: string;
  /** A tar archive of the Dockerfile's folder. Read once. */
  context: Readable;
  /** Its name in that folder, and its text: whatever the archive has under that name is left out. */
  dockerfile: { name: string; text: string };
  limits: Limits;
  timeoutMs: number;
  /** Without it, and with a policy of `off`, commands have no network. Each request is told with the step that made it as its command. */
  network?: BuildNetworkPlan;
  onOutput?: (text: string) => void;
  signal?: AbortSignal;
};

export type ImageBuild = { durationMs: number; droppedBytes: number } & (
  | { kind: "built"; imageId: string; sizeBytes: number }
  /** `step` is the last step that began, as the engine tells it; `exitCode` is null unless it was a command that ended. */
  | {
      kind: "failed";
      ending: "exited" | "timed_out" | "killed";
      exitCode: number | null;
      step: string | null;
      message: string;
      log: string;
    }
);

const LOG_BYTES = 10 * 2 ** 20;
const Progress = z.object({
  stream: z.string().optional(),
  errorDetail: z.object({ code: z.int().optional(), message: z.string().default("") }).optional(),
});

/**
 * Builds an image by the engine's own builder: commands have no network but a gateway, the given memory and processors, each container's processes
 * are bounded as it starts, and the disk is watched. They run as root with the engine's default capabilities and system calls, which
 * its builder gives no way to narrow. Throws InvalidInputError for a file that is not fit or whose images are not there, UnavailableError where Docker is not there, and the signal's reason after an abort.
 */
export async function buildImage(engine: DockerEngine, plan: ImagePlan): Promise<ImageBuild> {
  const { limits, signal } = plan;
  // Whatever is not read of it would keep its program waiting.
  using _context = { [Symbol.dispose]: () => void plan.context.destroy() };
  const startedAt = performance.now();
  const facts = await inspectDockerfile(engine, plan.dockerfile.text);
  if (facts.kind !== "fit") throw new InvalidInputError(facts.reason);
  const output = createOutputTail({ limitBytes: LOG_BYTES, onOutput: plan.onOutput });
  const seen: Seen = { step: null, fault: null };
  await using network = await openBuildNetwork(engine, plan, () => seen.step);
  const stop = new AbortController();
  const deadline = setTimeout(() => stop.abort(new BuildStop("timed_out", "The build was stopped at its time limit.")), plan.timeoutMs);
  using _disk = watchBuildDisk(engine, limits.diskBytes, (message) => stop.abort(new BuildStop("killed", message)));
  const ended = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  try {
    await runBuild(engine, plan, { seen, network, take: output.take, signal: ended });
  } catch (error) {
    signal?.throwIfAborted();
    if (!(stop.signal.reason instanceof BuildStop)) throw translateDockerError(error, "building the Dockerfile");
  } finally {
    clearTimeout(deadline);
  }
  signal?.throwIfAborted();
  const spent = { durationMs: Math.round(performance.now() - startedAt), droppedBytes: output.droppedBytes() };
  const stopped = stop.signal.reason;
  if (stopped instanceof BuildStop) {
    return {
      kind: "failed",
      ending: stopped.ending,
      exitCode: null,
      step: seen.step,
      message: stopped.message,
      log: output.tail(),
      ...spent,
    };
  }
  const made = seen.fault === null ? await findImage(engine, { tag: tagOf(plan) }) : null;
  if (made !== null) {
    const baseBytes = facts.images.at(-1)?.sizeBytes ?? 0;
    return { kind: "built", imageId: made.imageId, sizeBytes: Math.max(0, made.sizeBytes - baseBytes), ...spent };
  }
  const { code = null, message = "The Docker Engine made no image." } = seen.fault ?? {};
  return { kind: "failed", ending: "exited", exitCode: code, step: seen.step, message, log: output.tail(), ...spent };
}

type Seen = { step: string | null; fault: { code?: number | undefined; message: string } | null };

/** Why this process ended a build. */
class BuildStop extends Error {
  readonly ending: "timed_out" | "killed";

  constructor(ending: "timed_out" | "killed", message: string) {
    super(message);
    this.ending = ending;
  }
}

function tagOf({ snapshotId }: ImagePlan): string {
  return `slipway-snapshot:${snapshotId}`;
}

async function runBuild(
  engine: DockerEngine,
  plan: ImagePlan,
  { seen, network, take, signal }: { seen: Seen; network: BuildNetwork; take: (text: string) => void; signal: AbortSignal },
): Promise<void> {
  const { limits } = plan;
  const cpus = Math.min(limits.cpus, (await engine.facts()).cpus);
  const cache = await findBuildCache(engine, plan);
  const bound = boundBuildContainers(engine, limits, network.mode);
  const options = {
    t: tagOf(plan),
    dockerfile: plan.dockerfile.name,
    labels: {
      // The same for every build, so that the same content keeps its id and what was set up on it still fits.
      [SNAPSHOT_LABEL]: "image",
      ...cache.labels,
    },
    networkmode: network.mode,
    ...cache.options,
    ...(network.buildargs && { buildargs: network.buildargs }),
    memory: limits.memoryBytes,
    memswap: limits.memoryBytes,
    cpuperiod: 100_000,
    cpuquota: Math.round(cpus * 100_000),
    rm: true,
    forcerm: true,
    abortSignal: signal,
  };
  const answer = await engine.docker.buildImage(Readable.from(contextWith(plan)), options);
  const body = Readable.from(answer);
  signal.addEventListener("abort", () => void (answer as Readable).destroy(), { once: true });
  for await (const line of linesOf(body)) {
    signal.throwIfAborted();
    const progress = Progress.safeParse(line);
    if (!progress.success) continue;
    const { stream, errorDetail } = progress.data;
    if (stream !== undefined) {
      const step = /^Step \d+\/\d+ : (.*)/.exec(stream)?.[1];
      if (step !== undefined) seen.step = step;
      bound(stream);
      take(stream);
    }
    if (errorDetail !== undefined) seen.fault = errorDetail;
  }
  signal.throwIfAborted();
}

async function* linesOf(body: Readable): AsyncGenerator<unknown> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield parsed(line);
  }
  if (rest.trim() !== "") yield parsed(rest);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
