import { ModelFaultError } from "./model-fault.ts";
import { readableError } from "./readable-error.ts";

/** Many times the longest reply of any model; a server that never stops ends here and not with the worker's memory. */
const maxReplyBytes = 64 * 2 ** 20;

/**
 * Fetches as usual; an event stream that is no UTF-8 breaks off where it stops being one, before anybody acts on a mangled word, and
 * one without an end does at a bound. Errors come in one shape.
 */
export async function strictFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  return response.status >= 400 ? readableError(response) : strictResponse(response);
}

export function strictResponse(response: Response, maxBytes: number = maxReplyBytes): Response {
  if (response.body === null || !response.headers.get("content-type")?.includes("text/event-stream")) return response;
  return new Response(response.body.pipeThrough(utf8Within(maxBytes)), response);
}

function utf8Within(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let left = maxBytes;
  const check = (bytes: Uint8Array | undefined) => {
    left -= bytes?.length ?? 0;
    if (left < 0) throw new ModelFaultError("broken_reply", `the reply is longer than ${maxBytes} bytes`);
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
