import OpenAI from "openai";

/** A client for single questions to a server, which one more try may answer. Nothing is read from the environment. */
export function probeClient({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }): OpenAI {
  return new OpenAI({ apiKey: apiKey || "none", baseURL: baseUrl, organization: null, project: null, maxRetries: 1, logLevel: "off" });
}
