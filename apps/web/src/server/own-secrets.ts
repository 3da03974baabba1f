import { addressSecrets, type Secret } from "@slipway/core";
import { type Keyring, keyTexts } from "@slipway/db";
import type { WebSettings } from "../env.ts";

/** The secrets of the platform itself that this process holds; the model's key is the worker's alone. */
export function ownSecrets({ bootstrapKey, githubToken, databaseUrl, redisUrl }: WebSettings, keyring: Keyring | null): Secret[] {
  const keys = keyring === null ? [] : keyTexts(keyring);
  return [
    ...(bootstrapKey === undefined ? [] : [{ name: "SLIPWAY_API_KEY", value: bootstrapKey }]),
    ...(githubToken === undefined ? [] : [{ name: "GITHUB_TOKEN", value: githubToken }]),
    ...addressSecrets("DATABASE_URL", databaseUrl),
    ...addressSecrets("REDIS_URL", redisUrl),
    ...keys.map((value) => ({ name: "SLIPWAY_SECRET_KEY", value })),
  ];
}
