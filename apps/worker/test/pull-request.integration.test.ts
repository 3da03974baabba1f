import { CreateEnvironmentInput } from "@slipway/core";
import { addMessage, createDelivery, createEnvironment, createRepository, createTask, ensureOwner } from "@slipway/db";
import { expect, test } from "vitest";
import { aGitHost } from "./a-git-host.ts";
import { aSampleRepository, git } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, untilTask } from "./a-worker.ts";

const TOKEN = "ghs_testtokentesttokentesttoken";

test("a task of a GitHub repository ends in one draft pull request, and its follow-up updates that one", async () => {
  await using model = await aScriptedModel(({ step, prompt }) =>
    step === 0
      ? { calls: [{ name: "shell", input: { command: `echo "${prompt.slice(0, 5)}" >> notes.md` } }] }
      : { calls: [{ name: "finish", input: { title: "Notes", summary: "Wrote the notes.", not_verified: ["Whether it reads well."] } }] },
  );
  await using host = await aGitHost(TOKEN);
  await using sample = await aSampleRepository();
  await git(sample.folder, "push", "-q", host.folder, "main");
  await using site = await aWorkerSite({
    ...model.variables,
    GITHUB_TOKEN: TOKEN,
    GITHUB_API_URL: host.apiUrl,
    GIT_SSL_CAINFO: host.caBundle,
  });
  await site.start();
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  const repository = await createRepository(site.db, {
    name: "acme/app",
    kind: "github",
    location: host.location,
    defaultBranch: "main",
    sample: false,
  });
  const checks = [
    { name: "notes", command: "[ ! -f notes.md ]", timeoutSeconds: 20 },
    { name: "words", command: "printf '1..1\\nok 1 - reads\\n'", timeoutSeconds: 20 },
  ];
  const environment = await createEnvironment(site.db, {
    input: CreateEnvironmentInput.parse({ repositoryId: repository.id, name: "Default", checks }),
  });
  const { taskId } = await createTask(site.db, {
    userId,
    input: { repositoryId: repository.id, prompt: "first", mode: "code", attempts: 1, limits: { cpus: 1, memoryBytes: 512 * 2 ** 20 } },
    model: "scripted",
    demo: false,
    title: "Write the notes",
    branch: "main",
    environmentId: environment.id,
  });
  const deliver = async (turns: number) => {
    const task = await untilTask(
      site.db,
      taskId,
      (each) => each.turns === turns && (each.status === "succeeded" || each.status === "failed"),
    );
    expect(task.turnList.at(-1)?.attempts[0]?.failure).toBeNull();
    const attemptId = task.turnList.at(-1)?.attempts[0]?.id ?? "";
    const input = { kind: "pull_request", draft: true, acceptWarnings: false } as const;
    await createDelivery(site.db, {
      attemptId,
      userId,
      input,
      branch: "slipway/notes",
      title: "Write the notes",
      body: "Closes #7, cc @ada",
    });
    return (await untilTask(site.db, taskId, (each) => each.deliveries.filter(({ finishedAt }) => finishedAt !== null).length === turns))
      .deliveries;
  };
  const [first] = await deliver(1);
  expect(first).toMatchObject({ state: "delivered", error: null, pullRequestNumber: 1, branch: "slipway/notes" });
  await addMessage(site.db, { taskId, userId, input: { text: "again", comments: [] } });
  const deliveries = await deliver(2);
  expect(deliveries.map(({ state, pullRequestNumber }) => ({ state, pullRequestNumber }))).toEqual([
    { state: "delivered", pullRequestNumber: 1 },
    { state: "delivered", pullRequestNumber: 1 },
  ]);
  expect(host.pullRequests).toHaveLength(1);
  expect(host.pullRequests[0]).toMatchObject({ base: "main", head: "slipway/notes", draft: true, title: "Write the notes" });
  expect(host.pullRequests[0]?.body).not.toMatch(/#7|@ada/);
  expect(host.pullRequests[0]?.body).toContain(
    "### Checks run by Slipway\n- notes: failed; it passed before\n- words: passed, as before (1 passed)",
  );
  expect(host.pullRequests[0]?.body).toContain("### Not verified\n- Whether it reads well.");
  expect((await git(host.folder, "rev-list", "--count", "main..slipway/notes")).trim()).toBe("2");
});

test("without a token the person is told which access is missing", async () => {
  await using model = await aScriptedModel(() => ({ text: "x" }));
  await using host = await aGitHost(TOKEN);
  await using site = await aWorkerSite({ ...model.variables, GITHUB_API_URL: host.apiUrl, GIT_SSL_CAINFO: host.caBundle });
  await site.start();
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  const repository = await createRepository(site.db, {
    name: "acme/app",
    kind: "github",
    location: host.location,
    defaultBranch: "main",
    sample: false,
  });
  const { taskId } = await createTask(site.db, {
    userId,
    input: { repositoryId: repository.id, prompt: "x", mode: "code", attempts: 1, limits: {} },
    model: "scripted",
    demo: false,
    title: "x",
    branch: "main",
    environmentId: null,
  });
  const task = await untilTask(site.db, taskId, ({ status }) => status === "failed");
  expect(task.turnList[0]?.attempts[0]?.failure).toMatchObject({
    code: "repository_unavailable",
    message: expect.stringContaining("token"),
  });
});
