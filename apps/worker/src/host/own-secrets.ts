import { addressSecrets, type Secret } from "@slipway/core";
import { type Keyring, keyTexts } from "@slipway/db";
import type { WorkerSettings } from "../env.ts";

/** The secrets of the platform itself, which no sandbox, no model and no page ever has a reason to see. */
export function ownSecrets({ openAi, github, databaseUrl, redisUrl }: WorkerSettings, keyring: Keyring | null): Secret[] {
  const keys = keyring === null ? [] : keyTexts(keyring);
  return [
    ...(openAi.apiKey === undefined ? [] : [{ name: "OPENAI_API_KEY", value: openAi.apiKey }]),
    ...(github.token === undefined ? [] : [{ name: "GITHUB_TOKEN", value: github.token }]),
    ...addressSecrets("DATABASE_URL", databaseUrl),
    ...addressSecrets("REDIS_URL", redisUrl),
    ...keys.map((value) => ({ name: "SLIPWAY_SECRET_KEY", value })),
  ];
}
