import type { Script } from "../scripted/script.ts";
import { honestReply } from "./honest-reply.ts";
import { readTurn } from "./read-turn.ts";
import { samplePrompt } from "./sample-prompt.ts";
import { sampleReply } from "./sample-replies.ts";

/** Pauses that make a run pleasant to watch; zero for tests. */
export type DemoPace = { stepDelayMs: number; deltaDelayMs: number };

/** The demo model: the bundled sample's fix for exactly its prompt, and the truth about itself for everything else. */
export function createDemoScript(pace: DemoPace): Script {
  return (request) => {
    const turn = readTurn(request);
    const sample = turn.prompt === samplePrompt && !turn.followUp && request.tools.includes("apply_patch");
    return { delayMs: pace.stepDelayMs, deltaDelayMs: pace.deltaDelayMs, ...(sample ? sampleReply(request) : honestReply(request)) };
  };
}

export const demoScript: Script = createDemoScript({ stepDelayMs: 450, deltaDelayMs: 3 });
