import { createRedactor } from "@slipway/core";
import { readKeyring } from "@slipway/db";
import { readSettings } from "./env.ts";
import { createLog } from "./host/create-log.ts";
import { ownSecrets } from "./host/own-secrets.ts";
import { runWorker } from "./run-worker.ts";

const settings = readSettings();
const redactor = createRedactor({ secrets: ownSecrets(settings, await readKeyring(settings.secretKey)) });
const log = createLog({ level: settings.logLevel, name: "worker", redactor });
const worker = await runWorker(settings, log);
// `npm start` waits for this line, so it is written at every level.
log.child({}, { level: "info" }).info({ worker: settings.workerId }, "worker ready");

await new Promise<void>((resolve) => {
  process.once("SIGTERM", resolve);
  process.once("SIGINT", resolve);
});
process.once("SIGTERM", () => process.exit(1));
log.info("draining");
await worker[Symbol.asyncDispose]();
log.info("drained");
process.exit(0);
