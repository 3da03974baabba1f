import { type Task, TaskMode } from "@slipway/core";
import { z } from "zod";

export const Effort = z.enum(["low", "medium", "high"]);
export type Effort = z.infer<typeof Effort>;

/** What the composer holds between reloads. `environmentId` is "none" where the person chose to go without. */
export const Draft = z.object({
  prompt: z.string(),
  repositoryId: z.string().nullable(),
  branch: z.string().nullable(),
  environmentId: z.string().nullable(),
  mode: TaskMode,
  attempts: z.int().min(1).max(8),
  /** How long the model thinks; null leaves it to the model. */
  effort: Effort.nullable().default(null),
  /** A key of `modelKey`; null leaves the choice to what was used last. */
  model: z.string().nullable().default(null),
  /** As they are written, in the units that people use. */
  limits: z.record(z.string(), z.string()).default({}),
});
export type Draft = z.infer<typeof Draft>;

export const emptyDraft: Draft = {
  prompt: "",
  repositoryId: null,
  branch: null,
  environmentId: null,
  mode: "code",
  attempts: 1,
  effort: null,
  model: null,
  limits: {},
};

/** Servers refuse longer addresses. */
const longestLink = 6_000;

/**
 * The address at which the composer asks for the same again, so that something about it can be chosen anew; null where the prompt is too
 * long for one.
 */
export function linkOfTask({ repository, branch, environment, turnList }: Task): string | null {
  const asked = {
    repository: repository.id,
    branch,
    environment: environment?.id ?? "none",
    prompt: turnList[0]?.text ?? "",
  };
  const link = `/?${new URLSearchParams(asked)}`;
  return link.length > longestLink ? null : link;
}

/** The draft that a deep link asks for, or null where the address asks for nothing. Repository and environment by id or name. */
export function draftOfLink(search: URLSearchParams): Partial<Draft> | null {
  const asked: Partial<Draft> = {};
  const repository = search.get("repository");
  const branch = search.get("branch");
  const environment = search.get("environment");
  const prompt = search.get("prompt");
  if (repository !== null) Object.assign(asked, { repositoryId: repository, branch: null, environmentId: null });
  if (branch !== null) asked.branch = branch;
  if (environment !== null) asked.environmentId = environment;
  if (prompt !== null) asked.prompt = prompt;
  return Object.keys(asked).length === 0 ? null : asked;
}
