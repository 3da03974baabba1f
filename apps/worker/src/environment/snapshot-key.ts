import { createHash } from "node:crypto";
import type { NetworkPolicy } from "@slipway/core";
import type { SnapshotMiss } from "@slipway/db";

export type SnapshotContent = {
  /** The content id of the image that setup starts from. */
  imageDigest: string;
  setupScript: string;
  maintenanceScript: string;
  variables: Record<string, string>;
  /** By name; never the values. */
  secretHashes: readonly (readonly [name: string, hash: string])[];
  /** Of which the setup's side counts: what it could not reach, it could not install. */
  network: NetworkPolicy;
  /** Whether an operator excepted hosts from the rule that addresses must be public. */
  hasExceptions: boolean;
  /** Path and blob id at the base commit. */
  lockfiles: readonly (readonly [path: string, blobId: string])[];
  /**
   * The branch whose code setup runs, null for the repository's default branch: what another branch's code left in a snapshot stays with
   * that branch.
   */
  branch: string | null;
};

/** Raised when a snapshot of an older Slipway would not do any more. */
const FORMAT = 1;

/**
 * The key under which a snapshot is found, and the hashes that it is made of, by a name that a person understands. A snapshot holds one
 * environment's (or, where none is stored, one repository's) work tree and lives on one engine, so both are in the key.
 */
export function snapshotKey({ ownerId, engineId, content }: { ownerId: string; engineId: string; content: SnapshotContent }): {
  contentKey: string;
  parts: Record<string, string>;
} {
  const parts: Record<string, string> = {
    image: digest(content.imageDigest),
    "setup script": digest(content.setupScript),
    "maintenance script": digest(content.maintenanceScript),
    ...networkParts(content),
    variables: digest(sorted(Object.entries(content.variables))),
    ...Object.fromEntries(sorted(content.secretHashes).map(([name, hash]) => [`secret ${name}`, digest(hash)])),
    ...(content.branch === null ? {} : { [`the branch ${content.branch}`]: digest(content.branch) }),
    ...Object.fromEntries(sorted(content.lockfiles).map(([path, blobId]) => [`lockfile ${path}`, digest(blobId)])),
  };
  return { contentKey: digest([FORMAT, ownerId, engineId, sorted(Object.entries(parts))]), parts };
}

export type ImageContent = {
  dockerfile: string;
  contextTree: string;
  images: readonly { name: string; imageId: string }[];
  /** Of which the setup's side counts, as for a snapshot. */
  network: NetworkPolicy;
  hasExceptions: boolean;
};

/** The same for an image that is built of a Dockerfile. */
export function imageKey({ ownerId, engineId, content }: { ownerId: string; engineId: string; content: ImageContent }): {
  contentKey: string;
  parts: Record<string, string>;
} {
  const parts: Record<string, string> = {
    Dockerfile: digest(content.dockerfile),
    "the Dockerfile's folder": digest(content.contextTree),
    ...networkParts(content),
    ...Object.fromEntries(content.images.map(({ name, imageId }) => [`base image ${name}`, digest(imageId)])),
  };
  return { contentKey: digest([FORMAT, "image", ownerId, engineId, sorted(Object.entries(parts))]), parts };
}

/** Hosts and methods say nothing while setup has no network. Where it reaches any public host, listed ones add private addresses alone. */
function networkParts({ network, hasExceptions }: Pick<SnapshotContent, "network" | "hasExceptions">): Record<string, string> {
  const { setup, hosts, methods } = network;
  const isOff = setup === "off";
  const sayHosts = !isOff && (setup !== "public" || hasExceptions);
  return {
    "setup network": digest(setup),
    "allowed hosts": digest(sayHosts ? hosts.toSorted() : []),
    "allowed methods": digest(isOff || methods === undefined ? null : methods.toSorted()),
  };
}

/** Why a snapshot is built, in words that follow "because". */
export function explainMiss({ previousParts, earlier }: SnapshotMiss, parts: Record<string, string>): string {
  switch (earlier) {
    case "failed":
      return "the build before failed";
    case "interrupted":
      return "the build before was interrupted";
    case "image_gone":
      return "its image was gone from this Docker Engine";
    case null:
      return previousParts === null ? "it is the first build" : describeChanges(previousParts, parts);
  }
}

function describeChanges(previous: Record<string, string>, parts: Record<string, string>): string {
  const names = [...new Set([...Object.keys(parts), ...Object.keys(previous)])];
  const changes = names.flatMap((name) => {
    if (previous[name] === parts[name]) return [];
    if (previous[name] === undefined) return [`${name} was added`];
    return [parts[name] === undefined ? `${name} was removed` : `${name} changed`];
  });
  return changes.length === 0 ? "the one before was reset" : changes.join(", ");
}

function sorted<Value>(pairs: readonly (readonly [string, Value])[]): (readonly [string, Value])[] {
  return pairs.toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
