import { randomUUID } from "node:crypto";
import { type HealthPart, resolveLimits } from "@slipway/core";
import type { Container } from "dockerode";
import { AGENT_USER, type ContainerPlan, type ContainerSpec, containerSpec } from "../container/container-spec.ts";
import { removeContainer } from "../container/remove-container.ts";
import { sandboxLabels } from "../container/sandbox-labels.ts";
import { SECCOMP_PROFILE } from "../container/seccomp-profile.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { translateDockerError } from "../engine/docker-error.ts";
import { runScript } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { CONTROLS } from "./controls.ts";
import { engineParts } from "./engine-parts.ts";
import { type HostListener, listenOnHost } from "./host-listener.ts";
import { kernelQuestions } from "./kernel-questions.ts";
import { type ProbeFacts, readSections } from "./probe-facts.ts";
import { PREPARE_PROBE, PROBE, RECOVER } from "./probe-script.ts";
import { staticProgram } from "./static-program.ts";

const LIMITS = resolveLimits({ memoryBytes: 128 * 2 ** 20, processes: 64, cpus: 1 });
const STEP_MS = 20_000;

export type SelfTestPlan = {
  image: string;
  instance: string;
  /** How the probe's container is configured; every sandbox's own way by default. */
  specOf?: (plan: ContainerPlan) => ContainerSpec;
};

/**
 * Starts one container as a task's is started and asks from inside whether each control holds, since engines accept options that they do
 * not know. A part that is not `ok` names a broken control. Throws AppError where no container could be started at all.
 */
export async function selfTest(engine: DockerEngine, plan: SelfTestPlan): Promise<HealthPart[]> {
  try {
    const parts = await engineParts(engine);
    // What an engine makes of options that it does not know proves nothing.
    if (parts.some(({ ok }) => !ok)) return parts;
    await using listener = await listenOnHost();
    const facts = await probe(engine, plan, listener);
    return [...CONTROLS.map((control) => toPart(control, facts)), ...parts];
  } catch (error) {
    throw translateDockerError(error, "testing the sandbox's isolation");
  }
}

function toPart({ name, promise, judge }: (typeof CONTROLS)[number], facts: ProbeFacts): HealthPart {
  const fault = judge(facts);
  if (fault === null) return { name, ok: true, detail: promise, hint: null };
  const hint =
    "No task starts on this worker. Bring the Docker Engine to the state that docs/security.md asks for, then restart the worker.";
  return { name, ok: false, detail: `${name} does not hold: ${fault}.`, hint };
}

async function probe(
  engine: DockerEngine,
  { image, instance, specOf = containerSpec }: SelfTestPlan,
  listener: HostListener,
): Promise<ProbeFacts> {
  const plan: ContainerPlan = {
    image,
    limits: LIMITS,
    labels: sandboxLabels({ instance, attemptId: randomUUID(), epoch: 0, role: "self-test" }),
    variables: {},
    network: "none",
    seccompProfile: SECCOMP_PROFILE,
    ...(engine.runtime && { runtime: engine.runtime }),
  };
  const [container, imageVariables] = await Promise.all([engine.docker.createContainer(specOf(plan)), variablesOf(engine, image)]);
  try {
    await container.start();
    const seen = await look(container, listener);
    const { HostConfig } = await container.inspect();
    return {
      ...seen,
      targets: listener.targets,
      heard: listener.heard(),
      expectedVariables: [...imageVariables, ...(containerSpec(plan).Env ?? [])],
      runtime: engine.runtime ?? "runc",
      limits: LIMITS,
      appliedProcesses: HostConfig.PidsLimit ?? 0,
    };
  } finally {
    await removeContainer(container);
  }
}

async function look(container: Container, { targets }: HostListener) {
  const state: SandboxState = { container, limits: LIMITS, user: AGENT_USER, variables: {}, oomKills: 0, loss: null };
  const prepared = await runScript(state, { user: "0:0", body: PREPARE_PROBE, timeoutMs: STEP_MS });
  const architecture = prepared.output.toString().trim() === "aarch64" ? "aarch64" : "x86_64";
  const program = staticProgram(architecture, kernelQuestions(architecture, targets));
  const { output } = await runScript(state, { body: PROBE, args: [String(program.length)], stdin: program, timeoutMs: STEP_MS });
  const after = await runScript(state, { body: RECOVER, timeoutMs: STEP_MS }).catch(() => null);
  return { ...readSections(output, targets), recovered: after !== null && Number(after.output.toString()) > 3 };
}

async function variablesOf(engine: DockerEngine, image: string): Promise<string[]> {
  const { Config } = await engine.docker.getImage(image).inspect();
  return Config.Env ?? [];
}
