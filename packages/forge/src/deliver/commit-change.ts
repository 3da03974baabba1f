import { ConflictError, InvalidInputError } from "@slipway/core";
import { writePatchedTree } from "../gate/write-patched-tree.ts";
import { expectGit } from "../git/expect-git.ts";
import { objectId } from "../git/object-id.ts";
import { runGit } from "../git/run-git.ts";
import type { Mirror } from "../mirror/open-mirror.ts";

export type CommitChangeOptions = {
  baseCommit: string;
  patch: Uint8Array;
  message: string;
  author: { name: string; email: string | null };
  /** ISO 8601. Part of the commit's id: the same input gives the same commit, whoever makes it and when. */
  committedAt: string;
  /** The last delivered commit of the branch; the new one becomes its child. */
  previousCommit: string | null;
  signal?: AbortSignal;
};

const committer = { name: "Slipway", email: "noreply@slipway.invalid" };

/**
 * Commits the base with the patch applied and returns the commit's id; `previousCommit` itself when it has that tree already.
 * Throws InvalidInputError for a patch that the gate refuses, ConflictError when the mirror lacks `previousCommit`.
 */
export async function commitChange(mirror: Mirror, options: CommitChangeOptions): Promise<string> {
  const tree = await writePatchedTree(mirror, options);
  const { previousCommit, signal } = options;
  if (previousCommit !== null && (await treeOf(mirror, previousCommit, signal)) === tree) return previousCommit;
  const date = gitDate(options.committedAt);
  const output = await expectGit({
    directory: mirror.directory,
    args: ["commit-tree", tree, "-p", objectId(previousCommit ?? options.baseCommit), "-F", "-"],
    input: options.message,
    environment: {
      GIT_AUTHOR_NAME: personName(options.author.name),
      GIT_AUTHOR_EMAIL: personEmail(options.author.email),
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: date,
    },
    signal,
  });
  return output.toString("utf8").trim();
}

async function treeOf(mirror: Mirror, commit: string, signal: AbortSignal | undefined): Promise<string> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${objectId(commit)}^{tree}`];
  const result = await runGit({ directory: mirror.directory, args, signal });
  if (result.exitCode === 0) return result.stdout.toString("utf8").trim();
  throw new ConflictError(`The commit ${commit}, delivered before, is not in the mirror. Fetch its branch first.`);
}

function gitDate(iso: string): string {
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds)) throw new InvalidInputError(`"${iso}" is not a time.`);
  return `${Math.floor(milliseconds / 1000)} +0000`;
}

/** Without what would start a header of its own. */
function personName(name: string): string {
  const plain = name
    .replaceAll(/[\p{Cc}<>]/gu, "")
    .trim()
    .slice(0, 100);
  return /[\p{L}\p{N}]/u.test(plain) ? plain : committer.name;
}

function personEmail(email: string | null): string {
  return email !== null && /^[^\s<>@]{1,100}@[^\s<>@]{1,200}$/.test(email) ? email : committer.email;
}
