import fc from "fast-check";
import OpenAI from "openai";
import { describe, expect, test, vi } from "vitest";
import { apis } from "../../test/agent-fixture.ts";
import { replyPieces } from "../scripted/reply-pieces.ts";
import { planReply } from "../scripted/reply-plan.ts";
import type { ScriptReply } from "../scripted/script.ts";
import { chatExchange } from "./chat-exchange.ts";
import { startIdleWatchdog } from "./idle-watchdog.ts";
import type { ModelReply } from "./model.ts";
import { faultOf } from "./model-fault.ts";
import { responsesExchange } from "./responses-exchange.ts";
import { strictResponse } from "./strict-fetch.ts";

vi.setConfig({ testTimeout: 180_000 });

type Api = (typeof apis)[number];

const text = fc.string({ unit: "grapheme", maxLength: 30 });
const call = fc.record({ name: fc.constantFrom("shell", "finish"), input: fc.dictionary(fc.constantFrom("command", "cwd"), text) });
const reply: fc.Arbitrary<ScriptReply> = fc.record({ reasoning: text, text, calls: fc.array(call, { maxLength: 3 }) });
/** Of the stream's length, so that cuts fall anywhere in it. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

function bytesOf(api: Api, script: ScriptReply): Uint8Array {
  const request = { api, model: "m", instructions: "", prompt: "", userTexts: [], transcript: [], step: 0, tools: [], pictures: [] };
  const plan = planReply({ reply: script, request, freeform: new Set(), id: "r", counted: { input: 5, cached: 0 } });
  return Buffer.concat([...replyPieces({ api, plan, fault: undefined })].map(({ bytes }) => bytes));
}

type Stream = { chunks: readonly Uint8Array[]; ending?: "end" | "error" };

/** What the adapter makes of a stream that arrives in these chunks: a reply, or the kind of its fault. */
async function read(api: Api, { chunks, ending = "end" }: Stream): Promise<ModelReply | string> {
  const queue = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = queue.shift();
      if (chunk !== undefined) controller.enqueue(chunk);
      else if (ending === "end") controller.close();
      else controller.error(new TypeError("terminated"));
    },
  });
  const response = new Response(body, { headers: { "content-type": "text/event-stream" } });
  const client = new OpenAI({
    apiKey: "k",
    baseURL: "http://model.test/v1",
    maxRetries: 0,
    logLevel: "off",
    fetch: async () => strictResponse(response),
  });
  const capabilities = { contextTokens: 100_000, vision: false, freeformPatch: false, parallelCalls: true, reasoning: true };
  const exchange = { responses: responsesExchange, chat: chatExchange }[api](client, {
    model: "m",
    effort: null,
    price: null,
    capabilities,
  });
  const { signal } = new AbortController();
  using watchdog = startIdleWatchdog({ outer: signal, idleMs: 5_000 });
  const request = { instructions: "", transcript: [], tools: [], cacheKey: "k", signal, pictures: new Map<string, string>() };
  try {
    return await exchange({ ...request, loadImage: async () => new Uint8Array(), onRetry: async () => undefined }, watchdog);
  } catch (error) {
    return faultOf(error).kind;
  }
}

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set([0, ...places.map((share) => Math.floor(share * bytes.length)), bytes.length])].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const retried = ["broken_reply", "unreachable", "unavailable"];

describe.each(apis)("over the %s API", (api) => {
  test("however the bytes of a stream are cut into chunks, the reply is the same", async () => {
    await fc.assert(
      fc.asyncProperty(reply, fc.array(place, { maxLength: 60 }), async (script, places) => {
        const bytes = bytesOf(api, script);
        const whole = await read(api, { chunks: [bytes] });
        expect(whole).toMatchObject({ stop: "complete" });
        expect(await read(api, { chunks: cutAt(bytes, places) })).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  test("a byte at a time is as good as all at once", async () => {
    const bytes = bytesOf(api, { reasoning: "Hm é", text: "日本 🙂 done", calls: [{ name: "shell", input: { command: "echo 🙂" } }] });
    const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(await read(api, { chunks: single })).toEqual(await read(api, { chunks: [bytes] }));
  });

  test("a stream that is cut anywhere gives the whole reply or a fault that is retried, never half a reply", async () => {
    await fc.assert(
      fc.asyncProperty(reply, place, fc.constantFrom("end" as const, "error" as const), async (script, share, ending) => {
        const bytes = bytesOf(api, script);
        const whole = await read(api, { chunks: [bytes] });
        const cut = await read(api, { chunks: [bytes.subarray(0, Math.floor(share * bytes.length))], ending });
        if (typeof cut === "string") expect(retried).toContain(cut);
        else expect({ items: cut.items, stop: cut.stop }).toEqual({ items: (whole as ModelReply).items, stop: "complete" });
      }),
      { numRuns: 300 },
    );
  });

  test("bytes that are no UTF-8 break the reply wherever they stand before its end", async () => {
    const bad = fc
      .constantFrom([0xff], [0xc3, 0x28], [0xe2, 0x82], [0xf0, 0x9f], [0xed, 0xa0, 0x80])
      .map((bytes) => Uint8Array.from(bytes));
    await fc.assert(
      fc.asyncProperty(reply, place, bad, async (script, share, inserted) => {
        const bytes = bytesOf(api, script);
        const at = Math.floor(share * bytes.length);
        const heard = await read(api, { chunks: [bytes.subarray(0, at), inserted, bytes.subarray(at)] });
        if (typeof heard === "string") expect(retried).toContain(heard);
        else expect(heard).toEqual(await read(api, { chunks: [bytes] }));
      }),
      { numRuns: 200 },
    );
  });

  test("any garbage between two events gives the same reply or a fault that is retried", async () => {
    await fc.assert(
      fc.asyncProperty(reply, fc.string({ maxLength: 40 }), fc.nat(20), async (script, garbage, event) => {
        const events = new TextDecoder().decode(bytesOf(api, script)).split(/(?<=\n\n)/);
        const mixed = [...events.slice(0, event), `${garbage}\n\n`, ...events.slice(event)].join("");
        const heard = await read(api, { chunks: [new TextEncoder().encode(mixed)] });
        if (typeof heard === "string") expect(retried).toContain(heard);
        else expect(heard).toEqual(await read(api, { chunks: [bytesOf(api, script)] }));
      }),
      { numRuns: 200 },
    );
  });
});

test("a stream without an end breaks off at a bound, also within one endless line", async () => {
  const chunk = new TextEncoder().encode("data: x".repeat(100));
  const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(chunk) });
  const bounded = strictResponse(new Response(endless, { headers: { "content-type": "text/event-stream" } }), 10_000);
  await expect(bounded.text()).rejects.toThrow("longer than 10000 bytes");
});
