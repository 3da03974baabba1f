import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateEnvironmentInput, InvalidInputError, UpdateEnvironmentInput } from "@slipway/core";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { withDatabase } from "../../test/with-database.ts";
import {
  copyEnvironment,
  createEnvironment,
  createRepository,
  type Database,
  getEnvironment,
  openDatabase,
  parseKeyring,
  readKeyring,
  readSecrets,
  resealSecrets,
  SecretsError,
  secretHashes,
  updateEnvironment,
} from "../index.ts";

const [older, newer] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];
const { db, url, ...database } = await withDatabase({ keyring: parseKeyring(older) });
afterAll(() => database[Symbol.asyncDispose]());

const NPM = { value: "Bearer npm_canary-1234", scope: "gateway" as const, hosts: ["npm.example.org"] };

async function anEnvironment(secrets: CreateEnvironmentInput["secrets"], on: Database = db): Promise<string> {
  const location = `/srv/${randomBytes(4).toString("hex")}`;
  const { id: repositoryId } = await createRepository(on, { name: "r", kind: "path", location, defaultBranch: "main", sample: false });
  return (await createEnvironment(on, { input: CreateEnvironmentInput.parse({ repositoryId, name: "e", secrets }) })).id;
}

function withKeys(keys: string | null): Database {
  return openDatabase({ url, maxConnections: 2, keyring: keys === null ? null : parseKeyring(keys) });
}

