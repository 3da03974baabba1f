import { parse, serialize } from "hono/utils/cookie";

export const SESSION_SECONDS = 30 * 24 * 3_600;

type Origin = { url: string; port: number };

/** Cookies ignore ports, so the name carries it: two dashboards on one machine keep their own sessions. */
export function sessionCookieName({ url, port }: Origin): string {
  return isSecure(url) ? "__Host-slipway" : `slipway_${port}`;
}

/** The Set-Cookie value; an empty token removes the cookie. */
export function sessionCookie(token: string, origin: Origin): string {
  return serialize(sessionCookieName(origin), token, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: isSecure(origin.url),
    maxAge: token === "" ? 0 : SESSION_SECONDS,
  });
}

export function readSessionCookie(header: string | null, origin: Origin): string | undefined {
  const name = sessionCookieName(origin);
  return header === null ? undefined : parse(header, name)[name];
}

function isSecure(url: string): boolean {
  return new URL(url).protocol === "https:";
}
