import { compareChecks, tallyChecks, tallyWords } from "@slipway/core";
import { readVerificationLog } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel, commandScript } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

/** What the agent makes the tests say; at base the first two fail. */
const AT_HEAD = "not ok 1 - stays\nok 2 - gets well\nnot ok 3 - breaks\nok 4 - is well\n1..4";
const AT_BASE = "not ok 1 - stays\nnot ok 2 - gets well\nok 3 - breaks\nok 4 - is well\n1..4";
const TAP = `[ -f tap ] && cat tap || printf '${AT_BASE.replaceAll("\n", "\\n")}\\n'; exit 1`;

test("single tests are told apart between base and head, and every figure is in the task", async () => {
  await using model = await aScriptedModel(commandScript(`printf '${AT_HEAD.replaceAll("\n", "\\n")}\\n' > tap`));
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const environment = { checks: [{ name: "tap", command: TAP, timeoutSeconds: 20 }] };
  const { taskId } = await sendTask(site.db, { location: repository.folder, prompt: "x", environment });
  const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded");
  const verifications = task.turnList[0]?.attempts[0]?.verifications ?? [];
  const [check] = compareChecks(verifications);
  expect(check).toMatchObject({
    verdict: "newly_failing",
    tests: { newlyFailing: ["breaks"], fixed: ["gets well"], failedBefore: ["stays"], flaky: [], notSeen: [] },
  });
  expect(tallyWords(tallyChecks(check === undefined ? [] : [check]))).toBe("1 newly failing, 1 fixed, 1 failed before");
  expect(check?.head?.tests).toMatchObject({ source: "TAP", passed: 2, failed: 2, skipped: 0 });
});

test("a check that fails at first and then passes on the same tree is flaky, and both logs are kept", async () => {
  await using model = await aScriptedModel(commandScript("date +%s > stamp"));
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const old = "[ $(( $(date +%s) - $(cat stamp) )) -ge 15 ]";
  const command = `[ -f stamp ] || exit 0; if ${old}; then echo second run; exit 0; fi; until ${old}; do sleep 0.2; done; echo first run; exit 1`;
  const environment = {
    checks: [
      { name: "moody", command, timeoutSeconds: 60 },
      { name: "well", command: "true", timeoutSeconds: 20 },
    ],
  };
  const { taskId } = await sendTask(site.db, { location: repository.folder, prompt: "x", environment });
  const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded");
  const verifications = task.turnList[0]?.attempts[0]?.verifications ?? [];
  const head = verifications.filter(({ side }) => side === "head");
  expect(head.map(({ name, outcome, flaky }) => ({ name, outcome, flaky }))).toEqual([
    { name: "moody", outcome: "failed", flaky: true },
    { name: "well", outcome: "passed", flaky: false },
  ]);
  const log = await readVerificationLog(site.db, { verificationId: head[0]?.id ?? "" });
  expect(log).toMatch(/^first run\n\n──── Slipway: run again on the same tree: passed ────\nsecond run\n$/);
});

test("a check that fails twice is no flaky one", async () => {
  await using model = await aScriptedModel(commandScript("touch broken"));
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const environment = { checks: [{ name: "test", command: "[ ! -f broken ]", timeoutSeconds: 20 }] };
  const { taskId } = await sendTask(site.db, { location: repository.folder, prompt: "x", environment });
  const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded");
  const head = task.turnList[0]?.attempts[0]?.verifications.find(({ side }) => side === "head");
  expect(head).toMatchObject({ outcome: "failed", flaky: false });
  expect(await readVerificationLog(site.db, { verificationId: head?.id ?? "" })).toContain("run again on the same tree: failed");
});

test("the files that a check declares tell of single tests, but for those that were there before it", async () => {
  await using model = await aScriptedModel(
    commandScript(`mkdir -p old reports/a && printf '<testsuite><testcase name="stale"/></testsuite>' > reports/stale.xml; touch broken`),
  );
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const suite = (name: string, inner: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><testsuite><testcase name="${name}">${inner}</testcase></testsuite>`;
  const command = [
    "mkdir -p reports/a && sleep 0.1",
    `if [ -f broken ]; then printf '${suite("one", "<failure/>")}' > reports/one.xml; else printf '${suite("one", "")}' > reports/one.xml; fi`,
    `printf '${suite("two", "")}' > reports/a/two.xml`,
    "[ ! -f broken ]",
  ].join("\n");
  const environment = { checks: [{ name: "files", command, timeoutSeconds: 20, report: "reports/**/*.xml" }] };
  const { taskId } = await sendTask(site.db, { location: repository.folder, prompt: "x", environment });
  const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded");
  const [check] = compareChecks(task.turnList[0]?.attempts[0]?.verifications ?? []);
  expect(check?.head?.tests).toMatchObject({ source: "JUnit XML", passed: 1, failed: 1 });
  expect(check?.tests?.newlyFailing).toEqual(["one"]);
});
