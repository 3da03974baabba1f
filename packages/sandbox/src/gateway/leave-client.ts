import type { Duplex } from "node:stream";

const LINGER_MS = 5_000;

/**
 * Ends a connection with a whole answer. What the client still sends is thrown away for a while: an end at once would reset the
 * connection and so take the answer from a client that is still sending, and unread bytes would keep the connection's place for good.
 */
export function leaveClient(socket: Duplex, answer: string): void {
  socket.end(answer);
  socket.resume();
  const over = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once("close", () => clearTimeout(over));
}

/** A whole answer with its reason, for a client that is then left. */
export function refusal(status: string, text: string): string {
  const body = `Slipway: ${text}\n`;
  const headers = ["Content-Type: text/plain; charset=utf-8", `Content-Length: ${Buffer.byteLength(body)}`, "Connection: close"];
  return `HTTP/1.1 ${status}\r\n${headers.join("\r\n")}\r\n\r\n${body}`;
}
