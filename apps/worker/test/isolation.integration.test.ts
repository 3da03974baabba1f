import { type Database, listWorkers, readEvents } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel, commandScript } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";
import { anEngineThatIgnores } from "./an-engine-that-ignores.ts";

test.each([
  ["SecurityOpt", "isolation: no new privileges"],
  ["NetworkMode", "isolation: network"],
  ["CapAdd", "isolation: setup"],
])(
  "a worker whose engine ignores %s takes no task and names the control %s, and one whose engine does not goes on (N24, R25)",
  async (option, control) => {
    await using model = await aScriptedModel(commandScript("true"));
    await using site = await aWorkerSite(model.variables);
    await using repository = await aSampleRepository();
    await using engine = await anEngineThatIgnores(option);
    const refusing = await site.start({ dockerHost: engine.dockerHost });
    const { taskId, attemptId } = await sendTask(site.db, { location: repository.folder, prompt: "Do something" });
    const broken = await untilReported(site.db, (parts) => parts.some((part) => part.name.startsWith("isolation: ") && !part.ok));
    expect(broken.filter((part) => !part.ok).map((part) => part.name)).toContain(control);
    expect((await readEvents(site.db, { attemptId, after: 0 })).map(({ seq }) => seq)).toEqual([1]);
    await refusing[Symbol.asyncDispose]();
    await site.start();
    expect((await untilTask(site.db, taskId, ({ status }) => status === "succeeded")).status).toBe("succeeded");
    await untilReported(site.db, (parts) => parts.length > 12 && parts.every((part) => part.ok));
  },
);

async function untilReported(db: Database, holds: (parts: Awaited<ReturnType<typeof listWorkers>>[number]["parts"]) => boolean) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const workers = await listWorkers(db);
    const parts = workers.find((worker) => holds(worker.parts))?.parts;
    if (parts !== undefined) return parts;
    if (Date.now() > deadline) throw new Error(`No worker reported it: ${JSON.stringify(workers)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
