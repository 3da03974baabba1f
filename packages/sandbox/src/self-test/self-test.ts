import type { HealthPart } from "@slipway/core";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { translateDockerError } from "../engine/docker-error.ts";
import { CONTROLS, SETUP_CONTROLS } from "./controls.ts";
import { engineParts } from "./engine-parts.ts";
import { type ProbePlan, probeContainer } from "./probe-container.ts";
import type { ProbeFacts } from "./probe-facts.ts";

export type SelfTestPlan = ProbePlan;

type Finding = { name: string; promise: string; fault: string | null };

/**
 * Starts a container as an agent's and one as a setup's is started and asks from inside whether each control holds, since engines accept
 * options that they do not know. A part that is not `ok` names a broken control. Throws AppError where a container could not be started at
 * all.
 */
export async function selfTest(engine: DockerEngine, plan: SelfTestPlan): Promise<HealthPart[]> {
  try {
    const parts = await engineParts(engine);
    // What an engine makes of options that it does not know proves nothing.
    if (parts.some(({ ok }) => !ok)) return parts;
    const [agent, setup] = await Promise.allSettled([
      probeContainer(engine, { plan, role: "agent" }),
      probeContainer(engine, { plan, role: "setup" }),
    ]);
    if (agent.status === "rejected") throw agent.reason;
    if (setup.status === "rejected") throw setup.reason;
    return [...findings(agent.value, setup.value).map(toPart), ...parts];
  } catch (error) {
    throw translateDockerError(error, "testing the sandbox's isolation");
  }
}

function findings(facts: ProbeFacts, setup: ProbeFacts): Finding[] {
  return [
    ...CONTROLS.map(({ name, promise, judge }) => ({ name, promise, fault: judge(facts) })),
    {
      name: "isolation: setup",
      promise: "A setup's container is confined as an agent's, but for root with five capabilities.",
      fault: judgeSetup(setup),
    },
  ];
}

function judgeSetup(facts: ProbeFacts): string | null {
  for (const { name, judge } of SETUP_CONTROLS) {
    const fault = judge(facts);
    if (fault !== null) return `${name.replace("isolation: ", "")}: ${fault}`;
  }
  return null;
}

function toPart({ name, promise, fault }: Finding): HealthPart {
  if (fault === null) return { name, ok: true, detail: promise, hint: null };
  const hint =
    "No task starts on this worker. Bring the Docker Engine to the state that docs/security.md asks for, then restart the worker.";
  return { name, ok: false, detail: `${name} does not hold: ${fault}.`, hint };
}
