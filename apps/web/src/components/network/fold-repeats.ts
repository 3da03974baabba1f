import type { NetworkRequest } from "@slipway/core";

/** `request` is the last of those that are alike and stand one after the other; `count` of them in all. */
export type RequestRun = { request: NetworkRequest; count: number };

/** Tools ask a host that refuses them again and again; what got through is told one by one. */
export function foldRepeats(requests: readonly NetworkRequest[]): RequestRun[] {
  const runs: RequestRun[] = [];
  for (const request of requests) {
    const last = runs.at(-1);
    if (last !== undefined && isRepeat(last.request, request)) runs.splice(-1, 1, { request, count: last.count + request.count });
    else runs.push({ request, count: request.count });
  }
  return runs;
}

function isRepeat(one: NetworkRequest, other: NetworkRequest): boolean {
  const keys = ["outcome", "host", "port", "reason", "command", "phase"] as const;
  return one.outcome === "denied" && keys.every((key) => one[key] === other[key]);
}
