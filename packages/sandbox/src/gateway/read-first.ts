import type { Duplex } from "node:stream";

/** Collects a stream's first bytes until they are enough, there are no more, or the time is over. They are gone from the stream. */
export async function readFirst(stream: Duplex, isEnough: (bytes: Buffer) => boolean, timeoutMs: number): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  const until = AbortSignal.timeout(timeoutMs);
  while (!until.aborted && !stream.destroyed && !stream.readableEnded) {
    const chunk: Buffer | null = stream.read();
    if (chunk === null) await somethingHappens(stream, until);
    else bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length > 0 && isEnough(bytes)) break;
  }
  return bytes;
}

/** Puts bytes back in front. */
export function unread(stream: Duplex, bytes: Buffer): void {
  if (bytes.length > 0 && !stream.destroyed && !stream.readableEnded) stream.unshift(bytes);
}

function somethingHappens(stream: Duplex, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const events = ["readable", "end", "close"];
    const done = () => {
      for (const event of events) stream.off(event, done);
      until.removeEventListener("abort", done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
    until.addEventListener("abort", done);
  });
}
