import { hideKey } from "../model/hide-key.ts";
import { faultOf, type ModelFault } from "../model/model-fault.ts";
import { probeClient } from "./probe-client.ts";

export type ListedModels = { kind: "listed"; names: string[] } | { kind: "failed"; fault: ModelFault };

const MAX_NAMES = 1_000;

/** The names under which a server offers models (`GET /models`), sorted. Not every compatible server lists them. */
export async function listModels({
  baseUrl,
  apiKey,
  signal,
}: {
  baseUrl: string;
  apiKey: string;
  signal: AbortSignal;
}): Promise<ListedModels> {
  const client = probeClient({ baseUrl, apiKey });
  try {
    const names: string[] = [];
    for await (const { id } of client.models.list({ signal, timeout: 20_000 })) {
      if (typeof id === "string") names.push(id);
      if (names.length >= MAX_NAMES) break;
    }
    return { kind: "listed", names: names.toSorted((a, b) => a.localeCompare(b)) };
  } catch (error) {
    signal.throwIfAborted();
    const fault = faultOf(error);
    return { kind: "failed", fault: { ...fault, detail: hideKey(apiKey, fault.detail) } };
  }
}
