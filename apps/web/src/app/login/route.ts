import { consumeLoginLink } from "@slipway/db";
import type { NextRequest } from "next/server";
import { isAllowedHost } from "../../server/allowed-host.ts";
import { getClients } from "../../server/clients.ts";
import { noticeResponse, unavailableResponse, wrongHostResponse } from "../../server/notice-response.ts";
import { SESSION_SECONDS, sessionCookie } from "../../server/session-cookie.ts";

const again = "To get a new link, stop Slipway with <code>Ctrl-C</code> and run <code>npm start</code> again: each start prints one.";

/** Takes the one-time link that `npm start` prints; without one, says where to find it. */
export async function GET(request: NextRequest): Promise<Response> {
  const clients = await getClients().catch(() => null);
  if (clients === null) return unavailableResponse();
  const { db, settings } = clients;
  if (!isAllowedHost(request.headers.get("host") ?? request.nextUrl.host, settings.host)) return wrongHostResponse();
  const token = request.nextUrl.searchParams.get("token");
  if (token === null) {
    const lines = ["Open the link that <code>npm start</code> printed there. It works once.", again];
    return noticeResponse(200, { title: "Sign in from your terminal", lines });
  }
  const session = await consumeLoginLink(db, { token, sessionSeconds: SESSION_SECONDS });
  if (session === null)
    return noticeResponse(410, { title: "This link no longer works", lines: ["It was used before, or it is too old.", again] });
  const cookie = sessionCookie(session.sessionToken, { url: request.url, port: settings.port });
  return new Response(null, { status: 303, headers: { location: "/", "set-cookie": cookie, "cache-control": "no-store" } });
}

/** Spelled out, because Next would answer HEAD by GET and so use the link up. */
export function HEAD(): Response {
  return new Response(null, { status: 200 });
}
