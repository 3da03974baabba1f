import { chatChunks } from "./chat-chunks.ts";
import type { ReplyPlan } from "./reply-plan.ts";
import { responsesEvents } from "./responses-events.ts";
import type { ScriptFault } from "./script.ts";

type Api = "responses" | "chat";

/** Bytes to send, and how the stream ends early behind them, if it does. */
export type ReplyPiece = { bytes: Uint8Array; delta: boolean; end?: "cut" | "stall" };

/** A planned reply as the bytes of its event stream, one piece an event, with the fault at its place. */
export function* replyPieces({ api, plan, fault }: { api: Api; plan: ReplyPlan; fault: ScriptFault | undefined }): Generator<ReplyPiece> {
  const inStream = fault !== undefined && isWithinStream(fault) ? fault : null;
  let left = inStream?.afterBytes ?? 0;
  for (const frame of framesOf(api, plan)) {
    const bytes = Buffer.from(frame);
    const piece = { bytes, delta: frame.includes("delta") };
    const here = inStream !== null && left >= 0 && left < bytes.length;
    yield* here ? faulted(piece, { api, fault: inStream, at: left }) : [piece];
    if (here && inStream.kind !== "garbage") return;
    left -= bytes.length;
  }
}

function faulted({ bytes, delta }: ReplyPiece, { api, fault, at }: { api: Api; fault: StreamFault; at: number }): ReplyPiece[] {
  switch (fault.kind) {
    case "garbage":
      return [{ bytes: Buffer.concat([bytes.subarray(0, at), Buffer.from(fault.text), bytes.subarray(at)]), delta }];
    case "failed":
      return [
        { bytes, delta },
        { bytes: failureFrame(api, fault), delta },
      ];
    case "cut":
    case "stall":
      return [{ bytes: bytes.subarray(0, at), delta, end: fault.kind }];
  }
}

type StreamFault = Extract<ScriptFault, { kind: "cut" | "stall" | "garbage" | "failed" }>;

function isWithinStream(fault: ScriptFault): fault is StreamFault {
  return fault.kind !== "reset" && fault.kind !== "status" && fault.kind !== "content_type";
}

function* framesOf(api: Api, plan: ReplyPlan): Generator<string> {
  if (api === "responses") {
    for (const event of responsesEvents(plan)) yield `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    return;
  }
  for (const chunk of chatChunks(plan)) yield `data: ${JSON.stringify(chunk)}\n\n`;
  yield "data: [DONE]\n\n";
}

function failureFrame(api: Api, { code, message, type, bare }: Extract<ScriptFault, { kind: "failed" }>): Uint8Array {
  const error = { code, message, ...(type === undefined ? {} : { type }) };
  if (api === "chat" || bare) return Buffer.from(`data: ${JSON.stringify({ error })}\n\n`);
  const event = { type: "response.failed", response: { id: "failed", object: "response", status: "failed", output: [], error } };
  return Buffer.from(`event: response.failed\ndata: ${JSON.stringify(event)}\n\n`);
}
