/** A call that ran, as far as repetition shows: `output` is what the model read. */
export type RanCall = { callId: string; name: string; input: string; output: string; failed: boolean };

/** In calls: how often a cycle of one, two or three calls must repeat, every time with the same results, before it is a loop. */
const cycles = [
  { length: 1, repeats: 4 },
  { length: 2, repeats: 3 },
  { length: 3, repeats: 3 },
] as const;
const failuresInARow = 6;
/** Whoever waits for something asks the same question on purpose. */
const waits = /\b(?:sleep|wait|watch|timeout|poll|until)\b/;
const patience = 3;

/** As many of the latest calls as a loop can show in. */
export const rememberedCalls = 36;

/**
 * What the latest calls repeat without getting anywhere, in words, or null: one call with one result, calls that take turns, or one
 * tool that keeps failing in the same way. A result that differs is news, so polling that sees something change is no loop.
 */
export function findLoop(calls: readonly RanCall[]): string | null {
  const steps = calls.map(({ name, input, output, callId }) => ({ what: `${name} ${input}`, seen: withoutTimes(output, callId) }));
  for (const { length, repeats } of cycles) {
    const lastCycle = steps.slice(-length);
    const needed = length * repeats * (lastCycle.some(({ what }) => waits.test(what)) ? patience : 1);
    const tail = steps.slice(-needed);
    if (tail.length < needed) continue;
    const repeated = tail.every(({ what, seen }, index) => {
      const twin = lastCycle[index % length];
      return twin?.what === what && twin.seen === seen;
    });
    if (repeated) return `${wordsOf(calls.slice(-length))}, ${needed / length} times in a row with the same result`;
  }
  return failingTool(calls);
}

function failingTool(calls: readonly RanCall[]): string | null {
  const tail = calls.slice(-failuresInARow);
  const last = tail.at(-1);
  if (last === undefined || tail.length < failuresInARow || tail.some(({ input }) => waits.test(input))) return null;
  const error = errorOf(last);
  const same = tail.every((call) => call.failed && call.name === last.name && errorOf(call) === error);
  return same ? `${last.name}, ${failuresInARow} times in a row with the same error: ${error.slice(0, 200)}` : null;
}

/** The head of a command's result names the call and its duration, which never repeat. */
function withoutTimes(output: string, callId: string): string {
  return output.replaceAll(callId, "").replace(/^\[ · ([^\n]*?) · \d+(?:\.\d+)? s · /, "[$1 · ");
}

function errorOf({ output, callId }: RanCall): string {
  return withoutTimes(output, callId).trim();
}

function wordsOf(calls: readonly RanCall[]): string {
  return calls.map(({ name, input }) => `${name} ${input.length > 120 ? `${input.slice(0, 120)}…` : input}`).join(" and then ");
}
