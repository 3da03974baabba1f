/** Takes the key out of what a server says about it. */
export function hideKey(apiKey: string, text: string): string {
  return apiKey === "" ? text : text.replaceAll(apiKey, "[key]");
}
