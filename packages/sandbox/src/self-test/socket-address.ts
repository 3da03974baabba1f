/** A sockaddr_in or sockaddr_in6 (ip(7), ipv6(7)). */
export function socketAddress({ address, port }: { address: string; port: number }): Uint8Array {
  if (!address.includes(":")) {
    const bytes = Buffer.alloc(16);
    bytes.writeUInt16LE(2, 0);
    bytes.writeUInt16BE(port, 2);
    bytes.set(address.split(".").map(Number), 4);
    return bytes;
  }
  const bytes = Buffer.alloc(28);
  bytes.writeUInt16LE(10, 0);
  bytes.writeUInt16BE(port, 2);
  const [head = "", tail] = address.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const left = groups(head);
  const right = groups(tail ?? "");
  [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right].forEach((group, index) => {
    bytes.writeUInt16BE(group, 8 + index * 2);
  });
  return bytes;
}
