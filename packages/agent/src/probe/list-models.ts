import OpenAI from "openai";
import { faultOf, type ModelFault } from "../model/model-fault.ts";

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
  const client = new OpenAI({
    apiKey: apiKey || "none",
    baseURL: baseUrl,
    organization: null,
    project: null,
    maxRetries: 1,
    logLevel: "off",
  });
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
    return { kind: "failed", fault: { ...fault, detail: apiKey === "" ? fault.detail : fault.detail.replaceAll(apiKey, "[key]") } };
  }
}
