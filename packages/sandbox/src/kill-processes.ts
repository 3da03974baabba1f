import type { Container } from "dockerode";
import { AGENT_USER } from "./container-spec.ts";
import { BEGIN } from "./exec-script.ts";
import { startExec } from "./start-exec.ts";

/** Signals a process group of the agent's. One that has ended is no error. */
export async function signalProcessGroup(
  container: Container,
  { group, signal }: { group: number; signal: "TERM" | "KILL" },
): Promise<void> {
  await runKill(container, `kill -${signal} -- -${group} 2>/dev/null`);
}

/** Ends everything that runs under the agent's uid; a builtin, so it works at the process limit. */
export async function killEveryProcess(container: Container): Promise<void> {
  await runKill(container, "kill -KILL -1 2>/dev/null");
}

async function runKill(container: Container, line: string): Promise<void> {
  const exec = await startExec(container, { user: AGENT_USER, script: `${BEGIN}\n${line}\nend 0\n` });
  for await (const item of exec.items) if ("kind" in item && item.kind === "ended") break;
  exec.release();
}
