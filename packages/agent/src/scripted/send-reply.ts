import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { replyPieces } from "./reply-pieces.ts";
import type { ReplyPlan } from "./reply-plan.ts";
import type { ScriptFault, ScriptReply } from "./script.ts";

type SendInput = { response: ServerResponse; api: "responses" | "chat"; plan: ReplyPlan; reply: ScriptReply; signal: AbortSignal };

/** Sends a planned reply as server-sent events, with its delays and its fault. */
export async function sendReply({ response, api, plan, reply, signal }: SendInput): Promise<void> {
  const { fault } = reply;
  if (reply.delayMs) await sleep(reply.delayMs, undefined, { signal });
  if (fault?.kind === "reset") {
    response.socket?.destroy();
    return;
  }
  if (fault?.kind === "status") return sendStatus(response, fault);
  if (fault?.kind === "content_type") {
    response.writeHead(200, { "content-type": fault.contentType }).end(fault.body);
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  response.flushHeaders();
  for (const piece of replyPieces({ api, plan, fault })) {
    response.write(piece.bytes);
    if (piece.end !== undefined) return endEarly(response, piece.end, signal);
    if (reply.deltaDelayMs && piece.delta) await sleep(reply.deltaDelayMs, undefined, { signal });
  }
  response.end();
}

function sendStatus(response: ServerResponse, fault: Extract<ScriptFault, { kind: "status" }>): void {
  const message = fault.message ?? `scripted status ${fault.status}`;
  const error = { message, type: "scripted", param: fault.param ?? null, code: fault.code ?? null };
  response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers }).end(JSON.stringify(fault.body ?? { error }));
}

/** A cut closes the socket in the middle of an event; a stall keeps it open until the client leaves. */
async function endEarly(response: ServerResponse, how: "cut" | "stall", signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => response.write("", () => resolve()));
  if (how === "cut") response.socket?.destroy();
  else if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
