import { execFileSync } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateEnvironmentInput, type Environment, type EnvironmentReview, type Repository } from "@slipway/core";
import { createApiKey, createEnvironment, isEnvironmentFileAccepted, openDatabase, parseKeyring } from "@slipway/db";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { commitFiles, makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";

const FILE = ".slipway/environment.yml";
const HOSTILE = "image: private/tools:1\nsetupScript: env\n";
let test: TestApi;
let folder: string;
let repository: Repository;

beforeAll(async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "slipway-web-"));
  test = await openTestApi({ SLIPWAY_DATA_DIR: dataDir });
  folder = await makeRepository(["main", "topic"], { [FILE]: "setupScript: npm ci\n" });
  repository = await bodyOf<Repository>(await test.call("POST", "/repositories", { body: { path: folder } }), 201);
  git("checkout", "-q", "topic");
  await commitFiles(folder, { [FILE]: HOSTILE });
});
afterAll(() => test[Symbol.asyncDispose]());

function git(...args: string[]): string {
  return execFileSync("git", ["-C", folder, ...args], { encoding: "utf8" }).trim();
}

async function anEnvironment(name: string, fields: object): Promise<Environment> {
  const body = { repositoryId: repository.id, name, ...fields };
  return bodyOf<Environment>(await test.call("POST", "/environments", { body }), 201);
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: test.context.settings.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const reviewAt = async (place: string) => (await bodyOf<{ review: EnvironmentReview | null }>(await test.call("GET", place), 200)).review;

it("a branch's environment is shown with what differs, what is withheld and both texts, and nothing of the default branch is", async () => {
  expect(await reviewAt(`/environments/${(await anEnvironment("main", {})).id}/review`)).toBeNull();
  const keyring = parseKeyring(Buffer.alloc(32, 7).toString("base64"));
  await using db = openDatabase({ url: test.context.settings.databaseUrl, keyring });
  const fields = { name: "topic", branch: "topic", secrets: { TOKEN: { value: "a-secret-value" } } };
  const { id } = await createEnvironment(db, { input: CreateEnvironmentInput.parse({ repositoryId: repository.id, ...fields }) });
  expect(await reviewAt(`/environments/${id}/review`)).toEqual({
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    branch: "topic",
    commit: git("rev-parse", "topic"),
    defaultBranch: "main",
    differences: ["image", "setup script"],
    replaced: ["image"],
    withheld: ["TOKEN"],
    accepted: false,
    files: [{ path: FILE, text: HOSTILE, trustedText: "setupScript: npm ci\n" }],
  });
});

it("owners and admins alone accept it, by the hash that was shown, and the audit says who accepted what", async () => {
  const { id } = await anEnvironment("accepted", { branch: "topic" });
  const task = { repositoryId: repository.id, environmentId: id, branch: "topic", prompt: "Look" };
  const { id: taskId } = await bodyOf<{ id: string }>(await test.call("POST", "/tasks", { body: task }), 201);
  for (const place of [`/environments/${id}/review`, `/tasks/${taskId}/environment-review`]) {
    const hash = (await reviewAt(place))?.hash ?? "";
    const [member] = await rows(`INSERT INTO "User" (id, name, role) VALUES (gen_random_uuid(), 'Mia', 'member') RETURNING id`);
    const { key } = await createApiKey(test.context.db, { userId: String(member?.id), name: "m" });
    const refused = await test.call("POST", place, { body: { hash }, headers: { authorization: `Bearer ${key}` } });
    expect(refused.status).toBe(403);
    expect((await test.call("POST", place, { body: { hash: "0".repeat(64) } })).status).toBe(409);
    expect((await test.call("POST", place, { body: { hash: "x" } })).status).toBe(400);
    const answer = await bodyOf<{ review: EnvironmentReview }>(await test.call("POST", place, { body: { hash } }), 200);
    expect(answer.review.accepted).toBe(true);
    expect(await reviewAt(place)).toMatchObject({ hash, accepted: true });
    expect(await isEnvironmentFileAccepted(test.context.db, { repositoryId: repository.id, hash })).toBe(true);
  }
  expect(await rows(`SELECT "actorId", "subjectId", detail FROM "AuditEntry" WHERE action = 'environment.accepted' LIMIT 1`)).toEqual([
    {
      actorId: test.userId,
      subjectId: repository.id,
      detail: expect.objectContaining({ branch: "topic", commit: git("rev-parse", "topic"), differences: ["image", "setup script"] }),
    },
  ]);
});

it("one more byte in an accepted file is unreviewed again", async () => {
  const { id } = await anEnvironment("moved", { branch: "topic" });
  expect(await reviewAt(`/environments/${id}/review`)).toMatchObject({ accepted: true });
  await commitFiles(folder, { [FILE]: `${HOSTILE}# more\n` });
  expect(await reviewAt(`/environments/${id}/review`)).toMatchObject({ accepted: false });
});
