import { steadyOutput } from "./steady-output.ts";

/** A call that ran, as far as repetition shows: `output` is what the model read. */
export type RanCall = { callId: string; name: string; input: string; output: string; failed: boolean };

/** In calls: how often a cycle of one, two or three calls must repeat, every time with the same results, before it is a loop. */
const cycles = [
  { length: 1, repeats: 4 },
  { length: 2, repeats: 3 },
  { length: 3, repeats: 3 },
] as const;
const failuresInARow = 6;
/** Whoever waits for something asks the same question on purpose: a pause, a loop, or a command of that name. */
const waits = /\bsleep(?:\s+|\()[\d.$\\"']|\b(?:until|while)\b.*\bdo\b|(?:^|[\s;&|("'`])wait(?:-on|-for-it)?(?=[\s;&|)"'`\\]|$)/s;
const patience = 3;

/** As many of the latest calls as a loop can show in. */
export const rememberedCalls = 36;

/**
 * What the latest calls repeat without getting anywhere, in words, or null: one call with one result, calls that take turns, or one
 * tool that keeps failing in the same way. A result that differs is news, so polling that sees something change is no loop. Of a failure
 * it is none that its durations and ids differ, unless files changed in between.
 */
export function findLoop(calls: readonly RanCall[]): string | null {
  for (const { length, repeats } of cycles) {
    const lastCycle = calls.slice(-length);
    const isWaiting = lastCycle.some(isWait);
    const needed = length * repeats * (isWaiting ? patience : 1);
    const tail = calls.slice(-needed);
    if (tail.length < needed) continue;
    const seen = isWaiting || lastCycle.some(hasPatched) ? shownOf : resultOf;
    const repeated = tail.every((call, index) => {
      const twin = lastCycle[index % length];
      return twin !== undefined && isSameCall(twin, call) && seen(twin) === seen(call);
    });
    if (repeated) return `${wordsOf(lastCycle)}, ${needed / length} times in a row with the same result`;
  }
  return failingTool(calls);
}

function failingTool(calls: readonly RanCall[]): string | null {
  const tail = calls.slice(-failuresInARow);
  const last = tail.at(-1);
  if (last === undefined || tail.length < failuresInARow || tail.some(isWait)) return null;
  const error = shownOf(last);
  const same = tail.every((call) => call.failed && call.name === last.name && shownOf(call) === error);
  return same ? `${last.name}, ${failuresInARow} times in a row with the same error: ${error.slice(0, 200)}` : null;
}

/** The beginning of a script says enough, and bounds the search. */
function isWait({ name, input }: RanCall): boolean {
  return name === "shell" && waits.test(input.slice(0, 4_000).replaceAll("\\n", "\n"));
}

function hasPatched({ name, failed }: RanCall): boolean {
  return name === "apply_patch" && !failed;
}

function isSameCall(a: RanCall, b: RanCall): boolean {
  return a.name === b.name && a.input === b.input && a.failed === b.failed;
}

function resultOf(call: RanCall): string {
  return call.failed ? steadyOutput(shownOf(call)) : shownOf(call);
}

/** The head of a command's result names the call and its duration, which never repeat. */
function withoutTimes(output: string, callId: string): string {
  return output.replaceAll(callId, "").replace(/^\[ · ([^\n]*?) · \d+(?:\.\d+)? s · /, "[$1 · ");
}

function shownOf({ output, callId }: RanCall): string {
  return withoutTimes(output, callId).trim();
}

function wordsOf(calls: readonly RanCall[]): string {
  return calls.map(({ name, input }) => `${name} ${input.length > 120 ? `${input.slice(0, 120)}…` : input}`).join(" and then ");
}
