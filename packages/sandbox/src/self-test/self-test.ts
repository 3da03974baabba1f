import type { HealthPart } from "@slipway/core";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { translateDockerError } from "../engine/docker-error.ts";
import type { GatewayPolicy } from "../gateway/gateway-policy.ts";
import { CONTROLS, SETUP_CONTROLS } from "./controls.ts";
import { engineParts } from "./engine-parts.ts";
import { judgeGateway } from "./judge-gateway.ts";
import { type ProbePlan, probeContainer, STEP_MS } from "./probe-container.ts";
import type { ProbeFacts } from "./probe-facts.ts";
import { type GatewayAnswers, probeGateway } from "./probe-gateway.ts";

export type SelfTestPlan = ProbePlan & {
  /** What the probe's gateway lets out; the one host that is asked for as allowed by default. */
  gatewayPolicy?: GatewayPolicy;
};

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
    const [agent, setup] = await Promise.allSettled([probeAgent(engine, plan), probeSetup(engine, plan)]);
    if (agent.status === "rejected") throw agent.reason;
    if (setup.status === "rejected") throw setup.reason;
    return [...findings(agent.value, setup.value).map(toPart), ...parts];
  } catch (error) {
    throw translateDockerError(error, "testing the sandbox's isolation");
  }
}

type AgentProbe = { facts: ProbeFacts; gateway: GatewayAnswers };

/** The gateway opens last: in a fresh sandbox nothing may listen. */
function probeAgent(engine: DockerEngine, plan: SelfTestPlan): Promise<AgentProbe> {
  const { image, gatewayPolicy: policy } = plan;
  return probeContainer(engine, { plan, role: "agent" }, async ({ state, architecture, facts }) => ({
    facts,
    gateway: await probeGateway(engine, state, { image, architecture, ...(policy && { policy }), timeoutMs: STEP_MS }),
  }));
}

function probeSetup(engine: DockerEngine, plan: SelfTestPlan): Promise<ProbeFacts> {
  return probeContainer(engine, { plan, role: "setup" }, async ({ facts }) => facts);
}

function findings({ facts, gateway }: AgentProbe, setup: ProbeFacts): Finding[] {
  return [
    ...CONTROLS.map(({ name, promise, judge }) => ({ name, promise, fault: judge(facts) })),
    {
      name: "isolation: gateway",
      promise: "The gateway answers for a host that is allowed, refuses another, and is no interface.",
      fault: judgeGateway(gateway, facts.words("interfaces")),
    },
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
