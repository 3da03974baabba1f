import { join } from "node:path";
import { runStep } from "../scripts/run-step.ts";
import { SERVICE_VARIABLES, startServices } from "../scripts/test/start-services.ts";

/** Vitest's global set-up of the integration project: uses the services that the environment names and starts the others. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (SERVICE_VARIABLES.every((name) => process.env[name])) return;
  const services = await startServices({ root: join(import.meta.dirname, ".."), given: process.env, step: runStep });
  Object.assign(process.env, services.variables);
  return async () => services[Symbol.asyncDispose]();
}
