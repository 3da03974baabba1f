import { capabilitiesOf, type ModelChoice, type Models } from "@slipway/core";
import { listProviders } from "@slipway/db";
import type { ApiContext } from "../api-context.ts";

/** The scripted model's name: it can be asked for where the sample is, with or without a real model. */
export const DEMO_MODEL = "demo";

/** Every model that a task can ask for: of the server's settings first, then of each provider; the demo where none is connected. */
export async function readModels({ db, settings }: Pick<ApiContext, "db" | "settings">): Promise<Models> {
  const providers = await listProviders(db);
  const own = settings.model.connected ? [choice(settings.model.name, "Server settings", false)] : [];
  const stored = providers.flatMap(({ id, name, models }) =>
    models.map((model): ModelChoice => ({ ...model, provider: { id, name }, demo: false })),
  );
  const items = [...own, ...stored];
  const [first = choice(DEMO_MODEL, "Demo", true)] = items;
  const provider = providers.find(({ id }) => id === first.provider.id);
  return {
    default: first.name,
    defaultProviderId: first.provider.id,
    api: provider?.api ?? settings.model.api,
    demo: first.demo,
    items: items.length === 0 ? [first] : items,
  };
}

function choice(name: string, providerName: string, demo: boolean): ModelChoice {
  return { name, price: null, ...capabilitiesOf(name), provider: { id: null, name: providerName }, demo };
}
