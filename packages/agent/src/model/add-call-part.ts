import { z } from "zod";
import { isJsonObject } from "./is-json-object.ts";

export const CallPart = z.object({
  index: z.int().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});
export type CallPart = z.infer<typeof CallPart>;

/** A call as far as it has been heard, at the place that its server gave it. */
export type CallDraft = { index: number; id: string; name: string; input: string };

/**
 * Adds one piece of a call to those of a reply, which stand in the order in which they opened. By the API's text the index says which
 * call it belongs to; servers that leave it out or say 0 for every call, as Gemini does, tell calls apart by their ids or by sending each one whole.
 */
export function addCallPart(calls: CallDraft[], part: CallPart): void {
  const current = part.index == null ? calls.at(-1) : calls.findLast(({ index }) => index === part.index);
  const heard = { id: part.id ?? "", name: part.function?.name ?? "", input: part.function?.arguments ?? "" };
  if (current === undefined || opensAnother(current, { ...heard, hasIndex: part.index != null })) {
    calls.push({ index: part.index ?? calls.length, ...heard });
    return;
  }
  current.id ||= heard.id;
  current.name ||= heard.name;
  current.input += heard.input;
}

type Heard = Omit<CallDraft, "index"> & { hasIndex: boolean };

/** Some servers repeat the name with every piece, some give each piece an id of its own: neither alone makes it another call. */
function opensAnother(current: CallDraft, { id, name, input, hasIndex }: Heard): boolean {
  if (id !== "" && id === current.id) return false;
  if (id !== "" && current.id !== "") return name !== "" || isJsonObject(current.input);
  return name !== "" && (!hasIndex || (input !== "" && isJsonObject(current.input)));
}
