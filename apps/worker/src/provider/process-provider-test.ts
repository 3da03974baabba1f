import { probeModel } from "@slipway/agent";
import { AppError, noUsage, type ProviderTestResult } from "@slipway/core";
import { claimProviderTest, finishProviderTest, readProviderAccess } from "@slipway/db";
import { OPENAI_URL } from "../model-source.ts";
import type { WorkerContext } from "../worker-context.ts";

const DEADLINE_MS = 150_000;

type Server = { baseUrl: string; apiKey: string; price: Parameters<typeof probeModel>[0]["price"] };

/** Makes the test that a person asked for; whatever happens, it gets a result in words. */
export async function processProviderTest(context: WorkerContext, testId: string): Promise<void> {
  const { db, settings, log } = context;
  const asked = await claimProviderTest(db, { testId, workerId: settings.workerId });
  if (asked === null) return;
  let key = "";
  const result = await (async () => {
    const server = await serverOf(context, asked);
    key = server.apiKey;
    return await probeModel({ ...server, model: asked.model, now: () => performance.now(), signal: AbortSignal.timeout(DEADLINE_MS) });
  })().catch((error: unknown): ProviderTestResult => {
    log.warn({ testId, err: error }, "a provider's test could not be made");
    return failed(error);
  });
  await finishProviderTest(db, { testId, result, redact: (text) => (key.length < 6 ? text : text.replaceAll(key, "[key]")) });
}

async function serverOf(
  { db, settings }: WorkerContext,
  { providerId, model }: { providerId: string | null; model: string | null },
): Promise<Server> {
  if (providerId === null) {
    const { apiKey, baseUrl } = settings.openAi;
    return { baseUrl: baseUrl ?? OPENAI_URL, apiKey: apiKey ?? "", price: null };
  }
  const { baseUrl, key, models } = await readProviderAccess(db, { providerId });
  return { baseUrl, apiKey: key ?? "", price: models.find(({ name }) => name === model)?.price ?? null };
}

function failed(error: unknown): ProviderTestResult {
  const late = error instanceof DOMException && error.name === "TimeoutError";
  const message = late
    ? "The server took longer than two minutes and a half."
    : error instanceof AppError
      ? error.message
      : "The test could not be made; the worker's log has the details.";
  const hint = late ? "Try a faster model, or look at the server's load." : "Give the key again, then test once more.";
  return { findings: [], models: null, latencyMs: null, usage: noUsage, learned: null, failure: { message, hint } };
}
