import { type ReviewComment, withoutHiddenCharacters } from "@slipway/core";
import type { TranscriptItem } from "../transcript.ts";
import type { AgentTask } from "./agent-task.ts";
import { withPictures } from "./hear-person.ts";

/** The conversation as it stands before the first request: where we are, what was said, and the turn's message last. */
export function openingMessages(task: AgentTask, root: string): TranscriptItem[] {
  const earlier = task.history.flatMap((turn): TranscriptItem[] => [
    { type: "user_text", text: turnText(turn), ...withPictures(turn.images) },
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

function surroundings({ repositoryName, branch, history, instructions, checks = [] }: AgentTask, root: string): string {
  const facts = [
    `<environment>`,
    `Repository: ${repositoryName}`,
    `Branch: ${branch}`,
    `Root: ${root}`,
    ...(history.length === 0 ? [] : ["The changes of the earlier turns are in the work tree, uncommitted."]),
    ...(checks.length === 0 ? [] : ["When you are done, the platform itself runs these checks:"]),
    ...checks.map(({ name, command }) => `- ${name}: ${command}`),
    `</environment>`,
  ];
  // Text of the repository: hidden characters could say to the model what no reviewer of the file sees.
  const guidance =
    instructions === null
      ? []
      : [`<repository_instructions source="AGENTS.md">`, withoutHiddenCharacters(instructions).trim(), `</repository_instructions>`];
  return [...facts, ...guidance].join("\n");
}

function turnText({ text, comments }: { text: string; comments: readonly ReviewComment[] }): string {
  const review = comments.map(
    ({ path, line, side, text: comment }) =>
      `- ${path}:${line}${side === "base" ? " (before the change)" : ""}\n  ${comment.replaceAll("\n", "\n  ")}`,
  );
  return [...(text === "" ? [] : [text]), ...(review.length === 0 ? [] : [`Review comments:\n${review.join("\n")}`])].join("\n\n");
}
