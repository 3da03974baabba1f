import type { ToolCall, TranscriptItem } from "../transcript.ts";
import { type InstructionFile, instructionBlock, openingTag, scopeOf } from "./instruction-file.ts";

/** Tools whose input names what is worked on. */
const working: ReadonlySet<string> = new Set(["shell", "apply_patch", "view_image", "screenshot"]);

/**
 * The rules of folders that a call names and that the conversation does not hold, outer folders first; empty for most calls. The
 * conversation itself is the memory: what was trimmed out of it is shown again when the folder is touched again.
 */
export function guidanceOfCall(
  call: Pick<ToolCall, "name" | "input">,
  { files, transcript }: { files: readonly InstructionFile[]; transcript: readonly TranscriptItem[] },
): string {
  if (!working.has(call.name)) return "";
  const due = files.filter((file) => scopeOf(file) !== "" && names(call.input, scopeOf(file)) && !holds(transcript, openingTag(file)));
  return due.map((file) => `\n\n${instructionBlock(file)}`).join("");
}

/** The folder as a whole name: `packages/web` stands in `packages/web/src` and not in `packages/web-old`. */
function names(input: string, folder: string): boolean {
  for (let at = input.indexOf(folder); at !== -1; at = input.indexOf(folder, at + 1)) {
    const [before = " ", after = " "] = [input[at - 1], input[at + folder.length]];
    if (!/[\w.-]/.test(before) && !/[\w.-]/.test(after)) return true;
  }
  return false;
}

function holds(transcript: readonly TranscriptItem[], tag: string): boolean {
  return transcript.some((item) => {
    if (item.type === "tool_result") return item.output.includes(tag);
    return item.type === "user_text" && item.text.includes(tag);
  });
}
