import type OpenAI from "openai";
import { hideKey } from "../model/hide-key.ts";
import { faultOf } from "../model/model-fault.ts";
import { probeClient } from "./probe-client.ts";

/** 32 × 32 red pixels as PNG. */
const RED =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAJ0lEQVR42u3NsQkAAAjAsP7/tF7hIASyp6lTCQQCgUAgEAgEgi/BAjLD/C5w/SM9AAAAAElFTkSuQmCC";
const QUESTION = "Which colour fills this picture? Answer with one word.";

export type PictureAnswer = { kind: "answered"; text: string } | { kind: "refused"; detail: string };

/** Shows the model a picture of one colour. Only an aborted signal throws. */
export async function askAboutPicture(
  api: "responses" | "chat",
  { baseUrl, apiKey, model, signal }: { baseUrl: string; apiKey: string; model: string; signal: AbortSignal },
): Promise<PictureAnswer> {
  const client = probeClient({ baseUrl, apiKey });
  const options = { signal, timeout: 60_000 };
  try {
    return {
      kind: "answered",
      text: api === "responses" ? await viaResponses(client, model, options) : await viaChat(client, model, options),
    };
  } catch (error) {
    signal.throwIfAborted();
    const { detail } = faultOf(error);
    return { kind: "refused", detail: hideKey(apiKey, detail) };
  }
}

type Options = { signal: AbortSignal; timeout: number };

async function viaResponses(client: OpenAI, model: string, options: Options): Promise<string> {
  const content = [
    { type: "input_text" as const, text: QUESTION },
    { type: "input_image" as const, image_url: RED, detail: "low" as const },
  ];
  const events = await client.responses.create(
    { model, store: false, stream: true, input: [{ type: "message", role: "user", content }] },
    options,
  );
  let text = "";
  for await (const event of events) if (event.type === "response.output_text.delta") text += event.delta;
  return text;
}

async function viaChat(client: OpenAI, model: string, options: Options): Promise<string> {
  const content = [
    { type: "text" as const, text: QUESTION },
    { type: "image_url" as const, image_url: { url: RED, detail: "low" as const } },
  ];
  const chunks = await client.chat.completions.create({ model, stream: true, messages: [{ role: "user", content }] }, options);
  let text = "";
  for await (const chunk of chunks) text += chunk.choices[0]?.delta.content ?? "";
  return text;
}
