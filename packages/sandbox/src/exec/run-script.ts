import type { Readable } from "node:stream";
import { UnavailableError } from "@slipway/core";
import { AGENT_USER } from "../container/container-spec.ts";
import { translateDockerError } from "../engine/docker-error.ts";
import { type SandboxState, sandboxGone } from "../sandbox-state.ts";
import { platformScript } from "./exec-script.ts";
import { killEveryProcess } from "./kill-processes.ts";
import { type RunningExec, startExec } from "./start-exec.ts";

export type ScriptRequest = {
  user?: string;
  body: string;
  args?: readonly string[];
  stdin?: Uint8Array | Readable;
  /** More output than this ends the reading with `truncated`. */
  maxBytes?: number;
  timeoutMs?: number;
};

export type ScriptResult = { exitCode: number; output: Buffer; errors: string; truncated: boolean };

const ERRORS_LIMIT = 8_192;
const TIMEOUT_MS = 120_000;

/**
 * Runs a script of the platform's own. Where it could not even begin to run because the process limit is reached, the agent's
 * processes are ended and it runs once more (unless its input is a stream, which cannot be read twice).
 */
export async function runScript(state: SandboxState, request: ScriptRequest): Promise<ScriptResult> {
  const result = await attemptScript(state, request);
  if (result !== null) return result;
  if (request.stdin === undefined || request.stdin instanceof Uint8Array) {
    await killEveryProcess(state);
    const second = await attemptScript(state, request);
    if (second !== null) return second;
  }
  throw sandboxGone(state);
}

async function attemptScript(state: SandboxState, request: ScriptRequest): Promise<ScriptResult | null> {
  const { body, args, stdin, user = AGENT_USER, timeoutMs = TIMEOUT_MS } = request;
  const exec = await startExec(state.container, {
    user,
    script: platformScript(body),
    variables: state.variables,
    ...(args && { args }),
    ...(stdin && { stdin }),
  }).catch((error: unknown) => {
    throw state.loss === null ? translateDockerError(error, "running a script") : sandboxGone(state, error);
  });
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    exec.release();
  }, timeoutMs);
  try {
    const result = await readResult(exec, request.maxBytes ?? Number.POSITIVE_INFINITY);
    if (late) throw new UnavailableError(`A step in sandbox ${state.container.id.slice(0, 12)} took longer than ${timeoutMs} ms`);
    return result;
  } finally {
    clearTimeout(deadline);
    exec.release();
  }
}

async function readResult(exec: RunningExec, maxBytes: number): Promise<ScriptResult | null> {
  const output: Buffer[] = [];
  let length = 0;
  let errors = "";
  for await (const item of exec.items) {
    if ("kind" in item) {
      if (item.kind === "ended") return { exitCode: item.exitCode, output: Buffer.concat(output), errors, truncated: false };
    } else if (item.source === "stderr") {
      errors = (errors + item.data.toString()).slice(-ERRORS_LIMIT);
    } else {
      length += item.data.length;
      if (length > maxBytes) return { exitCode: 0, output: Buffer.alloc(0), errors, truncated: true };
      output.push(item.data);
    }
  }
  return null;
}
