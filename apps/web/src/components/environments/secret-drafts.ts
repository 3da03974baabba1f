import type { EnvironmentSecret, SecretScope, UpdateEnvironmentInput } from "@slipway/core";

/** A secret that is about to be set, replaced or taken away; its stored value is never read, so a change gives the value again. */
export type SecretDraft = { key: string; name: string; scope: SecretScope; hosts: string; header: string; value: string };

/** `set`: by name of the stored secret it replaces, or null for a new one. */
export type SecretChanges = { set: SecretDraft[]; removed: string[] };

export const noSecretChanges: SecretChanges = { set: [], removed: [] };

export function emptySecret(key: string): SecretDraft {
  return { key, name: "", scope: "setup", hosts: "", header: "", value: "" };
}

export function draftOf({ name, scope, hosts, header }: EnvironmentSecret): SecretDraft {
  return { key: name, name, scope, hosts: hosts.join("\n"), header: header ?? "", value: "" };
}

/** What is sent; undefined where nothing is to be done. */
export function secretsInput({ set, removed }: SecretChanges): UpdateEnvironmentInput["secrets"] {
  if (set.length === 0 && removed.length === 0) return undefined;
  const gone = Object.fromEntries(removed.map((name) => [name, null]));
  return { ...gone, ...Object.fromEntries(set.map((draft) => [draft.name.trim(), inputOf(draft)])) };
}

function inputOf({ scope, hosts, header, value }: SecretDraft) {
  if (scope !== "gateway") return { value, scope };
  const listed = hosts.split(/[\s,]+/).filter((host) => host !== "");
  return { value, scope, hosts: listed, ...(header.trim() === "" ? {} : { header: header.trim() }) };
}
