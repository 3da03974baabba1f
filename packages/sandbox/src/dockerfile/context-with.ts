import { posix } from "node:path";
import type { Readable } from "node:stream";
import { UnavailableError } from "@slipway/core";
import { extract, type Pack, pack } from "tar-stream";

const MOST_BYTES = 2 ** 30;

type Context = { context: Readable; dockerfile: { name: string; text: string } };

/** The archive with exactly the judged text as its Dockerfile: git may have put other bytes there by the repository's own attributes. */
export function contextWith({ context, dockerfile }: Context): Pack {
  const packed = pack();
  copy(context, dockerfile, packed).then(
    () => packed.finalize(),
    (error: unknown) => packed.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return packed;
}

async function copy(context: Readable, { name, text }: Context["dockerfile"], packed: Pack): Promise<void> {
  const entries = extract();
  context.on("error", (error) => entries.destroy(error));
  context.pipe(entries);
  let bytes = 0;
  try {
    for await (const entry of entries) {
      const { header } = entry;
      bytes += header.size ?? 0;
      if (bytes > MOST_BYTES) throw new UnavailableError("The Dockerfile's folder holds more than 1 GiB.");
      if (posix.normalize(header.name) === name) entry.resume();
      else await write(packed, header, entry);
    }
  } finally {
    context.destroy();
  }
  packed.entry({ name, mode: 0o644, mtime: new Date(0) }, text);
}

async function write(packed: Pack, header: Parameters<Pack["entry"]>[0], content: AsyncIterable<unknown>): Promise<void> {
  // Times would make each commit's files look new to the builder's cache, which goes by content otherwise.
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Whoever reads may be gone between two chunks, or in a wait for room that then never comes.
  promise.catch(() => undefined);
  const sink = packed.entry({ ...header, mtime: new Date(0) }, (error) => (error ? reject(error) : resolve()));
  for await (const chunk of content) {
    if (sink.write(chunk as Uint8Array)) continue;
    await Promise.race([promise, new Promise<void>((drained) => void sink.once("drain", () => drained()))]);
  }
  sink.end(null);
  await promise;
}
