import { ModelFaultError } from "./model-fault.ts";

/** Fetches as usual; an event stream that is no UTF-8 breaks off where it stops being one, before anybody acts on a mangled word. */
export async function strictFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  return strictResponse(response);
}

export function strictResponse(response: Response): Response {
  if (response.body === null || !response.headers.get("content-type")?.includes("text/event-stream")) return response;
  return new Response(response.body.pipeThrough(utf8Only()), response);
}

function utf8Only(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const check = (bytes: Uint8Array | undefined) => {
    try {
      decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (error) {
      throw new ModelFaultError("broken_reply", "the stream is no valid UTF-8", { cause: error });
    }
  };
  return new TransformStream({
    transform(bytes, controller) {
      check(bytes);
      controller.enqueue(bytes);
    },
    flush: () => check(undefined),
  });
}
