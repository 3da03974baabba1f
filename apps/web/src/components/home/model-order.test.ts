import { capabilitiesOf, type ModelChoice, type Models } from "@slipway/core";
import { expect, test } from "vitest";
import { chosenModel, modelKey, orderModels } from "./model-order.ts";

const model = (name: string, provider: ModelChoice["provider"]): ModelChoice => ({
  ...capabilitiesOf(name),
  name,
  price: null,
  provider,
  demo: false,
});
const own = { id: null, name: "Server settings" };
const acme = { id: "0199e3a1-0000-7000-8000-000000000001", name: "Acme" };
const items = [model("gpt-5", own), model("one", acme), model("gpt-5", acme)];
const models: Models = { default: "gpt-5", defaultProviderId: null, api: "responses", demo: false, items };

test("models that were used last stand first, and the same name at two providers is two models", () => {
  const ordered = orderModels(items, [`${acme.id}|gpt-5`, `${acme.id}|one`]);
  expect(ordered.map(modelKey)).toEqual([`${acme.id}|gpt-5`, `${acme.id}|one`, "|gpt-5"]);
});

test("a choice holds while its model is there, then the last used one, then the default", () => {
  const keyOf = (asked: string | null, recent: string[]) => {
    const chosen = chosenModel(models, { asked, recent });
    return chosen === null ? null : modelKey(chosen);
  };
  expect(keyOf(`${acme.id}|one`, ["|gpt-5"])).toBe(`${acme.id}|one`);
  expect(keyOf(`${acme.id}|removed`, [`${acme.id}|gpt-5`])).toBe(`${acme.id}|gpt-5`);
  expect(keyOf(null, [])).toBe("|gpt-5");
});
