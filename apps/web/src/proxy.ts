import { findSession } from "@slipway/db";
import { type NextRequest, NextResponse } from "next/server";
import { isAllowedHost } from "./server/allowed-host.ts";
import { getClients } from "./server/clients.ts";
import { contentSecurityPolicy } from "./server/content-security-policy.ts";
import { unavailableResponse, wrongHostResponse } from "./server/notice-response.ts";
import { readSessionCookie } from "./server/session-cookie.ts";

/** Every page: known host, signed in, its own nonce. The API and /login look after themselves. */
export async function proxy(request: NextRequest): Promise<Response> {
  try {
    const { db, settings } = await getClients();
    if (!isAllowedHost(request.headers.get("host") ?? request.nextUrl.host, settings.host)) return wrongHostResponse();
    const token = readSessionCookie(request.headers.get("cookie"), { url: request.url, port: settings.port });
    const session = token === undefined ? null : await findSession(db, { token });
    return session === null ? NextResponse.redirect(new URL("/login", request.nextUrl)) : withPolicy(request, settings.development);
  } catch (error) {
    process.stderr.write(`A page could not be served: ${error instanceof Error ? error.message : String(error)}\n`);
    return unavailableResponse();
  }
}

/** Next reads the nonce from the request's policy and puts it on its own scripts. */
function withPolicy(request: NextRequest, development: boolean): NextResponse {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const policy = contentSecurityPolicy({ nonce, development });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = { matcher: "/((?!api/|login$|_next/static/|_next/image|favicon.ico|icon.svg).*)" };
