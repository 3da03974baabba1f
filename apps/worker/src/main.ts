import { instanceId, openDatabase } from "@slipway/db";
import { consume, openQueue, subscribe } from "@slipway/queue";
import { connectDocker } from "@slipway/sandbox";
import pino from "pino";
import { readSettings } from "./env.ts";
import { trackLiveAttempts } from "./live-attempts.ts";
import { openModelSource } from "./model-source.ts";
import { processAttempt } from "./process-attempt.ts";
import { processDelivery } from "./process-delivery.ts";
import { watchReadiness } from "./readiness.ts";
import { startSweeper } from "./sweeper.ts";
import type { WorkerContext } from "./worker-context.ts";

const DRAIN_MS = 9_000;

const settings = readSettings();
const log = pino({ level: settings.logLevel, name: "worker" });
await using db = openDatabase({ url: settings.databaseUrl });
await using queue = await openQueue({
  databaseUrl: settings.databaseUrl,
  ...(settings.redisUrl === undefined ? {} : { redisUrl: settings.redisUrl }),
});
await using models = openModelSource(settings);
const docker = connectDocker(settings.dockerHost === undefined ? {} : { dockerHost: settings.dockerHost });
const context: WorkerContext = { settings, instance: await instanceId(db), db, queue, docker, models, log };
const live = trackLiveAttempts();
const readiness = await watchReadiness(context);

const cancels = await subscribe(queue, {
  subject: "cancel.*",
  receive: (subject) => live.stop(subject.slice("cancel.".length), "cancelled"),
});
const attempts = consume(queue, {
  topic: "attempt",
  concurrency: settings.concurrency,
  handle: (attemptId) => processAttempt(context, { live, readiness }, attemptId),
});
const deliveries = consume(queue, { topic: "delivery", concurrency: 2, handle: (deliveryId) => processDelivery(context, deliveryId) });
const sweeper = startSweeper(context, readiness);
log.info({ worker: settings.workerId, obstacle: readiness.obstacle() }, "worker ready");

await new Promise<void>((resolve) => {
  process.once("SIGTERM", resolve);
  process.once("SIGINT", resolve);
});
process.once("SIGTERM", () => process.exit(1));
log.info("draining");
live.stopAll("draining");
await Promise.all([attempts.close({ graceMs: DRAIN_MS }), deliveries.close({ graceMs: DRAIN_MS }), cancels.close()]);
await sweeper[Symbol.asyncDispose]();
log.info("drained");
