import { consumeLoginLink } from "@slipway/db";
import type { NextRequest } from "next/server";
import { isAllowedHost } from "../../server/allowed-host.ts";
import { getClients } from "../../server/clients.ts";
import { loginPage } from "../../server/login-page.ts";
import { SESSION_SECONDS, sessionCookie } from "../../server/session-cookie.ts";

const again = "To get a new link, stop Slipway with <code>Ctrl-C</code> and run <code>npm start</code> again: each start prints one.";

/** Takes the one-time link that `npm start` prints; without one, says where to find it. */
export async function GET(request: NextRequest): Promise<Response> {
  const { db, settings } = await getClients();
  const host = request.headers.get("host") ?? request.nextUrl.host;
  if (!isAllowedHost(host, settings.host))
    return new Response("This server does not answer under that name. Use localhost.", { status: 421 });
  const token = request.nextUrl.searchParams.get("token");
  if (token === null) {
    return page(200, {
      title: "Sign in from your terminal",
      lines: [`Open the link that <code>npm start</code> printed there. It works once.`, again],
    });
  }
  const session = await consumeLoginLink(db, { token, sessionSeconds: SESSION_SECONDS });
  if (session === null) return page(410, { title: "This link no longer works", lines: ["It was used before, or it is too old.", again] });
  const cookie = sessionCookie(session.sessionToken, { url: request.url, port: settings.port });
  return new Response(null, { status: 303, headers: { location: "/", "set-cookie": cookie, "cache-control": "no-store" } });
}

/** Spelled out, because Next would answer HEAD by GET and so use the link up. */
export function HEAD(): Response {
  return new Response(null, { status: 200 });
}

function page(status: number, message: { title: string; lines: readonly string[] }): Response {
  return new Response(loginPage(message), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  });
}
