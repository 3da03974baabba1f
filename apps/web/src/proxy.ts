import { findSession } from "@slipway/db";
import { type NextRequest, NextResponse } from "next/server";
import type { WebSettings } from "./env.ts";
import { isAllowedHost } from "./server/allowed-host.ts";
import { getClients } from "./server/clients.ts";
import { contentSecurityPolicy } from "./server/content-security-policy.ts";
import { readSessionCookie } from "./server/session-cookie.ts";

/** Every page: known host, signed in, its own nonce. The API and /login look after themselves. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { db, settings } = await getClients();
  const host = request.headers.get("host") ?? request.nextUrl.host;
  if (!isAllowedHost(host, settings.host))
    return new NextResponse("This server does not answer under that name. Use localhost.", { status: 421 });
  const token = readSessionCookie(request.headers.get("cookie"), { url: request.url, port: settings.port });
  const session = token === undefined ? null : await findSession(db, { token });
  if (session === null) return NextResponse.redirect(new URL("/login", request.nextUrl));
  return withPolicy(request, settings);
}

/** Next reads the nonce from the request's policy and puts it on its own scripts. */
function withPolicy(request: NextRequest, { development }: Pick<WebSettings, "development">): NextResponse {
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
