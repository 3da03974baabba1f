import type { Readable } from "node:stream";
import { BranchName, InvalidInputError } from "@slipway/core";
import { treeLabel } from "../container/sandbox-labels.ts";
import { runScript } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { BASE_ELSEWHERE, MAKE_WORK_TREE, RECEIVE_BUNDLE } from "./repository-scripts.ts";

export type RepositoryInput = {
  /** A git bundle with the full history of `commit`. Read once, whatever happens. */
  bundle: Readable;
  commit: string;
  branch: string;
  /** Applied on top and left uncommitted. */
  patch: Uint8Array | null;
  /** The image is a snapshot, which may be at the commit already; where it is, one step is saved, or all where it is as the agent gets it. */
  mayBeThere?: boolean;
};

const TIMEOUT_MS = 600_000;
const PATCH_REFUSED = 3;

/** The bundle becomes a base repository that the agent cannot write, and a work tree of the agent's own that borrows its objects. */
export async function putRepository(state: SandboxState, repository: RepositoryInput): Promise<void> {
  const { bundle, commit, branch } = repository;
  if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) throw new InvalidInputError(`${commit} is not a commit id`);
  if (!BranchName.safeParse(branch).success) throw new InvalidInputError(`${branch} is not a branch name`);
  if (isThere(state, repository)) {
    bundle.destroy();
    return;
  }
  if (repository.mayBeThere && (await makeWorkTree(state, repository, "ask"))) {
    bundle.destroy();
    return;
  }
  const received = await runScript(state, { user: "0:0", body: RECEIVE_BUNDLE, args: [commit], stdin: bundle, timeoutMs: TIMEOUT_MS });
  if (received.exitCode !== 0) throw new InvalidInputError(`The repository could not be put into the sandbox: ${received.errors.trim()}`);
  await makeWorkTree(state, repository, "make");
}

function isThere({ tree }: SandboxState, { commit, branch, patch, mayBeThere }: RepositoryInput): boolean {
  return mayBeThere === true && patch === null && tree === treeLabel({ commit, branch });
}

/** Makes the agent's own work tree in the container that a snapshot is taken of. Returns whether it could be made. */
export async function prepareWorkTree(
  state: SandboxState,
  { commit, branch }: Pick<RepositoryInput, "commit" | "branch">,
): Promise<boolean> {
  const made = await runScript(state, { body: MAKE_WORK_TREE, args: [commit, branch, "0", "make"], timeoutMs: TIMEOUT_MS });
  return made.exitCode === 0;
}

/** False where it was to ask first and the base repository has to be brought to the commit. */
async function makeWorkTree(state: SandboxState, { commit, branch, patch }: RepositoryInput, mode: "ask" | "make"): Promise<boolean> {
  const args = [commit, branch, String(patch?.length ?? 0), mode];
  const made = await runScript(state, { body: MAKE_WORK_TREE, args, timeoutMs: TIMEOUT_MS, ...(patch && { stdin: patch }) });
  if (made.exitCode === BASE_ELSEWHERE) return false;
  if (made.exitCode === PATCH_REFUSED) throw new InvalidInputError(`The earlier change does not apply to ${commit}: ${made.errors.trim()}`);
  if (made.exitCode !== 0) throw new InvalidInputError(`The work tree could not be made: ${made.errors.trim()}`);
  return true;
}
