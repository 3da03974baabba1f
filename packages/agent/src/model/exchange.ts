import type { ModelCapabilities, ModelPrice } from "@slipway/core";
import type { IdleWatchdog } from "./idle-watchdog.ts";
import type { ModelReply, ModelRequest } from "./model.ts";
import type { Pictures } from "./pictures.ts";

export type ModelSettings = {
  model: string;
  effort: string | null;
  price: ModelPrice | null;
  capabilities: ModelCapabilities;
};

export type RequestOfExchange = Parameters<Exchange>[0];

/** One request and its whole reply, in one API's form. Throws whatever goes wrong; nobody retries inside. */
export type Exchange = (request: ModelRequest & { pictures: Pictures }, watchdog: IdleWatchdog) => Promise<ModelReply>;
