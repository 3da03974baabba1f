import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Environment, EnvironmentSource, EnvironmentSuggestion, Problem, Repository } from "@slipway/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commitFiles, makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";

let test: TestApi;
let folder: string;
let repository: Repository;

beforeAll(async () => {
  test = await openTestApi({ SLIPWAY_DATA_DIR: await mkdtemp(path.join(tmpdir(), "slipway-web-")) });
  folder = await makeRepository(["main", "next"], {
    "package.json": JSON.stringify({ engines: { node: "22" }, scripts: { test: "vitest run" } }),
    "package-lock.json": "{}",
  });
  repository = await bodyOf<Repository>(await test.call("POST", "/repositories", { body: { path: folder } }), 201);
});
afterAll(() => test[Symbol.asyncDispose]());

async function anEnvironment(fields: Record<string, unknown> = {}): Promise<Environment> {
  const body = { repositoryId: repository.id, name: "Default", ...fields };
  return bodyOf<Environment>(await test.call("POST", "/environments", { body }), 201);
}

async function sourceOf({ id }: Environment): Promise<EnvironmentSource | null> {
  const { source } = await bodyOf<{ source: EnvironmentSource | null }>(await test.call("GET", `/environments/${id}/source`), 200);
  return source;
}

describe("environments", () => {
  it("are suggested from the repository's files, with reasons, and nothing is stored", async () => {
    const made = await bodyOf<EnvironmentSuggestion>(await test.call("POST", `/repositories/${repository.id}/environment-suggestion`), 200);
    expect(made).toMatchObject({
      environment: { image: "node:22", setupScript: "npm ci", checks: [{ name: "test", command: "npm test" }] },
      branch: "main",
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect(made.reasons).toContainEqual({ field: "image", reason: "package.json asks for Node 22." });
    const { items } = await bodyOf<{ items: Environment[] }>(await test.call("GET", `/environments?repositoryId=${repository.id}`), 200);
    expect(items).toEqual([]);
    await anEnvironment({ name: "Suggested", ...made.environment });
  });

  it("are copied with every field, under a name of its own", async () => {
    const original = await anEnvironment({ branch: "next", image: "node:24", variables: { A: "1" }, limits: { cpus: 1 } });
    const copy = await bodyOf<Environment>(await test.call("POST", `/environments/${original.id}/copy`, { body: {} }), 201);
    const own = { id: expect.any(String), createdAt: expect.any(String), updatedAt: expect.any(String) };
    expect(copy).toEqual({ ...original, ...own, name: "Default copy" });
    expect(copy.id).not.toBe(original.id);
    await bodyOf(await test.call("POST", `/environments/${original.id}/copy`, { body: { name: "Mine" } }), 201);
  });

  it("name each faulty field", async () => {
    const body = { network: { agent: "list", hosts: ["Example.org/x"] }, limits: { cpus: 0 }, checks: [{ name: "", command: "x" }] };
    const { id } = await anEnvironment();
    const problem = await bodyOf<Problem>(await test.call("PATCH", `/environments/${id}`, { body }), 400);
    expect(problem.errors?.map((fault) => fault.path).toSorted()).toEqual(["checks.0.name", "limits.cpus", "network.hosts.0"]);
  });

  it("show the repository's own file, from the branch where their tasks begin, or its faults by line", async () => {
    const environment = await anEnvironment();
    expect(await sourceOf(environment)).toBeNull();
    const text = "image: node:20\nchecks:\n  - name: test\n    command: npm test\n";
    await commitFiles(folder, { ".slipway/environment.yml": text });
    expect(await sourceOf(environment)).toEqual({
      path: ".slipway/environment.yml",
      branch: "main",
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      text,
      file: { image: "node:20", checks: [{ name: "test", command: "npm test", timeoutSeconds: 900 }] },
      faults: [],
    });
    expect(await sourceOf(await anEnvironment({ branch: "next" }))).toBeNull();
    await commitFiles(folder, { ".slipway/environment.yml": "image: node:20\nprivileged: true\n" });
    expect(await sourceOf(environment)).toMatchObject({
      file: null,
      faults: [{ line: 2, message: expect.stringContaining("privileged") }],
    });
    await commitFiles(folder, { ".slipway/environment.yml": "#".repeat(300_000) });
    expect(await sourceOf(environment)).toMatchObject({
      text: "",
      file: null,
      faults: [{ line: 1, message: expect.stringContaining("300000 bytes") }],
    });
  });

  it("say so when their branch is gone", async () => {
    const { id } = await anEnvironment({ branch: "neext" });
    const problem = await bodyOf<Problem>(await test.call("GET", `/environments/${id}/source`), 400);
    expect(problem.detail).toMatch(/has no branch neext\. Did you mean next/);
  });

  it("are built of an image or of a Dockerfile; one that is stored has to give way to the other", async () => {
    const { id } = await anEnvironment({ dockerfile: "box/Dockerfile" });
    const both = await bodyOf<Problem>(await test.call("PATCH", `/environments/${id}`, { body: { image: "node:24" } }), 400);
    expect(both.errors).toEqual([{ path: "dockerfile", message: expect.stringContaining("set one of them to null") }]);
    const changed = await test.call("PATCH", `/environments/${id}`, { body: { image: "node:24", dockerfile: null } });
    expect(await bodyOf<Environment>(changed, 200)).toMatchObject({ image: "node:24", dockerfile: null });
  });
});
