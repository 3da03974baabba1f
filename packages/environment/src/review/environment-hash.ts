import type { EnvironmentAt } from "./environment-at.ts";

/** SHA-256 over what a person reads before they accept it: the file, and the Dockerfile with its place. */
export async function environmentHash({ text, settings, dockerfileText }: EnvironmentAt): Promise<string> {
  const content = new TextEncoder().encode(JSON.stringify([text, settings.dockerfile, dockerfileText]));
  return Buffer.from(await crypto.subtle.digest("SHA-256", content)).toString("hex");
}