async function sql(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

test("S09: secrets go in as values and come out as names, and only the worker's verb opens them", async () => {
  const environmentId = await anEnvironment({ DEPLOY: "canary-setup-1", NPM });
  const shown = await getEnvironment(db, { environmentId });
  expect(shown.secrets).toEqual([
    { name: "DEPLOY", scope: "setup", hosts: [], header: null, updatedAt: expect.any(String) },
    { name: "NPM", scope: "gateway", hosts: ["npm.example.org"], header: "Authorization", updatedAt: expect.any(String) },
  ]);
  expect(shown.secretNames).toEqual(["DEPLOY", "NPM"]);
  expect(JSON.stringify(shown)).not.toContain("canary");
  expect(await readSecrets(db, { environmentId })).toEqual([
    { name: "DEPLOY", value: "canary-setup-1", scope: "setup", hosts: [], header: null },
    { name: "NPM", ...NPM, header: "Authorization" },
  ]);
});

test("S09: no row of the database holds a value, in text, base64 or hex", async () => {
  await anEnvironment({ CANARY: "canary-at-rest-81723" });
  const tables = await sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  const dumps = await Promise.all(tables.map(({ tablename }) => sql(`SELECT to_jsonb(t)::text AS row FROM "${tablename}" t`)));
  const dump = dumps
    .flat()
    .map((row) => row.row)
    .join("\n");
  expect(dump).toContain("CANARY");
  for (const encoding of ["utf8", "base64", "hex"] as const) {
    expect(dump).not.toContain(Buffer.from("canary-at-rest-81723").toString(encoding).replaceAll("=", ""));
  }
});

test("S09: a ciphertext that is moved to another row does not open there", async () => {
  const [mine, other] = [await anEnvironment({ TOKEN: "value-of-mine" }), await anEnvironment({ TOKEN: "value-of-other" })];
  await sql(
    `UPDATE "EnvironmentSecret" victim SET ciphertext = source.ciphertext, nonce = source.nonce
     FROM "EnvironmentSecret" source WHERE victim."environmentId" = $1 AND source."environmentId" = $2`,
    [mine, other],
  );
  await expect(readSecrets(db, { environmentId: mine })).rejects.toThrow(/^Secret TOKEN is stored damaged or in another's place/);
  expect(await readSecrets(db, { environmentId: other })).toMatchObject([{ value: "value-of-other" }]);
});

test("S10: rotation: the old value is readable, sealing anew uses the new key, and then the old key may go", async () => {
  const environmentId = await anEnvironment({ TOKEN: "value-to-rotate" });
  await using rotating = withKeys(`${newer},${older}`);
  expect(await readSecrets(rotating, { environmentId })).toMatchObject([{ value: "value-to-rotate" }]);
  expect((await resealSecrets(rotating)).resealed).toBeGreaterThan(0);
  expect((await resealSecrets(rotating)).resealed).toBe(0);
  await using rotated = withKeys(newer);
  expect(await readSecrets(rotated, { environmentId })).toMatchObject([{ value: "value-to-rotate" }]);
  await expect(readSecrets(db, { environmentId })).rejects.toThrow(
    `Secret TOKEN was sealed with the key ${parseKeyring(newer).writing.id}; this server has ${parseKeyring(older).writing.id}.`,
  );
});

test("S10: what cannot be opened is told and left as it is, and giving it a value again mends it", async () => {
  const environmentId = await anEnvironment({ LOST: "value-of-a-lost-key" });
  await using other = withKeys(newer);
  const { unreadable } = await resealSecrets(other);
  expect(unreadable).toContainEqual({ environmentId, name: "LOST", reason: expect.stringContaining("was sealed with the key") });
  expect(await readSecrets(db, { environmentId })).toMatchObject([{ value: "value-of-a-lost-key" }]);
  await updateEnvironment(other, { environmentId, input: { secrets: { LOST: "found-again" } } });
  expect(await readSecrets(other, { environmentId })).toMatchObject([{ value: "found-again" }]);
});

test("S10: without any key secrets are refused with what to do, and stored ones stay closed", async () => {
  await using keyless = withKeys(null);
  await expect(anEnvironment({ TOKEN: "something" }, keyless)).rejects.toThrow(InvalidInputError);
  const environmentId = await anEnvironment({ TOKEN: "something" });
  await expect(updateEnvironment(keyless, { environmentId, input: { secrets: { TOKEN: "other-value" } } })).rejects.toThrow(
    /Set SLIPWAY_SECRET_KEY/,
  );
  await expect(readSecrets(keyless, { environmentId })).rejects.toThrow(SecretsError);
  expect(await resealSecrets(keyless)).toEqual({ resealed: 0, unreadable: [] });
  await updateEnvironment(keyless, { environmentId, input: { secrets: { TOKEN: null } } });
  expect((await getEnvironment(keyless, { environmentId })).secrets).toEqual([]);
});

test("an update changes the secrets that it names and no other", async () => {
  const environmentId = await anEnvironment({ A: "value-of-a", B: "value-of-b", C: "value-of-c" });
  const input = UpdateEnvironmentInput.parse({ secrets: { A: { value: "new-value-of-a", scope: "agent" }, B: null, D: "value-of-d" } });
  await updateEnvironment(db, { environmentId, input });
  expect(await readSecrets(db, { environmentId })).toMatchObject([
    { name: "A", value: "new-value-of-a", scope: "agent" },
    { name: "C", value: "value-of-c" },
    { name: "D", value: "value-of-d" },
  ]);
});

test("hashes tell a changed value, scope or name, and are equal for nobody else's secret of the same value", async () => {
  const environmentId = await anEnvironment({ A: "same-value", B: "same-value" });
  const [a, b] = await secretHashes(db, { environmentId });
  expect(a).toEqual({ name: "A", scope: "setup", hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(a?.hash).not.toBe(b?.hash);
  await updateEnvironment(db, { environmentId, input: { secrets: { A: "same-value" } } });
  expect((await secretHashes(db, { environmentId }))[0]).toEqual(a);
  await updateEnvironment(db, { environmentId, input: { secrets: { A: "other-value" } } });
  expect((await secretHashes(db, { environmentId }))[0]?.hash).not.toBe(a?.hash);
});

test("the keys are read from the setting or else from the file, and a file that is gone is named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-keys-"));
  const file = join(folder, "secret-key");
  await writeFile(file, `${older}\n`);
  expect((await readKeyring({ file }))?.writing.id).toBe(parseKeyring(older).writing.id);
  expect((await readKeyring({ keys: newer, file }))?.writing.id).toBe(parseKeyring(newer).writing.id);
  expect(await readKeyring({})).toBeNull();
  await rm(folder, { recursive: true });
  await expect(readKeyring({ file })).rejects.toThrow(`The secret key ${file} cannot be read (ENOENT).`);
});

test("a copied environment has the same fields and secrets of its own", async () => {
  const environmentId = await anEnvironment({ DEPLOY: "canary-setup-1", NPM });
  const checks = [{ name: "test", command: "npm test", timeoutSeconds: 60 }];
  const original = await updateEnvironment(db, { environmentId, input: { checks, branch: "next", variables: { A: "1" } } });
  const copy = await copyEnvironment(db, { environmentId, name: "e copy" });
  const ownFields = { id: expect.any(String), createdAt: expect.any(String), updatedAt: expect.any(String), secrets: expect.any(Array) };
  expect(copy).toEqual({ ...original, name: "e copy", ...ownFields });
  await updateEnvironment(db, { environmentId, input: { secrets: { DEPLOY: null, NPM: null } } });
  expect(await readSecrets(db, { environmentId: copy.id })).toMatchObject([
    { name: "DEPLOY", value: "canary-setup-1", scope: "setup" },
    { name: "NPM", value: "Bearer npm_canary-1234", scope: "gateway", hosts: ["npm.example.org"] },
  ]);
});
