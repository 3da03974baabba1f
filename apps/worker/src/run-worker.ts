import { createRedactor } from "@slipway/core";
import { instanceId, openDatabase, readKeyring } from "@slipway/db";
import { consume, openQueue, subscribe } from "@slipway/queue";
import { connectDocker } from "@slipway/sandbox";
import type { Logger } from "pino";
import { trackLiveAttempts } from "./attempt/live-attempts.ts";
import { processAttempt } from "./attempt/process-attempt.ts";
import { processDelivery } from "./delivery/process-delivery.ts";
import type { WorkerSettings } from "./env.ts";
import { rememberRegistries } from "./environment/registries.ts";
import { networkSettings } from "./host/network-settings.ts";
import { ownSecrets } from "./host/own-secrets.ts";
import { type Readiness, watchReadiness } from "./host/readiness.ts";
import { resealStoredSecrets } from "./host/reseal-stored-secrets.ts";
import { processJudgement } from "./judgement/process-judgement.ts";
import { openModelSource } from "./model-source.ts";
import { processProviderTest } from "./provider/process-provider-test.ts";
import { startSweeper } from "./sweeper.ts";
import { processTerminal } from "./terminal/process-terminal.ts";
import type { WorkerContext } from "./worker-context.ts";

/** Time that running work has to hand over; a drained attempt is released, so this is about clean-up alone. */
const DRAIN_MS = 9_000;
/** At once; the others wait. */
const TERMINALS = 4;

/** Starts a worker; disposing it drains: no new claims, running attempts are handed back, sandboxes are removed. */
export async function runWorker(settings: WorkerSettings, log: Logger): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const keyring = await readKeyring(settings.secretKey);
  const own = ownSecrets(settings, keyring);
  const { redact } = createRedactor({ secrets: own });
  const db = stack.use(openDatabase({ url: settings.databaseUrl, keyring, redact }));
  const queue = stack.use(
    await openQueue({ databaseUrl: settings.databaseUrl, ...(settings.redisUrl === undefined ? {} : { redisUrl: settings.redisUrl }) }),
  );
  const models = stack.use(openModelSource(settings, db));
  const docker = connectDocker({
    ...(settings.dockerHost !== undefined && { dockerHost: settings.dockerHost }),
    ...(settings.runtime !== undefined && { runtime: settings.runtime }),
  });
  const context: WorkerContext = {
    settings,
    instance: await instanceId(db),
    db,
    queue,
    docker,
    models,
    network: networkSettings(settings),
    registries: rememberRegistries(),
    ownSecrets: own,
    log,
  };
  const readiness = watchReadiness(context);
  await resealStoredSecrets(context);
  stack.use(startSweeper(context, readiness));
  stack.use(await takeWork(context, readiness));
  await readiness.settled;
  const obstacle = readiness.obstacle();
  if (obstacle !== null) log.warn({ obstacle }, "no task starts until this is mended");
  return stack.move();
}

async function takeWork(context: WorkerContext, readiness: Readiness): Promise<AsyncDisposable> {
  const { queue, settings } = context;
  const live = trackLiveAttempts();
  const cancels = await subscribe(queue, {
    subject: "cancel.*",
    receive: (subject) => live.stop(subject.slice("cancel.".length), "cancelled"),
  });
  const attempts = await consume(queue, {
    topic: "attempt",
    concurrency: settings.concurrency,
    handle: async (attemptId) => {
      await readiness.settled;
      await processAttempt(context, { live, readiness }, attemptId);
    },
  });
  const deliveries = await consume(queue, {
    topic: "delivery",
    concurrency: 2,
    handle: (deliveryId) => processDelivery(context, deliveryId),
  });
  const draining = new AbortController();
  const terminals = await consume(queue, {
    topic: "terminal",
    concurrency: TERMINALS,
    handle: async (terminalId) => {
      await readiness.settled;
      await processTerminal(context, { readiness, draining: draining.signal }, terminalId);
    },
  });
  const judgements = await consume(queue, {
    topic: "judgement",
    concurrency: 2,
    handle: (turnId) => processJudgement(context, turnId),
  });
  const tests = await consume(queue, {
    topic: "provider_test",
    concurrency: 2,
    handle: (testId) => processProviderTest(context, testId),
  });
  return {
    async [Symbol.asyncDispose]() {
      live.stopAll("draining");
      draining.abort();
      await Promise.all([
        attempts.close({ graceMs: DRAIN_MS }),
        deliveries.close({ graceMs: DRAIN_MS }),
        terminals.close({ graceMs: DRAIN_MS }),
        tests.close({ graceMs: 0 }),
        judgements.close({ graceMs: 0 }),
        cancels.close(),
      ]);
    },
  };
}
