import { SNAPSHOT_LABEL } from "../container/sandbox-labels.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { isGone, translateDockerError } from "../engine/docker-error.ts";
import { vetDockerfile } from "./vet-dockerfile.ts";

export type BaseImage = { name: string; imageId: string; sizeBytes: number };

export type DockerfileFacts =
  | { kind: "fit"; images: BaseImage[] }
  /** `reason` is a sentence that names the line. */
  | { kind: "unfit"; reason: string }
  | { kind: "missing"; reason: string };

/** The builder takes no runtime: its commands would run on the machine's own kernel. */
const NO_GVISOR = "The Docker Engine's builder cannot use gVisor, so no Dockerfile is built while SLIPWAY_RUNTIME is runsc.";

/** Whether the engine can build the file with what it holds, and which images it would build on. Throws UnavailableError. */
export async function inspectDockerfile(engine: DockerEngine, text: string): Promise<DockerfileFacts> {
  if (engine.runtime === "runsc") return { kind: "unfit", reason: NO_GVISOR };
  const vetted = vetDockerfile(text);
  if (vetted.kind === "unfit") return { kind: "unfit", reason: `Line ${vetted.line}: ${vetted.reason}` };
  const images: BaseImage[] = [];
  for (const name of vetted.images) {
    const found = await inspectImage(engine, name);
    if (found === null) return { kind: "missing", reason: `The image ${name} is not on this Docker Engine. Pull it there.` };
    if (found.hasTriggers) return { kind: "unfit", reason: `The image ${name} has ONBUILD instructions, which cannot be used here.` };
    if (found.isSnapshot)
      return { kind: "unfit", reason: `The image ${name} holds what another environment made, and cannot be built on.` };
    images.push(found);
  }
  return { kind: "fit", images };
}

async function inspectImage(
  engine: DockerEngine,
  name: string,
): Promise<(BaseImage & { hasTriggers: boolean; isSnapshot: boolean }) | null> {
  try {
    const { Id, Size, Config } = await engine.docker.getImage(name).inspect();
    // The client's typings leave it out.
    const { OnBuild } = Config as { OnBuild?: string[] | null };
    const isSnapshot = Config.Labels?.[SNAPSHOT_LABEL] !== undefined;
    return { name, imageId: Id, sizeBytes: Size, hasTriggers: (OnBuild ?? []).length > 0, isSnapshot };
  } catch (error) {
    if (isGone(error)) return null;
    throw translateDockerError(error, `looking for the image ${name}`);
  }
}
