import { noticePage } from "./notice-page.ts";

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A page that stands alone, with `lines` of trusted HTML. */
export function noticeResponse(status: number, message: { title: string; lines: readonly string[] }): Response {
  return new Response(noticePage(message), {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "content-security-policy": policy },
  });
}

export function wrongHostResponse(): Response {
  return noticeResponse(421, {
    title: "Not under this name",
    lines: ["Open the dashboard at <code>localhost</code> or <code>127.0.0.1</code>."],
  });
}

/** While Postgres or the queue cannot be reached; what runs goes on, and reloading later is enough. */
export function unavailableResponse(): Response {
  return noticeResponse(503, {
    title: "Slipway cannot reach its database",
    lines: [
      "Check that Postgres runs, and Redis where it is set. The server's log says more.",
      "No task is lost. Reload this page in a moment.",
    ],
  });
}
