import type { Readable } from "node:stream";

export type ExecFrame = { source: "stdout" | "stderr"; data: Buffer };

const HEADER_BYTES = 8;

/**
 * Splits what a hijacked exec connection carries into frames. A frame may be handed out in several pieces, so nothing is buffered
 * beyond a header. Format: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export async function* readFrames(connection: Readable): AsyncGenerator<ExecFrame> {
  let header: Buffer = Buffer.alloc(0);
  let source: ExecFrame["source"] = "stdout";
  let remaining = 0;
  // The connection outlives who reads it: a process in the background may still write.
  for await (const chunk of connection.iterator({ destroyOnReturn: false })) {
    let rest: Buffer = chunk;
    while (rest.length > 0) {
      if (remaining > 0) {
        const data = rest.subarray(0, remaining);
        remaining -= data.length;
        rest = rest.subarray(data.length);
        yield { source, data };
        continue;
      }
      const missing = HEADER_BYTES - header.length;
      header = Buffer.concat([header, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (header.length < HEADER_BYTES) break;
      source = header[0] === 2 ? "stderr" : "stdout";
      remaining = header.readUInt32BE(4);
      header = Buffer.alloc(0);
    }
  }
}
