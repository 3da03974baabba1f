export type ClientHello = { serverName: string | null; isEncrypted: boolean };

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const ENCRYPTED_CLIENT_HELLO = 0xfe0d;
const MAX_BYTES = 65_536;

/**
 * Reads what a TLS client says first. `more`: it is not complete yet. Null: these bytes are no ClientHello.
 * Format: RFC 8446 4.1.2 and 5.1, RFC 6066 3, RFC 9849.
 */
export function readClientHello(bytes: Buffer): ClientHello | "more" | null {
  const message = joinRecords(bytes);
  if (message === null || (message.length > 0 && message[0] !== CLIENT_HELLO)) return null;
  const end = message.length < 4 ? Number.POSITIVE_INFINITY : 4 + message.readUIntBE(1, 3);
  if (message.length < end) return bytes.length > MAX_BYTES ? null : "more";
  try {
    return readExtensions(message.subarray(4, end));
  } catch {
    return null;
  }
}

/** A handshake message may be cut into several records at any byte. */
function joinRecords(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] !== HANDSHAKE || (at + 1 < bytes.length && bytes[at + 1] !== 3)) return parts.length > 0 ? Buffer.concat(parts) : null;
    if (at + 5 > bytes.length) break;
    const length = bytes.readUInt16BE(at + 3);
    if (length === 0) return null;
    parts.push(bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return Buffer.concat(parts);
}

function readExtensions(body: Buffer): ClientHello | null {
  let at = 2 + 32;
  at += 1 + body.readUInt8(at);
  at += 2 + body.readUInt16BE(at);
  at += 1 + body.readUInt8(at);
  if (at === body.length) return { serverName: null, isEncrypted: false };
  if (at + 2 + body.readUInt16BE(at) !== body.length) return null;
  const extensions = new Map<number, Buffer>();
  for (at += 2; at < body.length; ) {
    const type = body.readUInt16BE(at);
    const end = at + 4 + body.readUInt16BE(at + 2);
    if (end > body.length || extensions.has(type)) return null;
    extensions.set(type, body.subarray(at + 4, end));
    at = end;
  }
  const name = extensions.get(SERVER_NAME);
  const serverName = name === undefined ? null : readServerName(name);
  if (name !== undefined && serverName === null) return null;
  return { serverName, isEncrypted: extensions.has(ENCRYPTED_CLIENT_HELLO) };
}

/** Exactly one name of the kind host_name; servers would differ in which of several they believe. */
function readServerName(data: Buffer): string | null {
  if (data.length < 5 || data.readUInt16BE(0) !== data.length - 2 || data[2] !== 0) return null;
  if (data.readUInt16BE(3) !== data.length - 5) return null;
  return data.toString("latin1", 5);
}
