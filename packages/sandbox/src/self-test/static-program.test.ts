import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Architecture, type ProgramStep, staticProgram } from "./static-program.ts";

const host: Architecture = process.arch === "arm64" ? "aarch64" : "x86_64";
const numbers = {
  x86_64: { getpid: 39, close: 3, read: 0, write: 1, ppoll: 271 },
  aarch64: { getpid: 172, close: 57, read: 63, write: 64, ppoll: 73 },
}[host];

function run(steps: readonly ProgramStep[]): bigint[] {
  const output = execute(steps, "");
  return Array.from({ length: steps.length }, (_, index) => output.readBigInt64LE(index * 8));
}

function execute(steps: readonly ProgramStep[], input: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "slipway-program-"));
  try {
    const file = join(folder, "program");
    writeFileSync(file, staticProgram(host, steps), { mode: 0o755 });
    const { stdout, signal, status } = spawnSync(file, { input });
    expect({ signal, status }).toEqual(steps.includes("fork") ? { signal: "SIGKILL", status: null } : { signal: null, status: 0 });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.skipIf(process.platform !== "linux")("results, errors, data and the step before reach the kernel and come back", () => {
  const [pid, closed, wrote] = run([
    { number: numbers.getpid, values: [] },
    { number: numbers.close, values: ["last"] },
    { number: numbers.write, values: [2, Buffer.from("")] },
  ]);
  expect(pid).toBeGreaterThan(1n);
  expect([closed, wrote]).toEqual([-9n, 0n]);
});

test.skipIf(process.platform !== "linux")("what one step reads another writes from the same bytes", () => {
  const bytes = Buffer.alloc(4);
  const steps = [
    { number: numbers.read, values: [0, bytes, bytes.length] },
    { number: numbers.write, values: [1, bytes, bytes.length] },
  ];
  expect(execute(steps, "told").subarray(0, 4).toString()).toBe("told");
});

test.skipIf(process.platform !== "linux")(
  "children are counted, hold nobody up and end with the program, however late they come to run",
  async () => {
    const children: bigint[] = [];
    for (let round = 0; round < 50; round += 1) {
      const made = run(["fork", "fork", "fork"]);
      expect(new Set(made).size).toBe(3);
      children.push(...made);
    }
    for (const child of children) expect(child).toBeGreaterThan(1n);
    // Their reaper, this machine's first process, may be slow: one that is a zombie has ended.
    await expect.poll(() => children.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  },
);

function isRunning(pid: bigint): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}
