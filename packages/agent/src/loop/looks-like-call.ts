const fence = "```";

/** What chat templates put around calls; where it reaches us, a server did not parse its own model's words. */
const marks = [
  /<\|?\/?tool_calls?(?:_begin|_end|s_section_begin|s_section_end)?\|?>/,
  /<｜tool▁/,
  /\[TOOL_CALLS?\]/,
  /<\|python_tag\|>/,
  /<\|channel\|>|\bto=functions\.\w/,
  /<function(?:=[\w.-]+|_calls?)>/,
  /<invoke name="/,
];

/**
 * A reply without calls whose text is a call in a model's own form. Marks inside of code are quotes, unless nothing else is said; an
 * object counts where it stands last and names one of the `tools`.
 */
export function looksLikeCall(text: string, tools: readonly string[]): boolean {
  const trimmed = text.trim();
  const prose = withoutCode(wholeFence(trimmed) ?? trimmed);
  if (marks.some((mark) => mark.test(prose))) return true;
  const last = lastFence(trimmed) ?? trimmed;
  if (tools.includes("apply_patch") && /^\*\*\* Begin Patch$/m.test(last) && /^\*\*\* End Patch$/m.test(last)) return true;
  return isCallObject(last, tools);
}

function wholeFence(text: string): string | null {
  const block = lastFence(text);
  return block !== null && text.startsWith(fence) && text.split(fence).length === 3 ? block : null;
}

/** The code block that ends the text. */
function lastFence(text: string): string | null {
  if (!text.endsWith(fence)) return null;
  const open = text.lastIndexOf(fence, text.length - fence.length - 1);
  return open === -1 ? null : text.slice(text.indexOf("\n", open) + 1, -fence.length).trim();
}

function withoutCode(text: string): string {
  return text.replaceAll(/```[\s\S]*?(?:```|$)/g, "").replaceAll(/`[^`\n]*`/g, "");
}

/** By its beginning, since what a model writes by hand need not be JSON to its end. */
function isCallObject(text: string, tools: readonly string[]): boolean {
  if (!/[}\]]$/.test(text)) return false;
  const name =
    /^[[{\s]*(?:"(?:type|id)"\s*:\s*"[^"]*"\s*,\s*)*(?:"function"\s*:\s*\{\s*)?"(?:name|tool|tool_name|function)"\s*:\s*"(?:functions\.)?([\w-]+)"/.exec(
      text,
    );
  return name?.[1] !== undefined && tools.includes(name[1]) && /"(?:arguments|parameters|input|args)"\s*:/.test(text);
}
