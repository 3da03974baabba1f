import { createHash } from "node:crypto";
import { INSTANCE_LABEL } from "../container/sandbox-labels.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { translateDockerError } from "../engine/docker-error.ts";
import type { ImagePlan } from "./build-image.ts";

const REACH_LABEL = "slipway.reach";
const MOST_IMAGES = 50;

export type BuildCache = { labels: Record<string, string>; options: { nocache: true } | { cachefrom: string } };

/**
 * What a step leaves depends on what it could reach, of which the builder's cache knows nothing: so steps are taken from images of this
 * instance alone that were built with the same reach. Throws UnavailableError.
 */
export async function findBuildCache(engine: DockerEngine, plan: ImagePlan): Promise<BuildCache> {
  const labels = { [REACH_LABEL]: reachOf(plan), [INSTANCE_LABEL]: plan.instance, "slipway.role": "image" };
  try {
    const filters = { label: Object.entries(labels).map(([name, value]) => `${name}=${value}`) };
    const images = await engine.docker.listImages({ filters });
    const latest = images.toSorted((one, other) => other.Created - one.Created).slice(0, MOST_IMAGES);
    return { labels, options: latest.length === 0 ? { nocache: true } : { cachefrom: JSON.stringify(latest.map(({ Id }) => Id)) } };
  } catch (error) {
    throw translateDockerError(error, "looking for images to build on");
  }
}

function reachOf({ network }: ImagePlan): string {
  if (network === undefined || network.policy.setup === "off") return "none";
  const { policy, commonHosts = [], settings } = network;
  const { setup, hosts, methods } = policy;
  const reach = [setup, hosts.toSorted(), methods?.toSorted() ?? null, commonHosts, settings.allowPrivateHosts?.toSorted() ?? []];
  return createHash("sha256").update(JSON.stringify(reach)).digest("hex");
}
