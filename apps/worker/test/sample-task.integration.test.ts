import { samplePrompt } from "@slipway/agent";
import { readPatch } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

const queues = { Postgres: {}, Redis: { REDIS_URL: process.env.TEST_REDIS_URL ?? "" } };

test.each(Object.entries(queues))(
  "rung through %s, the sample ends in a change whose check failed at base and passes at head",
  async (_name, variables) => {
    await using site = await aWorkerSite(variables);
    await using repository = await aSampleRepository();
    await site.start();
    const checks = [{ name: "tests", command: "npm test", timeoutSeconds: 60 }];
    const { taskId, attemptId } = await sendTask(site.db, {
      location: repository.folder,
      prompt: samplePrompt,
      demo: true,
      environment: { checks },
    });
    const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded" || status === "failed");
    const attempt = task.turnList[0]?.attempts[0];
    expect(attempt?.failure).toBeNull();
    expect(attempt?.state).toBe("succeeded");
    expect(attempt?.verifications.map(({ side, outcome }) => `${side} ${outcome}`).sort()).toEqual(["base failed", "head passed"]);
    expect(attempt?.summary?.droppedCitations).toBe(0);
    expect(attempt?.summary?.citations.length).toBeGreaterThan(1);
    expect(task.stats?.files).toBeGreaterThan(0);
    expect((await readPatch(site.db, { attemptId }))?.patch.length).toBeGreaterThan(100);
  },
);
