import { CreateEnvironmentInput, InvalidInputError, NotFoundError } from "@slipway/core";
import { afterAll, expect, test } from "vitest";
import { aTask, claimed } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import {
  createEnvironment,
  createRepository,
  deleteEnvironment,
  getEnvironment,
  getRepository,
  listEnvironments,
  listRepositories,
  updateEnvironment,
} from "../index.ts";

const { db, ...database } = await withDatabase();
afterAll(() => database[Symbol.asyncDispose]());

const aRepository = (location: string) =>
  createRepository(db, { name: location, kind: "path", location, defaultBranch: "main", sample: false });

test("the same location added at once by several is one repository", async () => {
  const made = await Promise.all(
    [1, 2, 3, 4].map((n) => createRepository(db, { name: `n${n}`, kind: "path", location: "/one", defaultBranch: "main", sample: false })),
  );
  expect(new Set(made.map((repository) => repository.id)).size).toBe(1);
  expect(await getRepository(db, { repositoryId: made[0]?.id ?? "" })).toEqual(made[0]);
});

test("the repository used last stands first", async () => {
  const used = await aRepository("/used");
  await aTask(db, { location: "/used" });
  expect((await listRepositories(db))[0]).toMatchObject({ id: used.id, lastUsedAt: expect.any(String) });
});

test("an environment is read as it was written, changed field by field, and hidden once deleted", async () => {
  const { id: repositoryId } = await aRepository("/env");
  const checks = [
    { name: "test", command: "npm test", timeoutSeconds: 60 },
    { name: "lint", command: "npm run lint", timeoutSeconds: 60 },
  ];
  const input = CreateEnvironmentInput.parse({ repositoryId, name: "node", checks, variables: { CI: "1" }, limits: { cpus: 1 } });
  const made = await createEnvironment(db, { input });
  expect(made).toMatchObject({
    checks,
    variables: { CI: "1" },
    secretNames: [],
    secrets: [],
    limits: { cpus: 1 },
    resolvedLimits: { cpus: 1, steps: 100 },
  });
  expect(await getEnvironment(db, { environmentId: made.id })).toEqual(made);
  const changed = await updateEnvironment(db, {
    environmentId: made.id,
    input: { name: "node 24", branch: "next", checks: checks.toReversed() },
  });
  expect(changed).toEqual({ ...made, name: "node 24", branch: "next", checks: checks.toReversed(), updatedAt: changed.updatedAt });

  const { attemptIds } = await aTask(db, { location: "/env", environmentId: made.id });
  await deleteEnvironment(db, { environmentId: made.id });
  expect(await listEnvironments(db, { repositoryId })).toEqual([]);
  await expect(getEnvironment(db, { environmentId: made.id })).rejects.toThrow(NotFoundError);
  await expect(updateEnvironment(db, { environmentId: made.id, input: {} })).rejects.toThrow(NotFoundError);
  expect((await claimed(db, attemptIds[0])).environment).toMatchObject({ id: made.id, checks: checks.toReversed() });
});

test("secrets that cannot be sealed and checks of one name are refused", async () => {
  const { id: repositoryId } = await aRepository("/refuse");
  const check = { name: "test", command: "x" };
  const refused = [
    { secrets: { TOKEN: "hunter22" } },
    { checks: [check, check] },
    { repositoryId: "01a2044c-50d3-7efb-884d-257a0be64f02" },
  ];
  for (const fields of refused) {
    const input = CreateEnvironmentInput.parse({ repositoryId, name: "e", ...fields });
    await expect(createEnvironment(db, { input })).rejects.toThrow(InvalidInputError);
  }
  expect(await listEnvironments(db, { repositoryId })).toEqual([]);
});
