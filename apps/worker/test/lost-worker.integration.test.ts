import type { Script, TranscriptItem } from "@slipway/agent";
import type { AttemptEventBody } from "@slipway/core";
import { readEvents, readPatch } from "@slipway/db";
import { describe, expect, test, vi } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";
import { eventually } from "./eventually.ts";
import { listSandboxes } from "./list-sandboxes.ts";
import { startProcess } from "./start-process.ts";

/**
 * Three commands, each of which counts its runs in the work tree, where only an adopted sandbox still has the count. The second one takes a
 * while, with output before and after. A call that was finished is not run again, and one that was not is told as interrupted.
 */
const script: Script = ({ transcript }) => {
  const count = (name: string) => `echo run >> ${name}.txt`;
  const commands = [count("one"), `${count("two")}; echo before; sleep 1; echo after`, count("three")];
  const next = commands.findIndex((_, index) => !transcript.some((item) => isAnswered(item, `call-${index}`)));
  const command = commands[next];
  if (command === undefined)
    return { calls: [{ name: "finish", input: { title: "Done", summary: "Did it." }, callId: "end" }], delayMs: 150 };
  return { calls: [{ name: "shell", input: { command }, callId: `call-${next}` }], delayMs: 150 };
};

/** A call that never began is asked for again, under an id with a number behind. */
function isAnswered(item: TranscriptItem, callId: string): boolean {
  return item.type === "tool_result" && firstId(item.callId) === callId && !item.output.startsWith("Not run");
}

function firstId(callId: string): string {
  return callId.replace(/^(call-\d|end)-\d+$/, "$1");
}

type Bodies = readonly AttemptEventBody[];
const has =
  (type: AttemptEventBody["type"], count = 1) =>
  (log: Bodies) =>
    log.filter((body) => body.type === type).length >= count;
const phase = (name: string) => (log: Bodies) => log.some((body) => body.type === "phase.entered" && body.phase === name);

/** Where the worker is killed. */
const crashPoints: [string, (log: Bodies) => boolean][] = [
  ["the claim", has("attempt.claimed")],
  ["the sandbox", phase("sandbox")],
  ["the first request", has("model.requested")],
  ["the first reply", has("model.replied")],
  ["a requested call", has("tool.requested", 2)],
  ["a started command", has("command.started", 2)],
  ["a command's output", has("command.output", 1)],
  ["a finished command", has("command.finished", 2)],
  ["a finished call", has("tool.finished", 2)],
  ["the last call", has("tool.finished", 3)],
  ["the change being collected", phase("collecting")],
  ["a started check", has("check.started")],
  ["a finished check", has("check.finished")],
];

// Each of them starts a worker's process, sandboxes and a database: more at once are slower, not faster.
vi.setConfig({ maxConcurrency: 4 });

const checks = [{ name: "slow", command: "sleep 0.5; test -e one.txt", timeoutSeconds: 20 }];

describe.concurrent("a worker that is killed", () => {
  test.for(crashPoints)("after %s loses nothing and doubles nothing", { timeout: 120_000 }, async ([name, reached]) => {
    await using model = await aScriptedModel(script);
    await using site = await aWorkerSite({ ...model.variables, SLIPWAY_LEASE_SECONDS: "3" });
    await using repository = await aSampleRepository();
    await using doomed = startProcess(site.variables);
    const environment = /change|check/.test(name) ? { checks } : {};
    const { taskId, attemptId } = await sendTask(site.db, { location: repository.folder, prompt: "Count", environment });
    const log = async () => (await readEvents(site.db, { attemptId, after: 0 })).map(({ body }) => body);
    await eventually(log, reached);
    await doomed.kill();
    await site.start();
    const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded" || status === "failed", 90_000);
    expect(task).toMatchObject({ status: "succeeded", turns: 1, attempts: 1 });
    const patch = new TextDecoder().decode((await readPatch(site.db, { attemptId }))?.patch);
    const runs = (name: string) =>
      patch
        .split(`+++ b/${name}.txt`)[1]
        ?.split("diff --git")[0]
        ?.match(/^\+run$/gm)?.length ?? 0;
    const bodies = await log();
    for (const [index, name] of ["one", "two", "three"].entries()) {
      const finished = bodies.find((body) => body.type === "tool.finished" && firstId(body.callId) === `call-${index}`);
      const isInterrupted = finished?.type === "tool.finished" && finished.output.startsWith("Interrupted");
      expect(isInterrupted ? [0, 1] : [1], name).toContain(runs(name));
    }
    expect(bodies.filter(({ type }) => type === "attempt.ended")).toHaveLength(1);
    expect(bodies.filter(({ type }) => type === "attempt.requeued")).toHaveLength(1);
    const seqs = (await readEvents(site.db, { attemptId, after: 0 })).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    const calls = (type: "tool.requested" | "tool.finished") =>
      bodies.flatMap((body) => (body.type === type ? [firstId(body.callId)] : [])).sort();
    expect(calls("tool.requested")).toEqual(["call-0", "call-1", "call-2", "end"]);
    expect(calls("tool.finished")).toEqual(["call-0", "call-1", "call-2", "end"]);
    await eventually(
      () => listSandboxes(attemptId),
      (ids) => ids.length === 0,
    );
  });
});
