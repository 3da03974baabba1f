import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
    return execFileSync(file, { input });
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

test.skipIf(process.platform !== "linux")("children are counted and die with the program", () => {
  // Long enough for each child to ask for its end, which one whose parent has gone already never gets.
  const halfSecond = Buffer.alloc(16);
  halfSecond.writeUInt32LE(500_000_000, 8);
  const children = run(["fork", "fork", "fork", { number: numbers.ppoll, values: [0, 0, halfSecond, 0] }]).slice(0, 3);
  expect(new Set(children).size).toBe(3);
  for (const child of children) expect(child).toBeGreaterThan(1n);
});

test.skipIf(process.platform !== "linux")("a child that outlives the program holds nobody up", () => {
  for (let round = 0; round < 50; round += 1) expect(run(["fork", "fork"])).toHaveLength(2);
});
