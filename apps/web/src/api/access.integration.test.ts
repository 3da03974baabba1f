import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PUBLIC_PATHS } from "./authenticate.ts";
import { openTestApi, type TestApi } from "./test/open-test-api.ts";

/** Every route there is. A new one is added here by hand, which is when its access is thought about. */
const routes = [
  "GET /api-keys",
  "POST /api-keys",
  "DELETE /api-keys/:id",
  "GET /attempts/:id/events",
  "GET /attempts/:id/network",
  "GET /attempts/:id/patch",
  "GET /attempts/:id/file",
  "GET /attempts/:id/log",
  "POST /attempts/:id/delivery",
  "POST /attempts/:id/resume",
  "GET /environments",
  "POST /environments",
  "GET /environments/:id",
  "PATCH /environments/:id",
  "DELETE /environments/:id",
  "POST /environments/:id/copy",
  "GET /environments/:id/review",
  "POST /environments/:id/review",
  "GET /environments/:id/snapshots",
  "POST /environments/:id/snapshots/reset",
  "POST /environments/:id/snapshots/retry",
  "GET /environments/:id/snapshots/uses",
  "GET /environments/:id/source",
  "GET /environments/:id/terminal",
  "POST /environments/:id/terminal",
  "GET /health",
  "POST /images",
  "GET /images/:id",
  "DELETE /messages/:id",
  "PATCH /messages/:id",
  "GET /models",
  "GET /openapi.json",
  "GET /provider-tests/:id",
  "POST /provider-tests",
  "GET /providers",
  "POST /providers",
  "PATCH /providers/:id",
  "DELETE /providers/:id",
  "GET /repositories",
  "POST /repositories",
  "GET /repositories/:id/branches",
  "POST /repositories/:id/environment-suggestion",
  "POST /sample",
  "GET /session",
  "DELETE /session",
  "GET /settings",
  "GET /stream",
  "GET /tasks",
  "POST /tasks",
  "GET /tasks/counts",
  "GET /tasks/:id",
  "POST /tasks/:id/archive",
  "GET /tasks/:id/environment-review",
  "POST /tasks/:id/environment-review",
  "POST /tasks/:id/cancel",
  "POST /tasks/:id/messages",
  "POST /tasks/:id/read",
  "POST /tasks/:id/retry",
  "POST /tasks/:id/unarchive",
  "POST /turns/:id/judgement",
  "POST /turns/:id/pick",
  "DELETE /terminals/:id",
  "POST /terminals/:id/input",
  "GET /terminals/:id/stream",
  "GET /verifications/:id/log",
];
const isPublic = (route: string) => PUBLIC_PATHS.has(`/api/v1${route.split(" ")[1]}`);
const closed = routes.filter((route) => !isPublic(route));
const writing = closed.filter((route) => !route.startsWith("GET "));

let test: TestApi;
let cookie: string;
beforeAll(async () => {
  test = await openTestApi();
  cookie = await test.signIn();
});
afterAll(() => test[Symbol.asyncDispose]());

describe("access", () => {
  it("is decided for every route there is", () => {
    const registered = test.api.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replace("/api/v1", "")}`);
    expect([...new Set(registered)].toSorted()).toEqual(routes.toSorted());
  });

  it.each(closed)("%s asks for a credential (A11)", async (route) => {
    expect(await answer(route, {})).toMatchObject({ status: 401, title: "Unauthorized" });
  });

  it.each(closed)("%s refuses a wrong key, even beside a good cookie", async (route) => {
    const headers = { authorization: "Bearer slw_wrong", cookie, "sec-fetch-site": "same-origin" };
    expect(await answer(route, headers)).toMatchObject({ status: 401 });
  });

  it.each(writing)("%s refuses another site that uses a person's cookie (A11)", async (route) => {
    expect(await answer(route, { cookie, "sec-fetch-site": "cross-site" })).toMatchObject({ status: 403 });
    expect(await answer(route, { cookie, origin: "https://evil.example" })).toMatchObject({ status: 403 });
    expect(await answer(route, { cookie })).toMatchObject({ status: 403 });
  });

  it("is given to a signed-in browser and to a key", async () => {
    expect((await send("GET /tasks", { cookie })).status).toBe(200);
    expect((await send("GET /tasks", { authorization: `Bearer ${test.key}` })).status).toBe(200);
    const name = JSON.stringify({ name: "from the browser" });
    expect((await send("POST /api-keys", { cookie, origin: test.base, "content-type": "application/json" }, name)).status).toBe(201);
  });

  it("ends with the key", async () => {
    const created = await (await test.call("POST", "/api-keys", { body: { name: "short-lived" } })).json();
    const headers = { authorization: `Bearer ${created.key}` };
    expect((await send("GET /models", headers)).status).toBe(200);
    expect((await send(`DELETE /api-keys/${created.id}`, { authorization: `Bearer ${test.key}` })).status).toBe(204);
    expect((await send("GET /models", headers)).status).toBe(401);
  });

  it("ends with the session, whose cookie is worth nothing afterwards", async () => {
    const own = { cookie: await test.signIn(), "sec-fetch-site": "same-origin" };
    expect(await (await send("GET /session", own)).json()).toEqual({ name: "Owner", role: "owner", via: "session" });
    const left = await send("DELETE /session", own);
    expect(left.headers.get("set-cookie")).toMatch(/^slipway_3000=; Max-Age=0; Path=\/; HttpOnly/);
    expect((await send("GET /session", own)).status).toBe(401);
  });

  it("tells strangers whether it works and nothing else", async () => {
    expect(await (await send("GET /health", {})).json()).toEqual({ ok: expect.any(Boolean) });
    const details = await (await test.call("GET", "/health")).json();
    expect(details).toMatchObject({ version: "0.0.0-test", queueDepth: 0, workers: [], parts: expect.any(Array) });
  });

  it("comes with headers that keep an answer what it is", async () => {
    const { headers } = await test.call("GET", "/models");
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
  });
});

function send(route: string, headers: Record<string, string>, body?: string) {
  const [method = "", path = ""] = route.split(" ");
  return test.api.request(`${test.base}/api/v1${path.replace(":id", randomUUID())}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
}

async function answer(route: string, headers: Record<string, string>): Promise<unknown> {
  const response = await send(route, headers);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  return response.json();
}
