import type { Secret } from "./create-redactor.ts";

const MIN_PASSWORD_LENGTH = 8;

/** The password in an address such as a database's; none where it is too short, or too plain a word, to be told from text. */
export function addressSecrets(name: string, address: string | undefined): Secret[] {
  if (address === undefined || !URL.canParse(address)) return [];
  const { username, password, hostname, pathname } = new URL(address);
  const value = decoded(password);
  const plainWords = [decoded(username), hostname, pathname.slice(1), "password", "postgres"];
  if (value.length < MIN_PASSWORD_LENGTH || plainWords.includes(value)) return [];
  return [{ name, value }];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
