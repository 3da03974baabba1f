import type { AttemptSecrets } from "./attempt-secrets.ts";

/** The same secrets, of which no process of a sandbox gets one. What they hide stays hidden; those of the gateway stay with their hosts. */
export function withholdSecrets(secrets: AttemptSecrets): AttemptSecrets {
  const opened = secrets.opened.filter(({ scope }) => scope === "gateway");
  const withheld = secrets.opened.filter(({ scope }) => scope !== "gateway").map(({ name }) => name);
  return { ...secrets, opened, withheld };
}
