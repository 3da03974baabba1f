import { oneLine, shorten, withoutSwitches } from "./neutral-text.ts";

/**
 * A commit message from what a model wrote: it mentions nobody, closes nothing, skips no checks and names no authors. A title
 * of at most 72 characters, a body of at most 8,000; `taskUrl` becomes the one trailer.
 */
export function commitMessage(parts: { title: string; body: string; taskUrl?: string }): string {
  const title = neutralise(oneLine(parts.title, 72)) || "Change by Slipway";
  const body = neutralise(shorten(withoutSwitches(parts.body), 8_000));
  const trailer = parts.taskUrl === undefined ? "" : `Slipway-Task: ${parts.taskUrl.replaceAll(/\s/g, "")}`;
  return `${[shorten(title, 72), body, trailer].filter((part) => part !== "").join("\n\n")}\n`;
}

/** GitHub and GitLab read mentions, issue numbers and issue addresses in commit messages; a space in them stops that. */
function neutralise(text: string): string {
  return text
    .replaceAll(/(?<![\w.])@(?=\w)/g, "@ ")
    .replaceAll(/[#!](?=\d)/g, (mark) => `${mark} `)
    .replaceAll(/\bGH-(?=\d)/gi, "GH ")
    .replaceAll(/(?<=https?:)(?=\/\/\S{0,300}\/(issues|pull|pulls|merge_requests|work_items)\/\d)/gi, " ");
}
