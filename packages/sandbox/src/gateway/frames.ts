/**
 * The language between the halves of the gateway, as the inner half's source defines it: type, zero, u16 length, u32 connection,
 * payload. Windows are per connection and direction; `up` is from the sandbox.
 */
export const UP_WINDOW_BYTES = 65_536;
export const DOWN_WINDOW_BYTES = 524_288;
export const MAX_PAYLOAD_BYTES = 32_768;
export const MAX_CONNECTIONS = 256;
export const PROTOCOL = "SLW1";
const HEADER_BYTES = 8;

const TYPES = { R: "ready", O: "opened", D: "data", E: "end", X: "reset", W: "credit" } as const;
export type FrameType = (typeof TYPES)[keyof typeof TYPES];
export type Frame = { type: FrameType; connection: number; payload: Buffer };

const LETTERS = new Map<FrameType, number>();
for (const [letter, type] of Object.entries(TYPES)) LETTERS.set(type, letter.charCodeAt(0));
const NAMES = new Map<number, FrameType>();
for (const [type, letter] of LETTERS) NAMES.set(letter, type);

export function encodeFrame({ type, connection, payload }: Frame): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  frame[0] = LETTERS.get(type) ?? 0;
  frame[1] = 0;
  frame.writeUInt16BE(payload.length, 2);
  frame.writeUInt32BE(connection, 4);
  payload.copy(frame, HEADER_BYTES);
  return frame;
}

/** Feeds on chunks cut anywhere and gives whole frames. Throws on a frame that the inner half cannot have sent. */
export function createFrameReader(): (chunk: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    while (bytes.length >= HEADER_BYTES) {
      const type = NAMES.get(bytes.readUInt8(0));
      const length = bytes.readUInt16BE(2);
      if (type === undefined || bytes[1] !== 0 || length > MAX_PAYLOAD_BYTES)
        throw new Error("The gateway's inner half speaks another language.");
      if (bytes.length < HEADER_BYTES + length) break;
      frames.push({ type, connection: bytes.readUInt32BE(4), payload: bytes.subarray(HEADER_BYTES, HEADER_BYTES + length) });
      bytes = bytes.subarray(HEADER_BYTES + length);
    }
    rest = bytes;
    return frames;
  };
}
