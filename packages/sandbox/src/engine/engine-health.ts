import { AppError, type HealthPart } from "@slipway/core";
import type { DockerEngine } from "./connect-docker.ts";
import { translateDockerError } from "./docker-error.ts";

/** Never throws: what is wrong, and what to do about it, is the answer. */
export async function engineHealth(engine: DockerEngine): Promise<HealthPart> {
  try {
    await engine.docker.ping();
    const { version, cpus, memoryBytes } = await engine.facts();
    const detail = `Docker Engine ${version}, ${cpus} CPUs, ${(memoryBytes / 2 ** 30).toFixed(1)} GiB`;
    return { name: "docker", ok: true, detail, hint: null };
  } catch (error) {
    const translated = translateDockerError(error, "asking for its health");
    const detail =
      translated.cause instanceof AppError || !(translated.cause instanceof Error) ? translated.message : translated.cause.message;
    return { name: "docker", ok: false, detail, hint: translated.message };
  }
}
