import type { APIPromise } from "openai";
import type { Stream } from "openai/core/streaming";
import type { IdleWatchdog } from "./idle-watchdog.ts";
import { ModelFaultError } from "./model-fault.ts";

/**
 * The events of a streamed request, each one re-arming the watchdog. Throws where the answer is no event stream, and
 * where an abort ended the iteration, which the SDK does silently.
 */
export async function* openEventStream<Event>(request: APIPromise<Stream<Event>>, watchdog: IdleWatchdog): AsyncGenerator<Event> {
  const { data: stream, response } = await request.withResponse();
  watchdog.heard();
  const contentType = response.headers.get("content-type") ?? "nothing";
  if (!contentType.includes("text/event-stream")) {
    stream.controller.abort();
    throw new ModelFaultError("not_a_stream", `it came as ${contentType.slice(0, 100)}`);
  }
  for await (const event of stream) {
    watchdog.heard();
    yield event;
  }
  watchdog.signal.throwIfAborted();
}
