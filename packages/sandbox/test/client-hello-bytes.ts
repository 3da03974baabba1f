/** A small ClientHello. Format: RFC 8446 4.1.2. */
export function clientHello({ serverName, isEncrypted = false }: { serverName: string | null; isEncrypted?: boolean }): Buffer {
  const extensions = [extension(43, Buffer.from([2, 3, 4]))];
  if (serverName !== null) extensions.push(extension(0, sized(2, Buffer.concat([Buffer.from([0]), sized(2, Buffer.from(serverName))]))));
  if (isEncrypted) extensions.push(extension(0xfe0d, Buffer.alloc(32)));
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    sized(1, Buffer.alloc(32)),
    sized(2, Buffer.from([0x13, 0x01])),
    sized(1, Buffer.from([0])),
    sized(2, Buffer.concat(extensions)),
  ]);
  return Buffer.concat([Buffer.from([22, 3, 1]), sized(2, Buffer.concat([Buffer.from([1]), sized(3, body)]))]);
}

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type >> 8, type & 255]), sized(2, data)]);
}

function sized(lengthBytes: number, data: Buffer): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(data.length, 0, lengthBytes);
  return Buffer.concat([length, data]);
}
