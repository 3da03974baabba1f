import type { AgentRun } from "./agent-run.ts";
import { estimateTokens, tokensOfText } from "./estimate-tokens.ts";

/** Kept free for the reply. */
const replyShare = 0.2;
const replyTokens = 32_000;

/** Tokens that a request may have so that its reply fits too. */
export function usableTokens({ contextTokens }: Pick<AgentRun, "contextTokens">): number {
  return contextTokens - Math.min(replyTokens, Math.round(contextTokens * replyShare));
}

/** Tokens of the next request: as the provider counted them up to its last reply, estimated from there on. */
export function projectedTokens(run: AgentRun): number {
  if (run.measured !== null) return run.measured.tokens + estimateTokens(run.transcript.slice(run.measured.items));
  const definitions = run.tools.map(({ definition }) => `${definition.description}${JSON.stringify(definition.parameters)}`);
  return tokensOfText(run.instructions + definitions.join("")) + estimateTokens(run.transcript);
}
