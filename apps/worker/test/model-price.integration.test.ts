import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel, commandScript } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

test("the model of the server's settings has the price that they give it, and another one of that server has none", async () => {
  const done = commandScript("true");
  await using scripted = await aScriptedModel((request) => ({ ...done(request), usage: { input: 500_000, cached: 0, output: 0 } }));
  await using repository = await aSampleRepository();
  await using site = await aWorkerSite({ ...scripted.variables, SLIPWAY_MODEL: "scripted", SLIPWAY_MODEL_PRICE: "2,0.5,8" });
  await site.start();
  const send = async (name: string, model?: string) => {
    const task = model === undefined ? {} : { model };
    const { taskId } = await sendTask(site.db, { location: repository.folder, prompt: "Do it", environment: { name }, task });
    return untilTask(site.db, taskId, ({ status }) => status === "succeeded");
  };
  expect((await send("priced")).costUsd).toBe(2);
  expect((await send("unpriced", "another")).costUsd).toBeNull();
});
