import type { EnvironmentDifference } from "@slipway/core";
import { replacedDifferences } from "@slipway/environment";

type Withheld = {
  branch: string;
  commit: string;
  defaultBranch: string;
  differences: readonly EnvironmentDifference[];
  /** Names of secrets. */
  withheld: readonly string[];
};

/** What a person reads where an environment that nobody has accepted is used; null where that takes nothing from it. */
export function reviewNote({ branch, commit, defaultBranch, differences, withheld }: Withheld): string | null {
  const replaced = replacedDifferences(differences);
  if (replaced.length === 0 && withheld.length === 0) return null;
  return [
    `The environment of ${branch} at ${commit.slice(0, 12)} differs from ${defaultBranch}'s in ${listed(differences)}, and nobody has accepted it.`,
    ...(replaced.length > 0 ? [`Taken from ${defaultBranch} instead: ${listed(replaced)}.`] : []),
    ...(withheld.length > 0 ? [`Withheld: the value of ${listed(withheld)}.`] : []),
    "An owner or admin can review and accept it where the task or its environment is shown.",
  ].join(" ");
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
