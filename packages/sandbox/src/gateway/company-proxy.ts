import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import type { Target } from "./parse-target.ts";
import { watchEnd } from "./watch-end.ts";

/** The proxy that the worker itself must use, as its own environment names it. */
export type CompanyProxy = { httpsProxy?: string; httpProxy?: string; noProxy?: string };

const CONNECT_MS = 15_000;

/** The proxy to go through for a target, or null where it is reached directly. */
export function proxyFor({ httpsProxy, httpProxy, noProxy = "" }: CompanyProxy, { host, port }: Target): URL | null {
  const chosen = port === 80 ? httpProxy : httpsProxy;
  if (!chosen || isExempt(noProxy, { host, port })) return null;
  return new URL(chosen.includes("://") ? chosen : `http://${chosen}`);
}

/** The customary rules: names cover their subdomains, a leading dot or `*.` is the same, `*` is everything, a port narrows. */
function isExempt(noProxy: string, { host, port }: Target): boolean {
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      const [, name = "", onlyPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (onlyPort !== undefined && Number(onlyPort) !== port) return false;
      return entry === "*" || host === name || host.endsWith(`.${name}`);
    });
}

export function proxyAuthorization(proxy: URL): string[] {
  if (proxy.username === "") return [];
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return ["Proxy-Authorization", `Basic ${Buffer.from(credentials).toString("base64")}`];
}

/** A tunnel to the target through the proxy. Rejects with the proxy's own answer where it refuses. */
export function tunnelThrough(proxy: URL, { host, port }: Target, signal: AbortSignal): Promise<Socket> {
  const authority = `${host}:${port}`;
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const send = proxy.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = ["Host", authority, ...proxyAuthorization(proxy)];
  const request = send({ ...addressOf(proxy), method: "CONNECT", path: authority, headers, agent: false });
  const waiting = watchEnd(signal, CONNECT_MS, (reason) => request.destroy(reason));
  request.on("error", reject);
  request.once("response", ({ statusCode }) => request.destroy(new Error(`The worker's own proxy answered ${statusCode}.`)));
  request.once("connect", ({ statusCode }, socket: Socket, head) => {
    socket.on("error", () => undefined);
    if (statusCode !== 200) {
      socket.destroy();
      return reject(new Error(`The worker's own proxy answered ${statusCode}.`));
    }
    socket.allowHalfOpen = true;
    if (head.length > 0) socket.unshift(head);
    resolve(socket);
  });
  request.end();
  return promise.finally(() => waiting[Symbol.dispose]());
}

/** Where a proxy listens, as `http.request` and `net.connect` take it. */
export function addressOf(proxy: URL): { host: string; port: number } {
  const usual = proxy.protocol === "https:" ? 443 : 80;
  return { host: proxy.hostname.replace(/^\[|\]$/g, ""), port: Number(proxy.port || usual) };
}
