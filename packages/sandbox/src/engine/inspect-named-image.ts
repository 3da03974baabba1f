import { SNAPSHOT_LABEL, TREE_LABEL } from "../container/sandbox-labels.ts";
import type { DockerEngine } from "./connect-docker.ts";
import { isGone, translateDockerError } from "./docker-error.ts";

/** What the engine takes for the beginning of an id where no image has that name: https://docs.docker.com/reference/cli/docker/image/ls/ */
const LIKE_AN_ID = /^(?:sha256:)?[0-9a-f]{1,64}$/;

export type NamedImage = {
  imageId: string;
  sizeBytes: number;
  hasTriggers: boolean;
  /** Why nobody may start from it by this name, as a sentence; null where they may. */
  fault: string | null;
};

/**
 * An image by the name that a person or a repository gave; null where the engine does not hold it. What other environments made, and what
 * bears no name, such as the steps of their builds, holds other repositories' files. Throws UnavailableError.
 */
export async function inspectNamedImage(engine: DockerEngine, name: string): Promise<NamedImage | null> {
  try {
    const { Id, Size, Config, RepoTags } = await engine.docker.getImage(name).inspect();
    // The client's typings leave it out.
    const { OnBuild } = Config as { OnBuild?: string[] | null };
    const isSnapshot = Config.Labels?.[SNAPSHOT_LABEL] !== undefined;
    const isId = LIKE_AN_ID.test(name) && !(RepoTags ?? []).includes(`${name}:latest`);
    return { imageId: Id, sizeBytes: Size, hasTriggers: (OnBuild ?? []).length > 0, fault: faultOf(name, { isSnapshot, isId }) };
  } catch (error) {
    if (isGone(error)) return null;
    throw translateDockerError(error, `looking for the image ${name}`);
  }
}

/** The work tree that stands in a snapshot as an agent gets it; null where none does, or where the image is no snapshot or not there. */
export async function snapshotTree(engine: DockerEngine, imageId: string): Promise<string | null> {
  try {
    const { Config } = await engine.docker.getImage(imageId).inspect();
    // An environment's own Dockerfile may bear any label, and a snapshot made from it bears ours over it.
    return Config.Labels?.[SNAPSHOT_LABEL] === undefined ? null : Config.Labels[TREE_LABEL] || null;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function faultOf(name: string, { isSnapshot, isId }: { isSnapshot: boolean; isId: boolean }): string | null {
  if (isSnapshot) return `The image ${name} holds what another environment made. Give the image that it was made from.`;
  return isId ? `${name} is an image's id. Give the image's name, such as node:24.` : null;
}
