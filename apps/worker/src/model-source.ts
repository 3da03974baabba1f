import { createDemoScript, createOpenAiModel, type Model, startScriptedModel } from "@slipway/agent";
import { UnavailableError } from "@slipway/core";
import type { WorkerSettings } from "./env.ts";

/** Makes the model of an attempt; owns the demo's server. */
export type ModelSource = {
  modelFor(choice: { model: string; demo: boolean; effort: string | null }): Promise<Model>;
} & AsyncDisposable;

const OPENAI_URL = "https://api.openai.com/v1";

type DemoServer = Awaited<ReturnType<typeof startScriptedModel>>;

/** The demo is a real HTTP server on loopback, started when first asked for, and reached by the same client as a provider. */
export function openModelSource({ openAi, demoPace }: Pick<WorkerSettings, "openAi" | "demoPace">): ModelSource {
  let demo: Promise<DemoServer> | null = null;
  return {
    async modelFor(choice) {
      const effort = choice.effort as "low" | "medium" | "high" | null;
      if (choice.demo) {
        demo ??= startScriptedModel({
          keepRequests: 0,
          script: createDemoScript({ stepDelayMs: 450 * demoPace, deltaDelayMs: 3 * demoPace }),
        });
        const { url } = await demo;
        return createOpenAiModel({ apiKey: "demo", baseUrl: url, model: choice.model, api: "responses", effort: null, price: null });
      }
      const { apiKey, baseUrl, api } = openAi;
      if (apiKey === undefined && baseUrl === undefined) {
        throw new UnavailableError("No model is connected: set OPENAI_API_KEY or OPENAI_BASE_URL and start Slipway again.");
      }
      return createOpenAiModel({ apiKey: apiKey ?? "none", baseUrl: baseUrl ?? OPENAI_URL, model: choice.model, api, effort, price: null });
    },
    async [Symbol.asyncDispose]() {
      await (await demo)?.close();
    },
  };
}
