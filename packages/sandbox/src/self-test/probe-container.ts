import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { resolveLimits } from "@slipway/core";
import { AGENT_USER, type ContainerPlan, type ContainerSpec, containerSpec, SETUP_USER } from "../container/container-spec.ts";
import { removeContainer } from "../container/remove-container.ts";
import { sandboxLabels } from "../container/sandbox-labels.ts";
import { SECCOMP_PROFILE } from "../container/seccomp-profile.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { runScript } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { listenOnHost } from "./host-listener.ts";
import { kernelQuestions, readKernelAnswers } from "./kernel-questions.ts";
import { type ProbeFacts, readSections } from "./probe-facts.ts";
import { PREPARE_PROBE, PROBE, RECOVER } from "./probe-script.ts";
import { type Architecture, staticProgram } from "./static-program.ts";

const LIMITS = resolveLimits({ memoryBytes: 128 * 2 ** 20, processes: 64, cpus: 1 });
export const STEP_MS = 20_000;
const RECOVERY_MS = 10_000;

export type ProbePlan = {
  image: string;
  instance: string;
  /** How the probe's containers are configured; every sandbox's own way by default. */
  specOf?: (plan: ContainerPlan) => ContainerSpec;
};

type Role = ProbeFacts["role"];
type Look = { role: Role; architecture: Architecture; targets: ProbeFacts["targets"] };
type Probed = { state: SandboxState; architecture: Architecture; facts: ProbeFacts };

/** Starts a container of that role as a task's is started, asks from inside, and removes it once `andThen` has ended with it. */
export async function probeContainer<T>(
  engine: DockerEngine,
  { plan, role }: { plan: ProbePlan; role: Role },
  andThen: (probed: Probed) => Promise<T>,
): Promise<T> {
  const { image, instance, specOf = containerSpec } = plan;
  const containerPlan: ContainerPlan = {
    image,
    limits: LIMITS,
    labels: sandboxLabels({ instance, attemptId: randomUUID(), epoch: 0, role: "self-test" }),
    variables: {},
    network: "none",
    seccompProfile: SECCOMP_PROFILE,
    role,
    ...(engine.runtime && { runtime: engine.runtime }),
  };
  await using listener = await listenOnHost();
  const [imageVariables, architecture] = await Promise.all([variablesOf(engine, image), architectureOf(engine)]);
  const container = await engine.docker.createContainer(specOf(containerPlan));
  try {
    await container.start();
    const user = role === "setup" ? SETUP_USER : AGENT_USER;
    const state: SandboxState = { container, limits: LIMITS, user, variables: {}, tree: null, oomKills: 0, loss: null };
    const seen = await look(state, { role, architecture, targets: listener.targets });
    // One container shows it for both.
    const recovered = role === "setup" || (await recovers(state));
    const { HostConfig } = await container.inspect();
    const facts: ProbeFacts = {
      ...seen,
      recovered,
      role,
      targets: listener.targets,
      heard: listener.heard(),
      expectedVariables: [...imageVariables, ...(containerSpec(containerPlan).Env ?? [])],
      runtime: engine.runtime ?? "runc",
      limits: LIMITS,
      applied: {
        processes: HostConfig.PidsLimit ?? 0,
        memoryBytes: HostConfig.Memory ?? 0,
        cpus: (HostConfig.NanoCpus ?? 0) / 1e9,
      },
    };
    return await andThen({ state, architecture, facts });
  } finally {
    await removeContainer(container);
  }
}

async function look(state: SandboxState, { role, architecture, targets }: Look) {
  const { user } = state;
  if (role === "agent") await runScript(state, { user: SETUP_USER, body: PREPARE_PROBE, timeoutMs: STEP_MS });
  const program = staticProgram(architecture, kernelQuestions(architecture, targets));
  const { output } = await runScript(state, { user, body: PROBE, args: [String(program.length)], stdin: program, timeoutMs: STEP_MS });
  const sections = readSections(output);
  return { ...sections, kernel: readKernelAnswers(sections.bytes("kernel"), targets) };
}

/** Whether an ordinary pipeline runs after the limit of processes was met, once what met it has been reaped. */
async function recovers(state: SandboxState): Promise<boolean> {
  const giveUpAt = performance.now() + RECOVERY_MS;
  do {
    const after = await runScript(state, { user: state.user, body: RECOVER, timeoutMs: STEP_MS }).catch(() => null);
    if (after !== null && Number(after.output.toString()) > 3) return true;
    await setTimeout(100);
  } while (performance.now() < giveUpAt);
  return false;
}

async function architectureOf({ docker }: DockerEngine): Promise<Architecture> {
  return (await docker.version()).Arch === "arm64" ? "aarch64" : "x86_64";
}

async function variablesOf(engine: DockerEngine, image: string): Promise<string[]> {
  const { Config } = await engine.docker.getImage(image).inspect();
  return Config.Env ?? [];
}
