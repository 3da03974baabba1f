import type { IdleWatchdog } from "./idle-watchdog.ts";
import type { ModelReply, ModelRequest } from "./model.ts";
import type { ModelPrice } from "./model-price.ts";

export type ModelSettings = {
  model: string;
  effort: string | null;
  price: ModelPrice | null;
};

/** One request and its whole reply, in one API's form. Throws whatever goes wrong; nobody retries inside. */
export type Exchange = (request: ModelRequest, watchdog: IdleWatchdog) => Promise<ModelReply>;
