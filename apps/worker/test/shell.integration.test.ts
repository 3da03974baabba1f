import { isTerminal } from "@slipway/core";
import { readEvents } from "@slipway/db";
import { expect, test, vi } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

vi.setConfig({ testTimeout: 120_000 });

/** Runs the commands one after the other as an agent would; gives what the model read of each, and how each ended. */
async function shellOf(
  commands: readonly (string | { command: string; cwd?: string; timeout_seconds?: number })[],
  checks: { name: string; command: string }[] = [],
) {
  await using repository = await aSampleRepository();
  await using model = await aScriptedModel(({ step }) => {
    const given = commands[step];
    if (given === undefined) return { calls: [{ name: "finish", input: { title: "Done", summary: "Did it." }, callId: "end" }] };
    return { calls: [{ name: "shell", input: typeof given === "string" ? { command: given } : given, callId: `call-${step}` }] };
  });
  await using site = await aWorkerSite(model.variables);
  await site.start();
  const { taskId, attemptId } = await sendTask(site.db, {
    location: repository.folder,
    prompt: "Work",
    environment: { checks: checks.map((check) => ({ ...check, timeoutSeconds: 30 })) },
  });
  const task = await untilTask(site.db, taskId, ({ status }) => isTerminal(status));
  const events = (await readEvents(site.db, { attemptId, after: 0, limit: 1_000 })).map(({ body }) => body);
  const outputs = events.flatMap((body) => (body.type === "tool.finished" ? [body.output] : []));
  const endings = events.flatMap((body) => (body.type === "command.finished" ? [body] : []));
  return { attempt: task.turnList[0]?.attempts[0], outputs, endings, events };
}

test("a server that was started in the background answers the next call, and is dead once the agent has ended", async () => {
  const alive = "curl -s -o /dev/null -w '%{http_code}' localhost:8000";
  const { outputs, endings, attempt } = await shellOf(
    ["echo kept > notes.txt; python3 -m http.server 8000 & until curl -sf localhost:8000 >/dev/null; do sleep 0.1; done; echo up", alive],
    [{ name: "quiet", command: `! ${alive} && ! pgrep -f 'http[.]server'` }],
  );
  expect(outputs[0]).toMatch(/\nup\n$/);
  expect(endings[0]).toMatchObject({ ending: "exited", exitCode: 0 });
  expect(endings[0]?.durationMs).toBeLessThan(30_000);
  expect(outputs[1]).toContain("200");
  const check = attempt?.verifications.find(({ side }) => side === "head");
  expect(check).toMatchObject({ name: "quiet", outcome: "passed" });
});

test("every call is a shell of its own: folders, variables and options do not stay, files do", async () => {
  const { outputs } = await shellOf([
    "cd /tmp && export LEFT=over && set -e && echo kept > kept.txt",
    'echo "[$LEFT] $(pwd)"; cat /tmp/kept.txt',
    { command: "pwd; shopt -q login_shell && echo login", cwd: "/tmp" },
  ]);
  expect(outputs[1]).toMatch(/\n\[\] \/workspace\nkept\n$/);
  expect(outputs[2]).toMatch(/\n\/tmp\nlogin\n$/);
});

test("nothing waits for a person: editors, pagers, prompts and terminals are disarmed", async () => {
  const git = "git -c user.name=A -c user.email=a@example.org";
  const { outputs, endings } = await shellOf([
    `${git} commit --allow-empty -qm one && ${git} commit --amend && git log --stat | tail -1 && git rebase -i HEAD~0; echo done`,
    "tty; test -t 0 || echo none; read -p 'Sure? ' answer; echo \"[$answer]\"",
    "git clone https://localhost:1/private 2>&1 | tail -1; sudo -n true; su -c true </dev/null; echo over",
    { command: "printf 'Password: '; sleep 60", timeout_seconds: 2 },
    { command: "sleep 60", timeout_seconds: 1 },
  ]);
  expect(endings.slice(0, 3).map(({ ending }) => ending)).toEqual(["exited", "exited", "exited"]);
  expect(outputs[0]).toMatch(/done\n$/);
  expect(outputs[1]).toMatch(/not a tty\nnone\n\[\]\n$/);
  expect(outputs[2]).toMatch(/over\n$/);
  expect(outputs[3]).toContain('It seems to wait for an answer to "Password:"');
  expect(outputs[4]).toContain("start it in the background");
});

test("of a long output the model gets both ends with what was dropped, and the log all of it", async () => {
  const { outputs, events } = await shellOf(["seq 1 20000"]);
  expect(outputs[0]).toMatch(/^\[call-0 · exit 0 · \d+\.\d s · lines 1-20000\]\n1\n2\n/);
  expect(outputs[0]).toMatch(/\n\[… \d+ bytes dropped; what follows begins in line \d+ …\]\n/);
  expect(outputs[0]).toContain("\n20000\n");
  const log = events.flatMap((body) => (body.type === "command.output" ? [body.text] : [])).join("");
  expect(log.split("\n")).toHaveLength(20_001);
});
