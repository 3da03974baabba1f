import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { ForbiddenError, InvalidInputError, NotFoundError, UnavailableError } from "@slipway/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { type EnsurePullRequestOptions, ensurePullRequest } from "../index.ts";

type Pull = { number: number; html_url: string; title: string; body: string; head: string; base: string; draft: boolean };
type Fault = { on: string; status: number; headers?: Record<string, string>; body?: unknown; effect?: boolean; cut?: boolean };

/** A forge with one repository; `faults` are met in order, each by the next request of its method. */
async function aForge(faults: Fault[] = []) {
  const pulls: Pull[] = [];
  const requests: string[] = [];
  const waits: number[] = [];
  const server = createServer(async (request, response) => {
    const method = request.method ?? "";
    requests.push(method);
    const input = await readJson(request);
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    const fault = faults[0]?.on === method ? faults.shift() : undefined;
    if (fault !== undefined && fault.effect !== true) return void answer(fault.status, fault.body ?? { message: "fault" }, fault.headers);
    const result = handle(method, new URL(request.url ?? "/", "http://localhost"), input, pulls);
    if (fault?.cut) return void response.destroy();
    if (fault !== undefined) return void answer(fault.status, { message: "fault" });
    answer(result.status, result.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const ensure = (overrides: Partial<EnsurePullRequestOptions> = {}) =>
    ensurePullRequest({
      location: "https://github.com/owner/name",
      head: "slipway/x",
      base: "main",
      title: "A title",
      body: "A body",
      draft: true,
      token: "t",
      apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      pause: async (waitMs) => void waits.push(waitMs),
      now: () => 1_000_000_000_000,
      ...overrides,
    });
  return { pulls, requests, waits, ensure };
}

function handle(method: string, url: URL, input: Record<string, unknown>, pulls: Pull[]): { status: number; body: unknown } {
  if (!url.pathname.startsWith("/repos/owner/name/pulls")) return { status: 404, body: { message: "Not Found" } };
  if (method === "GET") return { status: 200, body: pulls.filter((pull) => `owner:${pull.head}` === url.searchParams.get("head")) };
  if (method === "PATCH")
    return { status: 200, body: Object.assign(pulls.find((pull) => url.pathname.endsWith(`/${pull.number}`)) ?? {}, input) };
  if (pulls.some((pull) => pull.head === input.head))
    return { status: 422, body: { message: "Validation Failed: a pull request already exists" } };
  const made = { number: pulls.length + 1, html_url: `https://github.com/owner/name/pull/${pulls.length + 1}`, ...input } as Pull;
  pulls.push(made);
  return { status: 201, body: made };
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
}

const first = { number: 1, url: "https://github.com/owner/name/pull/1" };

describe("ensurePullRequest", () => {
  it("opens one, then finds it, and brings its text up to date", async () => {
    const forge = await aForge();
    expect(await forge.ensure()).toEqual({ ...first, created: true });
    expect(await forge.ensure()).toEqual({ ...first, created: false });
    expect(forge.requests).toEqual(["GET", "POST", "GET"]);
    expect(await forge.ensure({ title: "Another title" })).toEqual({ ...first, created: false });
    expect(forge.pulls).toEqual([
      { number: 1, html_url: first.url, head: "slipway/x", base: "main", title: "Another title", body: "A body", draft: true },
    ]);
  });

  it.each([
    ["an error answer after the effect", { on: "POST", status: 502, effect: true }],
    ["a lost answer", { on: "POST", status: 0, effect: true, cut: true }],
    ["an error before the effect", { on: "POST", status: 500 }],
    ["a failed look-up", { on: "GET", status: 503 }],
  ])("leads to exactly one in spite of %s", async (_name, fault) => {
    const forge = await aForge([fault]);
    expect(await forge.ensure()).toEqual({ ...first, created: true });
    expect(forge.pulls).toHaveLength(1);
  });

  it("takes over one that came up between looking and opening", async () => {
    const forge = await aForge([{ on: "POST", status: 422, effect: true }]);
    expect(await forge.ensure()).toEqual({ ...first, created: false });
    expect(forge.pulls).toHaveLength(1);
  });

  it.each([
    ["Retry-After", { status: 403, headers: { "retry-after": "7" }, body: { message: "secondary rate limit" } }, 7_000],
    ["the reset", { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000000042" } }, 42_000],
    ["a minute, where nothing is said", { status: 429 }, 60_000],
  ])("waits for %s at a rate limit", async (_name, fault, waitMs) => {
    const forge = await aForge([{ on: "POST", ...fault }]);
    expect(await forge.ensure()).toEqual({ ...first, created: true });
    expect(forge.waits).toEqual([waitMs]);
  });

  it("says when to come back where the limit lasts long", async () => {
    const forge = await aForge([{ on: "GET", status: 403, headers: { "retry-after": "1800" } }]);
    await expect(forge.ensure()).rejects.toThrow(/rate limit is reached\. Try again in 30 min/);
    expect(forge.waits).toEqual([]);
  });

  it.each([
    [401, ForbiddenError, /Renew it/],
    [403, ForbiddenError, /Pull requests: write/],
    [404, NotFoundError, /shows no repository owner\/name/],
  ])("explains the answer %i", async (status, type, message) => {
    const forge = await aForge([{ on: "GET", status, body: { message: "no" } }]);
    const refused = forge.ensure();
    await expect(refused).rejects.toThrow(type);
    await expect(refused).rejects.toThrow(message);
  });

  it("passes on why it is refused, and gives up on a server that stays broken", async () => {
    const refused = await aForge([{ on: "POST", status: 422, body: { message: "No commits between main and slipway/x" } }]);
    const answer = refused.ensure();
    await expect(answer).rejects.toThrow(InvalidInputError);
    await expect(answer).rejects.toThrow(/No commits between/);
    const broken = await aForge(Array.from({ length: 9 }, () => ({ on: "POST", status: 500 })));
    await expect(broken.ensure()).rejects.toThrow(UnavailableError);
    expect(broken.requests.filter((method) => method === "POST")).toHaveLength(3);
  });

  it("refuses an address that is no repository's", async () => {
    const forge = await aForge();
    await expect(forge.ensure({ location: "https://github.com/owner" })).rejects.toThrow(InvalidInputError);
  });
});
