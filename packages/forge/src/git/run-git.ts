import { spawn } from "node:child_process";
import { UnavailableError } from "@slipway/core";
import { type Credential, type GitTransport, gitEnvironment, gitOptions } from "./git-environment.ts";

export type GitCall = {
  /** Options and values; user values stand behind `--` or are checked before. */
  args: readonly string[];
  /** The bare repository; absent for calls that only speak to a remote. */
  directory?: string;
  transport?: GitTransport;
  credential?: Credential | null;
  /** Where `credential` may be sent. */
  credentialUrl?: string;
  environment?: Record<string, string>;
  input?: Uint8Array | string;
  signal?: AbortSignal | undefined;
  limitMs?: number;
  maxOutputBytes?: number;
  /** Is given the output piece by piece, which is then not kept; false ends the process. */
  take?: (chunk: Buffer) => boolean;
};

/** A non-zero exit is an answer here; `truncated` says that output was cut at `maxOutputBytes` and the process ended. */
export type GitResult = { exitCode: number; stdout: Buffer; stderr: string; truncated: boolean };

/** Nothing of this process's own environment. Next's types demand a NODE_ENV of every environment; git has no use for one. */
function environmentOf(call: GitCall, transport: NonNullable<GitCall["transport"]>): NodeJS.ProcessEnv {
  const environment: Record<string, string> = { ...gitEnvironment({ transport, ...credentialOf(call) }), ...call.environment };
  return environment as NodeJS.ProcessEnv;
}

const maxErrorBytes = 65_536;

/** Runs git without a shell. Throws UnavailableError past the limit or without git, and the signal's reason when it is aborted. */
export async function runGit(call: GitCall): Promise<GitResult> {
  call.signal?.throwIfAborted();
  const transport = call.transport ?? "none";
  const location = call.directory === undefined ? [] : [`--git-dir=${call.directory}`];
  // In a group of its own, so that git's helpers end with it.
  const child = spawn("git", [...gitOptions(transport), ...location, ...call.args], {
    cwd: "/",
    env: environmentOf(call, transport),
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const endGroup = () => {
    if (child.pid === undefined || child.exitCode !== null) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // The group ended meanwhile.
    }
  };
  const limitMs = call.limitMs ?? 60_000;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    endGroup();
  }, limitMs);
  call.signal?.addEventListener("abort", endGroup, { once: true });
  const stdout = call.take ? hand(child.stdout, call.take, endGroup) : collect(child.stdout, call.maxOutputBytes ?? 16 * 2 ** 20, endGroup);
  const stderr = collect(child.stderr, maxErrorBytes, () => {});
  // git may end without reading all of its input; its exit code says why.
  child.stdin.on("error", () => {});
  child.stdin.end(call.input ?? "");
  try {
    const exitCode = await exitOf(child);
    call.signal?.throwIfAborted();
    if (late) throw new UnavailableError(`git ${call.args[0]} took longer than ${Math.round(limitMs / 1000)} s and was stopped.`);
    return { exitCode, stdout: stdout.bytes(), stderr: stderr.bytes().toString("utf8"), truncated: stdout.cut() };
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener("abort", endGroup);
  }
}

function credentialOf(call: GitCall): { credential?: Credential | null; credentialUrl?: string } {
  return call.credentialUrl === undefined ? {} : { credential: call.credential ?? null, credentialUrl: call.credentialUrl };
}

function collect(stream: NodeJS.ReadableStream, maxBytes: number, onExcess: () => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  let cut = false;
  stream.on("data", (chunk: Buffer) => {
    if (size + chunk.length <= maxBytes) {
      chunks.push(chunk);
      size += chunk.length;
    } else if (!cut) {
      cut = true;
      chunks.push(chunk.subarray(0, maxBytes - size));
      size = maxBytes;
      onExcess();
    }
  });
  return { bytes: () => Buffer.concat(chunks), cut: () => cut };
}

function hand(stream: NodeJS.ReadableStream, take: (chunk: Buffer) => boolean, onEnough: () => void) {
  let cut = false;
  stream.on("data", (chunk: Buffer) => {
    if (cut || take(chunk)) return;
    cut = true;
    onEnough();
  });
  return { bytes: () => Buffer.alloc(0), cut: () => cut };
}

function exitOf(child: ReturnType<typeof spawn>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once("error", (cause) => reject(new UnavailableError("git cannot be started. Install git on the worker's machine.", { cause })));
  child.once("close", (code) => resolve(code ?? 128));
  return promise;
}
