import type { IncomingMessage } from "node:http";
import { cleanHeaders } from "./clean-headers.ts";
import type { GatewayPolicy } from "./gateway-policy.ts";
import { withoutHeaders } from "./interception/gateway-secret.ts";
import type { Interception } from "./interception/interception.ts";

export type OutgoingPlan = {
  request: Pick<IncomingMessage, "rawHeaders" | "headers" | "method">;
  authority: string;
  host: string;
  policy: Pick<GatewayPolicy, "methods">;
  /** Null where the request goes out plainly. */
  interception: Pick<Interception, "headersFor"> | null;
};

/** By these some servers take a request for one of another method. */
const METHOD_OVERRIDES = ["x-http-method", "x-http-method-override", "x-method-override"];

/**
 * The headers of the request that is asked anew, in turns of name and value. A secret's header is the gateway's alone; an answer's
 * encoding is none, since only what can be read can be masked.
 */
export function outgoingHeaders({ request, authority, host, policy, interception }: OutgoingPlan): string[] {
  const added = interception === null ? [] : [...interception.headersFor(host), "Accept-Encoding", "identity"];
  const replaced = added.filter((_, index) => index % 2 === 0);
  const kept = withoutHeaders(cleanHeaders(request.rawHeaders), [...replaced, ...(policy.methods === undefined ? [] : METHOD_OVERRIDES)]);
  return ["Host", authority, ...kept, ...added, ...framing(request), "Connection", interception === null ? "close" : "keep-alive"];
}

/** A body keeps its framing; a request that could have a body and has none says so. */
function framing({ headers, method = "" }: OutgoingPlan["request"]): string[] {
  if (headers["transfer-encoding"] !== undefined) return ["Transfer-Encoding", "chunked"];
  return headers["content-length"] === undefined && ["POST", "PUT", "PATCH"].includes(method) ? ["Content-Length", "0"] : [];
}
