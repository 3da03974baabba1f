import type { AgentRun } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { compactContext } from "./compact-context.ts";
import { projectedTokens, usableTokens } from "./context-size.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { trimOutputs } from "./trim-outputs.ts";

/** Shares of the usable tokens. Between two trims nothing old changes, so providers keep their caches. */
const fullShare = 0.8;
const trimmedShare = 0.5;
const untouchedShare = 0.25;

/** Makes room before a request that would come near the model's limit: old results are shortened, and if that is too little, all is summed up. */
export async function keepWithinContext(run: AgentRun): Promise<AgentEnding | null> {
  const usable = usableTokens(run);
  const tokensBefore = projectedTokens(run);
  if (tokensBefore <= usable * fullShare) return null;
  const items = oldItems(run, usable * untouchedShare);
  const trimmed = trimOutputs(run.transcript, items);
  const saved = estimateTokens(run.transcript) - estimateTokens(trimmed);
  if (tokensBefore - saved > usable * trimmedShare) return canCompact(run) ? compactContext(run, { tokensBefore }) : null;
  await run.emit([{ type: "context.trimmed", items, tokensBefore }]);
  run.transcript = trimmed;
  run.measured = run.measured === null ? null : { tokens: run.measured.tokens - saved, items: run.measured.items };
  return null;
}

/** How many items stand before the latest ones that together have `untouched` tokens. */
function oldItems({ transcript }: AgentRun, untouched: number): number {
  let tokens = 0;
  let items = transcript.length;
  while (items > 0) {
    tokens += estimateTokens(transcript.slice(items - 1, items));
    if (tokens > untouched) break;
    items -= 1;
  }
  return items;
}

/** Where the opening is what is so long, a summary of the rest would not help, and another one right after the last even less. */
function canCompact(run: AgentRun): boolean {
  const later = estimateTokens(run.transcript.slice(run.opening));
  return run.compactedAtStep !== run.steps && later > estimateTokens(run.transcript) * 0.3;
}
