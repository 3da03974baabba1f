import type { SnapshotUse } from "@slipway/core";
import type { SnapshotClaim } from "@slipway/db";

type Ready = Extract<SnapshotClaim, { kind: "ready" }>;
type Asked = {
  claim: Pick<Ready, "reason" | "builtAt" | "commit">;
  seen: { built: string | null; hasWaited: boolean };
  kind: "setup" | "image";
  commit: string;
};

/** How an attempt came by its snapshot, and why it was or was not there. */
export function describeUse({ claim, seen, kind, commit }: Asked): SnapshotUse {
  if (seen.built !== null) return { outcome: "built", reason: `Built because ${seen.built}.` };
  if (seen.hasWaited) return { outcome: "waited", reason: `another task built it because ${claim.reason}.` };
  const built = `${claim.builtAt.slice(0, 16).replace("T", " ")} UTC, when it was built`;
  if (kind === "image") return { outcome: "hit", reason: `the Dockerfile, its folder and its base images are the same as on ${built}.` };
  const moved = claim.commit === null || claim.commit === commit ? "" : ` Only the code moved since, from ${claim.commit.slice(0, 10)}.`;
  const same = "image, scripts, variables, secrets, network policy and lockfiles are the same as on";
  return { outcome: "hit", reason: `${same} ${built}.${moved}` };
}
