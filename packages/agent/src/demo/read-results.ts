import type { ScriptRequest } from "../scripted/script.ts";

/** A command's output as the script sees it: its lines as numbered in the log. */
export type CommandLines = { passed: boolean; lines: string[] };

/** Null where the call has not been made in this turn. */
export function commandLines(request: ScriptRequest, callId: string): CommandLines | null {
  const output = resultOf(request, callId);
  if (output === null) return null;
  const [head = "", ...lines] = output.split("\n");
  return { passed: head.includes("· exit 0 ·"), lines };
}

export function resultOf(request: ScriptRequest, callId: string): string | null {
  const result = request.transcript.find((item) => item.type === "tool_result" && item.callId === callId);
  return result?.type === "tool_result" ? result.output : null;
}

/** A citation of the first line that contains `text`; empty where none does, so that the script never cites at random. */
export function citeCommand(request: ScriptRequest, callId: string, text: string): string {
  const index = commandLines(request, callId)?.lines.findIndex((line) => line.includes(text)) ?? -1;
  return index === -1 ? "" : ` 【${callId}†L${index + 1}】`;
}

/** A citation of the lines that apply_patch reported as new in `path`. */
export function citeChange(request: ScriptRequest, callId: string, path: string): string {
  const line = resultOf(request, callId)
    ?.split("\n")
    .find((text) => text.startsWith(`M ${path} (`));
  const range = line === undefined ? null : /\((L\d+(?:-L\d+)?)/.exec(line);
  return range === null ? "" : ` 【F:${path}†${range[1]}】`;
}

/** Names of the checks that the first message announces. */
export function checkNames(request: ScriptRequest): string[] {
  const [, list = ""] = (request.userTexts[0] ?? "").split("runs these checks:\n");
  return list.split("\n").flatMap((line) => /^- (.+?): /.exec(line)?.[1] ?? []);
}
