import type { Keyring } from "./keyring.ts";

/** The keys in base64, as they are given to a server: to know them again in a text, and for nothing else. */
export function keyTexts({ keys }: Keyring): string[] {
  return [...keys.values()].map(({ key }) => key.export().toString("base64"));
}
