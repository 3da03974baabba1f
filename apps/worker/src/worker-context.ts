import type { Secret } from "@slipway/core";
import type { Database } from "@slipway/db";
import type { Queue } from "@slipway/queue";
import type { DockerEngine, NetworkSettings } from "@slipway/sandbox";
import type { Logger } from "pino";
import type { WorkerSettings } from "./env.ts";
import type { Registries } from "./environment/registries.ts";
import type { ModelSource } from "./model-source.ts";

/** What `main.ts` builds once and every stage receives. */
export type WorkerContext = {
  settings: WorkerSettings;
  /** Names the installation; sandboxes carry it as a label, so that nobody else's are ever reaped. */
  instance: string;
  db: Database;
  queue: Queue;
  docker: DockerEngine;
  models: ModelSource;
  /** What this host decides about the network of every sandbox. */
  network: Promise<NetworkSettings>;
  registries: Registries;
  /** The platform's own secrets, to keep them out of what is stored and sent. */
  ownSecrets: readonly Secret[];
  log: Logger;
};
