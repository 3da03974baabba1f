import { randomUUID } from "node:crypto";
import type { Environment, Problem, Repository } from "@slipway/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";

const unknownId = randomUUID();
let test: TestApi;
let repository: Repository;
let foreignEnvironment: Environment;
let emptyPath: string;

beforeAll(async () => {
  test = await openTestApi();
  const [path, otherPath] = await Promise.all([makeRepository(["main", "develop", "release/2"]), makeRepository(["main"])]);
  emptyPath = await makeRepository([]);
  repository = await bodyOf<Repository>(await test.call("POST", "/repositories", { body: { path } }), 201);
  const other = await bodyOf<Repository>(await test.call("POST", "/repositories", { body: { path: otherPath } }), 201);
  foreignEnvironment = await bodyOf<Environment>(
    await test.call("POST", "/environments", { body: { repositoryId: other.id, name: "other" } }),
    201,
  );
});
afterAll(() => test[Symbol.asyncDispose]());

describe("a task that cannot run is refused with one clear sentence", () => {
  it.each<[string, () => Record<string, unknown>, number, RegExp]>([
    ["an unknown repository", () => ({ repositoryId: unknownId }), 404, new RegExp(`^There is no repository ${unknownId}\\.$`)],
    ["a repository that is no id", () => ({ repositoryId: "1 OR 1=1" }), 400, /not an id/],
    ["an operator in place of an id", () => ({ repositoryId: { not: "" } }), 400, /repositoryId|not an id/],
    ["a branch that does not exist", () => ({ branch: "develp" }), 400, /has no branch develp\. Did you mean develop/],
    ["an empty prompt", () => ({ prompt: "" }), 400, /^Write what the agent should do\.$/],
    ["a prompt of spaces", () => ({ prompt: " \n\t " }), 400, /^Write what the agent should do\.$/],
    ["no prompt", () => ({ prompt: undefined }), 400, /^prompt is missing\.$/],
    ["a prompt of 1 MB", () => ({ prompt: "x".repeat(2 ** 20) }), 400, /longer than 100,000 characters/],
    ["a prompt with NUL", () => ({ prompt: "a\u0000b" }), 400, /control character \(U\+0000, line 1\)/],
    ["a prompt with bidi characters", () => ({ prompt: "line\na\u202Eb" }), 400, /invisible character.*\(U\+202E, line 2\)/],
    ...["--upload-pack=x", "a..b", "a b", "x.lock", "@{-1}", "HEAD", "a\nb", "refs/heads/main", "a\u202Eb", "/a", "a~1", ""].map(
      (branch): [string, () => Record<string, unknown>, number, RegExp] => [
        `the branch ${JSON.stringify(branch)}`,
        () => ({ branch }),
        400,
        /branch/i,
      ],
    ),
    ["an unknown environment", () => ({ environmentId: unknownId }), 404, new RegExp(unknownId)],
    ["another repository's environment", () => ({ environmentId: foreignEnvironment.id }), 400, /belongs to another repository/],
    ["too many attempts", () => ({ attempts: 9 }), 400, /attempts/],
    ["negative limits", () => ({ limits: { steps: -1 } }), 400, /steps/],
    ["fields that are not ours to take", () => ({ userId: unknownId }), 400, /no field "userId"/],
    ["the demo model on a real repository", () => ({ model: "demo" }), 400, /only fits the bundled sample/],
  ])("%s", async (_name, overrides, status, detail) => {
    const body = { repositoryId: repository.id, prompt: "Fix it", ...overrides() };
    const problem = await problemOf(await test.call("POST", "/tasks", { body }), status);
    expect(problem.detail).toMatch(detail);
  });

  it("stores none of them", async () => {
    expect(await bodyOf(await test.call("GET", "/tasks"), 200)).toEqual({ items: [], nextCursor: null });
  });
});

describe("a repository that cannot be read is refused with the reason", () => {
  it.each<[string, () => Record<string, unknown>, RegExp]>([
    ["without commits", () => ({ path: emptyPath }), /commit/i],
    ["that does not exist", () => ({ path: `${emptyPath}/nowhere` }), /nowhere/],
    ["by a relative path", () => ({ path: "../etc" }), /path/i],
    ["by an option in place of an address", () => ({ url: "--upload-pack=touch /tmp/x" }), /http/i],
    ["by another protocol", () => ({ url: "ext::sh -c id" }), /http/i],
    ["by file address", () => ({ url: "file:///etc" }), /http/i],
    ["with path and url", () => ({ path: emptyPath, url: "https://example.org/a.git" }), /either url/],
    ["with neither", () => ({}), /either url/],
  ])("%s", async (_name, body, detail) => {
    const problem = await problemOf(await test.call("POST", "/repositories", { body: body() }), 400);
    expect(problem.detail).toMatch(detail);
  });
});

describe("a request that is no request", () => {
  it("with broken JSON is a clear 400", async () => {
    const response = await send("{", "application/json");
    expect((await problemOf(response, 400)).detail).toBe("The body is not valid JSON.");
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])("as %s is refused", async (type) => {
    await problemOf(await send("{}", type), 415);
  });

  it("of more than 2 MB is refused before it is read", async () => {
    await problemOf(await send(JSON.stringify({ prompt: "x".repeat(2 ** 21) }), "application/json"), 413);
  });

  it("to nowhere names the place where the routes are listed", async () => {
    expect((await problemOf(await test.call("GET", "/nothing"), 404)).detail).toContain("/api/v1/openapi.json");
  });

  it.each(["evil.example", "localhost.evil.example:3000"])("under the name %s is not answered", async (host) => {
    await problemOf(await test.call("GET", "/tasks", { headers: { host } }), 421);
  });
});

function send(body: string, type: string): Promise<Response> | Response {
  return test.api.request(`${test.base}/api/v1/tasks`, {
    method: "POST",
    headers: { authorization: `Bearer ${test.key}`, "content-type": type },
    body,
  });
}

async function problemOf(response: Response, status: number): Promise<Problem> {
  const problem = await bodyOf<Problem>(response, status);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(problem).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  return problem;
}
