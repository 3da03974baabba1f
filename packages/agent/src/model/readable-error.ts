import { parseJson } from "../parse-json.ts";

/**
 * An error answer in the one shape whose words the SDK reads, `{"error": …}`. Gemini sends a list of such objects, older vLLM and
 * Mistral the object alone, FastAPI `{"detail": …}`.
 */
export async function readableError(response: Response): Promise<Response> {
  // The status says enough where the body breaks off.
  const text = await response.text().catch(() => "");
  return new Response(wrapped(parseJson(text)) ?? text, response);
}

function wrapped(body: unknown): string | null {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  if (typeof first !== "object" || first === null) return null;
  return JSON.stringify("error" in first ? first : { error: "detail" in first ? { message: first.detail } : first });
}
