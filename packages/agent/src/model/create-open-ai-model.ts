import { capabilitiesOf, type ModelCapabilities } from "@slipway/core";
import OpenAI from "openai";
import { askWithRetries } from "./ask-with-retries.ts";
import { chatExchange } from "./chat-exchange.ts";
import { defaultRetryPolicy, type RetryPolicy } from "./decide-retry.ts";
import type { ModelSettings } from "./exchange.ts";
import { hideKey } from "./hide-key.ts";
import type { Model } from "./model.ts";
import { gateOfAccount, type RateGate } from "./rate-gate.ts";
import { responsesExchange } from "./responses-exchange.ts";
import { strictFetch } from "./strict-fetch.ts";

export type OpenAiModelSettings = Omit<ModelSettings, "capabilities"> & {
  /** Servers that want no key get any text. */
  apiKey: string;
  /** Up to and including `/v1`. */
  baseUrl: string;
  api: "responses" | "chat";
  /** Defaults by the model's name when absent. */
  capabilities?: ModelCapabilities;
  /** The process's own for this server and key when absent. */
  rateGate?: RateGate;
  /** A request in which nothing arrives for so long is given up and made again. */
  idleTimeoutMs?: number;
  retryPolicy?: RetryPolicy;
};

/** Reasoning models think for minutes without a word; codex waits as long. */
const defaultIdleTimeoutMs = 300_000;

/** A model behind any OpenAI-compatible server. Nothing is read from the environment. */
export function createOpenAiModel(settings: OpenAiModelSettings): Model {
  const idleMs = settings.idleTimeoutMs ?? defaultIdleTimeoutMs;
  const client = new OpenAI({
    apiKey: settings.apiKey || "none",
    baseURL: settings.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    // The watchdog is the only clock; the SDK's would end with the headers.
    timeout: idleMs * 2,
    logLevel: "off",
    fetch: strictFetch,
  });
  const capabilities = settings.capabilities ?? capabilitiesOf(settings.model);
  const modelSettings = { model: settings.model, effort: settings.effort, price: settings.price, capabilities };
  const exchange = settings.api === "responses" ? responsesExchange(client, modelSettings) : chatExchange(client, modelSettings);
  const context = {
    exchange,
    idleMs,
    policy: settings.retryPolicy ?? defaultRetryPolicy,
    gate: settings.rateGate ?? gateOfAccount(settings),
    baseUrl: settings.baseUrl,
    model: settings.model,
    capabilities,
    redact: (text: string) => hideKey(settings.apiKey, text),
  };
  return {
    name: settings.model,
    capabilities,
    ask: (request) => askWithRetries(context, request),
  };
}
