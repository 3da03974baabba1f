import type { DockerEngine } from "../engine/connect-docker.ts";
import { inspectNamedImage } from "../engine/inspect-named-image.ts";
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
    const found = await inspectNamedImage(engine, name);
    if (found === null) return { kind: "missing", reason: `The image ${name} is not on this Docker Engine. Pull it there.` };
    if (found.hasTriggers) return { kind: "unfit", reason: `The image ${name} has ONBUILD instructions, which cannot be used here.` };
    if (found.fault !== null) return { kind: "unfit", reason: found.fault };
    images.push({ name, imageId: found.imageId, sizeBytes: found.sizeBytes });
  }
  return { kind: "fit", images };
}
