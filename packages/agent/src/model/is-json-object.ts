import { parseJson } from "../parse-json.ts";

/** Whether a text is the JSON of an object, as the arguments of a call have to be. */
export function isJsonObject(text: string): boolean {
  const value = parseJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
