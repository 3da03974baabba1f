import type { PlanStep } from "@slipway/core";

const saidCharacters = 12_000;
const listedFiles = 200;

type HandOver = {
  /** The model's own words; empty where it gave none. */
  text: string;
  plan: readonly PlanStep[];
  /** What the person said after the opening, oldest first. */
  said: readonly string[];
  /** How many of the person's pictures stand beside the text. */
  pictures: number;
  files: readonly string[];
};

/** What stands in the conversation for all that was before: the model's summary, and word for word what it must not get wrong. */
export function handOver({ text, plan, said, pictures, files }: HandOver): string {
  const steps = plan.map(({ step, status }) => `- [${status}] ${step}`);
  const parts = [
    "The conversation before this point was too long and is gone. This is what is left of it; your edits are in the work tree. Go on from here.",
    text === "" ? null : `<hand_over>\n${text}\n</hand_over>`,
    steps.length === 0 ? null : `Your plan:\n${steps.join("\n")}`,
    said.length === 0 ? null : `What the person said meanwhile:\n${latestWords(said)}`,
    pictures === 0 ? null : "The latest pictures of these messages are attached.",
    files.length === 0 ? null : `Files that you changed:\n${files.slice(-listedFiles).join("\n")}`,
  ];
  return parts.filter((part) => part !== null).join("\n\n");
}

/** The latest messages count most. */
function latestWords(said: readonly string[]): string {
  const text = said.map((words) => `- ${words.replaceAll("\n", "\n  ")}`).join("\n");
  return text.length <= saidCharacters ? text : `[…]${text.slice(-saidCharacters).toWellFormed()}`;
}
