import type { ReviewComment } from "@slipway/core";
import { plainPath } from "../instructions/instruction-file.ts";
import { openingGuidance } from "../instructions/opening-guidance.ts";
import type { TranscriptItem } from "../transcript.ts";
import type { AgentTask } from "./agent-task.ts";
import { earlierMessages } from "./earlier-messages.ts";
import { withPictures } from "./hear-person.ts";

/** The conversation as it stands before the first request: where we are, what was said, and the turn's message last. */
export function openingMessages(task: AgentTask, root: string): TranscriptItem[] {
  const messages = earlierMessages(task.history);
  const earlier = task.history.flatMap((turn, index): TranscriptItem[] => [
    { type: "user_text", text: turnText(turn), ...withPictures(turn.images) },
    ...(messages[index] ?? []),
    {
      type: "agent_text",
      text: turn.summary === null ? "(This turn ended without a summary.)" : `${turn.summary.title}\n\n${turn.summary.body}`,
    },
  ]);
  return [
    { type: "user_text", text: surroundings(task, root) },
    ...earlier,
    { type: "user_text", text: turnText({ text: task.prompt, comments: task.comments }), ...withPictures(task.images) },
  ];
}

function surroundings(task: AgentTask, root: string): string {
  const { repositoryName, branch, history, instructions, houseRules = [] } = task;
  const facts = [
    `<environment>`,
    `Repository: ${repositoryName}`,
    `Branch: ${branch}`,
    `Root: ${root}`,
    ...(history.length === 0 ? [] : ["The changes of the earlier turns are in the work tree, uncommitted."]),
    ...(houseRules.length === 0 ? [] : [`Its rules for contributors: ${houseRules.map(plainPath).join(", ")}`]),
    ...checkWords(task),
    ...budgetWords(task),
    `</environment>`,
  ];
  return [...facts, ...openingGuidance(instructions)].join("\n");
}

function checkWords({ mode, checks = [] }: AgentTask): string[] {
  if (mode === "ask" || checks.length === 0) return [];
  return ["When you are done, the platform itself runs these checks:", ...checks.map(({ name, command }) => `- ${name}: ${command}`)];
}

function budgetWords({ mode, changedLines = null }: AgentTask): string[] {
  if (mode === "ask" || changedLines === null) return [];
  return [`One review holds ${changedLines} changed lines, lockfiles and generated files aside; a larger change is flagged.`];
}

function turnText({ text, comments }: { text: string; comments: readonly ReviewComment[] }): string {
  const review = comments.map(
    ({ path, line, side, text: comment, quote }) =>
      `- ${path}:${line}${side === "base" ? " (before the change)" : ""}\n${quote === undefined ? "" : `  > ${quote}\n`}  ${comment.replaceAll("\n", "\n  ")}`,
  );
  return [...(text === "" ? [] : [text]), ...(review.length === 0 ? [] : [`Review comments:\n${review.join("\n")}`])].join("\n\n");
}
