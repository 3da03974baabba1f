import type { ScriptRequest } from "../scripted/script.ts";

/** The turn that a request belongs to, read from its conversation. */
export type DemoTurn = {
  /** The last text before the first call: the turn's own message. */
  prompt: string;
  /** Something was answered before it. */
  followUp: boolean;
  /** The person wrote while the turn was under way. */
  interrupted: boolean;
};

export function readTurn({ transcript }: ScriptRequest): DemoTurn {
  const firstCall = transcript.findIndex(({ type }) => type === "tool_call");
  const opening = firstCall === -1 ? transcript : transcript.slice(0, firstCall);
  const promptAt = opening.findLastIndex(({ type }) => type === "user_text");
  const prompt = opening[promptAt];
  return {
    prompt: prompt?.type === "user_text" ? prompt.text.trim() : "",
    followUp: opening.slice(0, Math.max(0, promptAt)).some(({ type }) => type === "agent_text"),
    interrupted: transcript.slice(opening.length).some(({ type }) => type === "user_text"),
  };
}
