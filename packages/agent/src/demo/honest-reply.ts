import type { ScriptReply, ScriptRequest } from "../scripted/script.ts";
import { citeCommand, commandLines } from "./read-results.ts";

const lookCallId = "look";

export type Truth = { title: string; reason: string };

const nothingDone: Truth = {
  title: "No AI is connected: nothing was changed",
  reason: "The script changed nothing: it only knows the bundled sample and its prompt.",
};

/** For every request but the sample's: one harmless command, then the plain truth about what answered. */
export function honestReply(request: ScriptRequest, truth: Truth = nothingDone): ScriptReply {
  if (request.step === 0) {
    return {
      text: "I am the scripted demo model: no AI reads this request. I will look at the repository once, change nothing and say how to connect a model.",
      calls: [{ name: "shell", input: { command: "git log -1 --oneline; ls" }, callId: lookCallId }],
    };
  }
  const first = commandLines(request, lookCallId)?.lines.find((line) => line.trim() !== "");
  const seen =
    first === undefined ? "" : `\n\nThe sandbox itself works: the repository is there.${citeCommand(request, lookCallId, first)}`;
  return {
    calls: [{ name: "finish", input: { title: truth.title, summary: `${explanation(truth.reason)}${seen}` } }],
  };
}

function explanation(reason: string): string {
  return `This reply comes from Slipway's **scripted demo model**. No AI read your request. ${reason}

To have this done, connect a model and send the request again:

1. Open Settings and add a provider: OpenAI, or any server that speaks its API.
2. Test the connection there; it tells which model and API work.
3. Choose the model below the message.`;
}
