import { connect, type Socket } from "node:net";
import ipaddr from "ipaddr.js";
import { watchEnd } from "./watch-end.ts";

type DialRequest = { addresses: readonly string[]; port: number; signal: AbortSignal };

/** Connects to one of the vetted addresses, never to a name. Rejects with what the last one said. */
export type Dial = (request: DialRequest) => Promise<Socket>;

const CONNECT_MS = 10_000;

export const dialAddress: Dial = async ({ addresses, port, signal }) => {
  let last: unknown = new Error("There is no address to connect to.");
  for (const address of addresses) {
    signal.throwIfAborted();
    try {
      return await connectTo(address, port, signal);
    } catch (error) {
      last = error;
    }
  }
  throw last;
};

function connectTo(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, allowHalfOpen: true, noDelay: true });
    const waiting = watchEnd(signal, CONNECT_MS, (reason) => socket.destroy(reason));
    socket.once("error", reject);
    socket.once("close", () => waiting[Symbol.dispose]());
    socket.once("connect", () => {
      waiting[Symbol.dispose]();
      socket.off("error", reject);
      socket.on("error", () => undefined);
      if (isSameAddress(socket.remoteAddress, address)) return resolve(socket);
      socket.destroy();
      reject(new Error("The connection went elsewhere than to the vetted address."));
    });
  });
}

function isSameAddress(found: string | undefined, wanted: string): boolean {
  return (
    found !== undefined &&
    ipaddr.isValid(found) &&
    ipaddr.process(found).toNormalizedString() === ipaddr.process(wanted).toNormalizedString()
  );
}
