import type { EnvironmentDifference } from "@slipway/core";

const REACH: ReadonlySet<EnvironmentDifference> = new Set(["image", "Dockerfile", "network"]);

/** Of what differs, that in whose place the default branch's is used until a person accepts it; see `withTrustedReach`. */
export function replacedDifferences(differences: readonly EnvironmentDifference[]): EnvironmentDifference[] {
  return differences.filter((difference) => REACH.has(difference));
}
