import {
  createDemoScript,
  createOpenAiModel,
  type Model,
  type OpenAiModelSettings,
  type RateGate,
  startScriptedModel,
} from "@slipway/agent";
import { type AttemptWork, type Database, limitProvider, readProviderAccess, readProviderLimit, SecretsError } from "@slipway/db";
import { AttemptFailedError } from "./attempt/attempt-failed-error.ts";
import type { WorkerSettings } from "./env.ts";

/** `price` is for replies whose usage the provider does not report. */
type PricedModel = Model & { price: OpenAiModelSettings["price"] };

/** Makes the model of an attempt; owns the demo's server. */
export type ModelSource = {
  /** Throws AttemptFailedError where there is no such model any more. */
  modelFor(choice: Pick<AttemptWork, "model" | "demo" | "effort" | "providerId">): Promise<PricedModel>;
} & AsyncDisposable;

export const OPENAI_URL = "https://api.openai.com/v1";

type DemoServer = Awaited<ReturnType<typeof startScriptedModel>>;

/** The demo is a real HTTP server on loopback, started when first asked for, and reached by the same client as a provider. */
export function openModelSource({ openAi, demoPace }: Pick<WorkerSettings, "openAi" | "demoPace">, db: Database): ModelSource {
  let demo: Promise<DemoServer> | null = null;
  return {
    async modelFor({ model, demo: isDemo, effort, providerId }) {
      if (isDemo) {
        demo ??= startScriptedModel({
          keepRequests: 0,
          script: createDemoScript({ stepDelayMs: 450 * demoPace, deltaDelayMs: 3 * demoPace }),
        });
        const { url } = await demo;
        return pricedModel({ apiKey: "demo", baseUrl: url, model, api: "responses", effort: null, price: null });
      }
      return providerId === null ? ownModel(openAi, { model, effort }) : providerModel(db, { model, effort, providerId });
    },
    async [Symbol.asyncDispose]() {
      await (await demo)?.close();
    },
  };
}

function pricedModel(settings: OpenAiModelSettings): PricedModel {
  return { ...createOpenAiModel(settings), price: settings.price };
}

type OwnProvider = WorkerSettings["openAi"];

/** The provider of the process's settings. */
function ownModel(
  { apiKey, baseUrl, api, ...priced }: OwnProvider,
  { model, effort }: { model: string; effort: string | null },
): PricedModel {
  if (apiKey === undefined && baseUrl === undefined) {
    const message = "No model is connected to this worker: the task asks for the one of the server's settings.";
    throw gone(message, "Set OPENAI_API_KEY or OPENAI_BASE_URL and start Slipway again, or send the task with a provider's model.");
  }
  return pricedModel({
    apiKey: apiKey ?? "none",
    baseUrl: baseUrl ?? OPENAI_URL,
    model,
    api,
    effort,
    price: model === priced.model ? priced.price : null,
  });
}

type Choice = { model: string; effort: string | null; providerId: string };

async function providerModel(db: Database, { model, effort, providerId }: Choice): Promise<PricedModel> {
  const provider = await readProviderAccess(db, { providerId }).catch((cause: unknown) => {
    if (!(cause instanceof SecretsError)) throw cause;
    throw gone(cause.message, "Give the provider its key again in the settings, then retry the task.", cause);
  });
  const { name, baseUrl, api, key, models } = provider;
  if (provider.removed) {
    const hint = "Send the task again with another model. Its change so far can be delivered as it is.";
    throw gone(`The provider ${name}, which this task works with, was removed.`, hint);
  }
  const known = models.find((each) => each.name === model);
  return pricedModel({
    apiKey: key ?? "none",
    baseUrl,
    model,
    api,
    effort,
    price: known?.price ?? null,
    ...(known === undefined ? {} : { capabilities: known }),
    rateGate: sharedGate(db, providerId),
  });
}

/** One gate for all workers, on the database's clock. */
function sharedGate(db: Database, providerId: string): RateGate {
  return {
    async limitedUntil() {
      const limit = await readProviderLimit(db, { providerId });
      return limit === null ? null : new Date(Date.now() + limit.waitMs);
    },
    limit: (until) => limitProvider(db, { providerId, waitMs: Math.max(0, until.getTime() - Date.now()) }),
  };
}

function gone(message: string, hint: string, cause?: unknown): AttemptFailedError {
  return new AttemptFailedError({ code: "model_unauthorized", message, hint }, { retryable: false, cause });
}
