import type { KernelAnswers, Target } from "./kernel-questions.ts";

/** What the probe saw from inside, and what was seen of it from outside. */
export type ProbeFacts = {
  role: "agent" | "setup";
  read(name: string): string;
  lines(name: string): string[];
  words(name: string): string[];
  /** One line of `/proc/self/status` (`status`) or of PID 1's (`first`). */
  status(of: "status" | "first", key: string): string;
  kernel: KernelAnswers | null;
  targets: readonly Target[];
  /** How many connections from inside a listener on every address of this machine saw. */
  heard: number;
  recovered: boolean;
  /** `NAME=value` pairs that a sandbox of the same image is meant to hold. */
  expectedVariables: readonly string[];
  runtime: string;
  limits: ProbeLimits;
  /** What the engine says that it applied. */
  applied: ProbeLimits;
};

type ProbeLimits = { memoryBytes: number; processes: number; cpus: number };

const SECTION = 1;
const BYTES = new Set(["kernel", "answers"]);

type Sections = Pick<ProbeFacts, "read" | "lines" | "words" | "status"> & { bytes(name: string): Buffer };

/** Takes the probe's output apart: `\1 name \1 content`, the last section being bytes where it is one of `BYTES`. */
export function readSections(output: Buffer): Sections {
  const sections = new Map<string, Buffer>();
  let start = output.indexOf(SECTION);
  while (start >= 0) {
    const named = output.indexOf(SECTION, start + 1);
    if (named < 0) break;
    const name = output.subarray(start + 1, named).toString();
    const end = BYTES.has(name) ? -1 : output.indexOf(SECTION, named + 1);
    sections.set(name, output.subarray(named + 1, end < 0 ? output.length : end));
    start = end;
  }
  const bytes = (name: string) => sections.get(name) ?? Buffer.alloc(0);
  const read = (name: string) => bytes(name).toString().trim();
  const lines = (name: string) => read(name).split("\n").filter(Boolean);
  return {
    bytes,
    read,
    lines,
    words: (name) => read(name).split(/\s+/).filter(Boolean),
    status: (of, key) =>
      lines(of)
        .find((line) => line.startsWith(`${key}:`))
        ?.slice(key.length + 1)
        .trim() ?? "",
  };
}
