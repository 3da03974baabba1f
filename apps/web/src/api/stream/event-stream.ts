/** One server-sent event, or a comment that keeps the connection open (html.spec.whatwg.org, "Server-sent events"). */
export type StreamItem = { event: string; data: unknown; id?: number } | { comment: string };

/**
 * Answers with `items` as server-sent events. The signal given to `items` fires when the reader is gone; items are only made
 * as fast as the reader takes them.
 */
export function eventStream(request: Request, items: (signal: AbortSignal) => AsyncGenerator<StreamItem>): Response {
  const gone = new AbortController();
  request.signal.addEventListener("abort", () => gone.abort(), { once: true });
  const source = items(gone.signal);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await source.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(render(value)));
      },
      async cancel() {
        gone.abort();
        await source.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache, no-transform", "x-accel-buffering": "no" },
  });
}

function render(item: StreamItem): string {
  if ("comment" in item) return `: ${item.comment}\n\n`;
  const id = item.id === undefined ? "" : `id: ${item.id}\n`;
  return `event: ${item.event}\n${id}data: ${JSON.stringify(item.data)}\n\n`;
}

/** The number after which to go on: the browser's own on a reconnect, else what the address asks for. */
export function resumeAfter(request: Request, after: number): number {
  const seen = Number(request.headers.get("last-event-id") ?? "");
  return Number.isSafeInteger(seen) && seen > after ? seen : after;
}
