import { createRedactor, type Secret } from "@slipway/core";
import {
  type AttemptWork,
  type Database,
  type EventRedaction,
  type OpenedSecret,
  openEventRedaction,
  readProviderAccess,
  readSecrets,
  SecretsError,
} from "@slipway/db";
import { AttemptFailedError } from "../attempt/attempt-failed-error.ts";
import type { WorkerContext } from "../worker-context.ts";

/** The secrets that one attempt uses, and what keeps them and the platform's own out of all that is stored or sent. */
export type AttemptSecrets = {
  opened: readonly OpenedSecret[];
  /** Names of those that are not handed out, since nobody has accepted the environment that asks for them. */
  withheld: readonly string[];
  /** Everything that must be seen nowhere: the environment's secrets of every scope, and the platform's. */
  hidden: readonly Secret[];
  redaction: EventRedaction;
  /** Opens the redaction of one command's output. */
  openStream: ReturnType<typeof createRedactor>["open"];
  /** Why the secrets cannot be opened; such an attempt does not start. */
  failure: AttemptFailedError | null;
};

export async function openAttemptSecrets(
  { db, ownSecrets }: Pick<WorkerContext, "db" | "ownSecrets">,
  { environment, providerId }: Pick<AttemptWork, "environment" | "providerId">,
): Promise<AttemptSecrets> {
  const environmentId = environment?.id ?? null;
  const read = environmentId === null ? [] : await readSecrets(db, { environmentId }).catch(unreadable);
  const opened = read instanceof AttemptFailedError ? [] : read;
  const hidden = [...opened.map(({ name, value }) => ({ name, value })), ...(await providerKeys(db, providerId)), ...ownSecrets];
  const redactor = createRedactor({ secrets: hidden });
  const failure = read instanceof AttemptFailedError ? read : null;
  return { opened, withheld: [], hidden, redaction: openEventRedaction(redactor), openStream: redactor.open, failure };
}

/** The key that the attempt's model is asked with; one that cannot be opened is nowhere to be seen either. */
async function providerKeys(db: Database, providerId: string | null): Promise<Secret[]> {
  if (providerId === null) return [];
  const key = await readProviderAccess(db, { providerId }).then(
    (provider) => provider.key,
    () => null,
  );
  return key === null ? [] : [{ name: "the provider's key", value: key }];
}

/** The variables of a phase's commands. What the gateway sends is in none of them; an agent's secret serves the setup too. */
export function secretVariables({ opened }: Pick<AttemptSecrets, "opened">, phase: "setup" | "agent"): Record<string, string> {
  const given = opened.filter(({ scope }) => scope === "agent" || (scope === "setup" && phase === "setup"));
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
}

function unreadable(cause: unknown): AttemptFailedError {
  if (!(cause instanceof SecretsError)) throw cause;
  const hint = "An operator can put the key back; anyone who knows the value can give it to the environment again. Then retry.";
  return new AttemptFailedError({ code: "setup_failed", message: cause.message, hint }, { retryable: false, cause });
}
