import type { ReplyItem } from "../transcript.ts";

/**
 * Call ids that are unique in the attempt and safe in a citation. Compatible servers repeat ids or leave them out;
 * the provider only ever sees ours, on the call and on its result.
 */
export function uniqueCallIds(items: readonly ReplyItem[], used: Set<string>): ReplyItem[] {
  return items.map((item) => (item.type === "tool_call" ? { ...item, callId: uniqueId(item.callId, used) } : item));
}

function uniqueId(wanted: string, used: Set<string>): string {
  const base = wanted.replaceAll(/[^A-Za-z0-9_.-]/g, "_").slice(0, 100) || "call";
  let id = base;
  for (let number = 2; used.has(id) || id === ""; number += 1) id = `${base}-${number}`;
  used.add(id);
  return id;
}
