import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import type { Target } from "./kernel-questions.ts";

/** Public resolvers and the address at which clouds hand out credentials (RFC 3927 link-local). */
const OUTSIDE: readonly Target[] = [
  { address: "1.1.1.1", port: 443, protocol: "tcp" },
  { address: "8.8.8.8", port: 53, protocol: "udp" },
  { address: "169.254.169.254", port: 80, protocol: "tcp" },
  { address: "172.17.0.1", port: 80, protocol: "tcp" },
  { address: "2606:4700:4700::1111", port: 443, protocol: "tcp" },
  { address: "fd00:ec2::254", port: 80, protocol: "tcp" },
];

export type HostListener = AsyncDisposable & { targets: readonly Target[]; heard(): number };

/** Listens on every address of this machine and says where a sandbox would have to reach it. */
export async function listenOnHost(): Promise<HostListener> {
  let heard = 0;
  const server = createServer((socket) => {
    heard += 1;
    socket.destroy();
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(0, "0.0.0.0", resolve);
  await promise;
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const own = Object.values(networkInterfaces())
    .flat()
    .filter((each) => each !== undefined && !each.internal && !each.address.startsWith("fe80:"))
    .map((each) => ({ address: each?.address ?? "", port, protocol: "tcp" as const }));
  return {
    targets: [...own, ...OUTSIDE],
    heard: () => heard,
    [Symbol.asyncDispose]: () => new Promise((done) => server.close(() => done())),
  };
}
