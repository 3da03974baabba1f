import { type CreateTaskInput, type ModelChoice, type Models, type Repository, UnavailableError } from "@slipway/core";
import { getProvider } from "@slipway/db";
import type { ApiContext } from "../api-context.ts";
import { refuseField } from "../route-parts.ts";
import { DEMO_MODEL, readModels } from "./read-models.ts";

type Chosen = { model: string; demo: boolean; providerId: string | null };

const CONNECT = "Connect a provider in the settings, or set OPENAI_API_KEY or OPENAI_BASE_URL and start Slipway again.";

/** The model that works on a task: the asked one where it can, else the first that is connected, else the demo on its sample. */
export async function chooseModel(
  context: ApiContext,
  repository: Repository,
  { model: asked, providerId }: Pick<CreateTaskInput, "model" | "providerId">,
): Promise<Chosen> {
  if (providerId !== undefined) return ofProvider(context, { asked, providerId });
  const models = await readModels(context);
  if (asked === DEMO_MODEL || (asked === undefined && models.demo)) return demoFor(repository, models);
  if (models.demo) throw new UnavailableError(`No model is connected. ${CONNECT}`);
  if (asked === undefined) return { model: models.default, demo: false, providerId: models.defaultProviderId };
  return named(context, models.items, asked);
}

async function ofProvider(context: ApiContext, { asked, providerId }: { asked: string | undefined; providerId: string }): Promise<Chosen> {
  const provider = await getProvider(context.db, { providerId });
  const model = asked ?? provider.models[0]?.name;
  if (model !== undefined && provider.models.some(({ name }) => name === model)) return { model, demo: false, providerId };
  const known = provider.models.map(({ name }) => name).slice(0, 10);
  const words = known.length === 0 ? "It has no model yet; add one in the settings." : `It has ${known.join(", ")}.`;
  return refuseField("model", `${provider.name} has no model ${model ?? "to work with"}. ${words}`);
}

/** Servers that are set by environment variables take any name; others are asked by the names that they are known to have. */
function named({ settings }: ApiContext, items: readonly ModelChoice[], model: string): Chosen {
  const found = items.find(({ name }) => name === model);
  if (found !== undefined) return { model, demo: false, providerId: found.provider.id };
  if (settings.model.connected) return { model, demo: false, providerId: null };
  const known = items.map(({ name }) => name).slice(0, 10);
  return refuseField("model", `No provider has a model ${model}. There are ${known.join(", ")}.`);
}

function demoFor(repository: Repository, models: Models): Chosen {
  if (repository.sample) return { model: DEMO_MODEL, demo: true, providerId: null };
  const instead = models.demo ? CONNECT : "Choose another model.";
  return refuseField("model", `The demo model is a fixed script that only fits the bundled sample, not ${repository.name}. ${instead}`);
}
