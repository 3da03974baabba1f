import { createHash } from "node:crypto";
import type { DockerEngine } from "../engine/connect-docker.ts";
import type { SandboxPlan } from "../start-sandbox.ts";
import { type ContainerSpec, containerSpec } from "./container-spec.ts";
import { sandboxLabels } from "./sandbox-labels.ts";
import { SECCOMP_PROFILE } from "./seccomp-profile.ts";

/** Tells whether a container is confined as a plan wants it; all but the image, whose name may move. */
export const PLAN_LABEL = "slipway.plan";

/** The container of a plan as this engine takes it, labelled with what it was planned as. */
export async function planContainer(engine: DockerEngine, plan: SandboxPlan, role: "agent" | "setup"): Promise<ContainerSpec> {
  const { image, limits, variables, owner } = plan;
  // The engine refuses more CPUs than it has.
  const cpus = Math.min(limits.cpus, (await engine.facts()).cpus);
  const spec = containerSpec({
    image,
    limits: { ...limits, cpus },
    labels: {},
    variables,
    network: "none",
    seccompProfile: SECCOMP_PROFILE,
    role,
    ...(engine.runtime !== undefined && { runtime: engine.runtime }),
  });
  const { Image: _, ...confinement } = spec;
  const planned = createHash("sha256")
    .update(JSON.stringify([confinement, limits.diskBytes]))
    .digest("hex");
  return { ...spec, Labels: { ...sandboxLabels(owner), [PLAN_LABEL]: planned } };
}
