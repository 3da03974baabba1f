"use client";

import { Box, FolderGit2, GitBranch, Plus } from "lucide-react";
import { errorSentence } from "../../client/api-error.ts";
import { counted } from "../../format/figures.ts";
import { Button } from "../ui/button.tsx";
import { Picker, type PickerOption } from "../ui/picker.tsx";
import type { Composer } from "./use-composer.ts";

/** Repository, branch and environment of the task; what was used last stands first. */
export function PlacePickers({ composer, onAddRepository }: { composer: Composer; onAddRepository: () => void }) {
  const { repository, change } = composer;
  if (composer.repositories.length === 0) return <NoRepository isRead={composer.repositoriesRead} onAdd={onAddRepository} />;
  return (
    <>
      <Picker
        label="Repository"
        icon={<FolderGit2 aria-hidden />}
        placeholder="Choose a repository"
        value={repository?.id ?? null}
        options={composer.repositories.map((each) => ({ value: each.id, label: each.name, detail: each.location }))}
        onChange={(repositoryId) => change({ repositoryId, branch: null, environmentId: null })}
        footer={
          <Button variant="ghost" className="w-full justify-start px-2" onClick={onAddRepository}>
            <Plus aria-hidden />
            Add a repository
          </Button>
        }
      />
      {repository === null ? null : <BranchAndEnvironment composer={composer} />}
    </>
  );
}

function BranchAndEnvironment({ composer }: { composer: Composer }) {
  const { branch, environment, change } = composer;
  return (
    <>
      <Picker
        label="Branch"
        icon={<GitBranch aria-hidden />}
        placeholder={branch ?? "Default branch"}
        value={branch}
        options={branchOptions(composer)}
        onChange={(chosen) => change({ branch: chosen })}
        empty={composer.branchesError === null ? "No branch matches." : errorSentence(composer.branchesError)}
      />
      <Picker
        label="Environment"
        icon={<Box aria-hidden />}
        placeholder="No environment"
        value={environment?.id ?? "none"}
        options={[
          ...composer.environments.map((each) => ({ value: each.id, label: each.name, detail: counted(each.checks.length, "check") })),
          { value: "none", label: "No environment", detail: "Default image, no checks" },
        ]}
        onChange={(environmentId) => change({ environmentId })}
      />
    </>
  );
}

function NoRepository({ isRead, onAdd }: { isRead: boolean; onAdd: () => void }) {
  return (
    <Button variant="ghost" size="sm" onClick={onAdd} disabled={!isRead}>
      <FolderGit2 aria-hidden />
      {isRead ? "Add a repository" : "Reading repositories…"}
    </Button>
  );
}

function branchOptions({ branches, branch, recentBranches, repository }: Composer): PickerOption[] {
  const known = new Set(branches.map((each) => each.name));
  if (branch !== null && branches.length === 0) known.add(branch);
  const rank = (name: string) => {
    const used = recentBranches.indexOf(name);
    if (used !== -1) return used - 100;
    return name === repository?.defaultBranch ? -1 : 0;
  };
  return [...known]
    .toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((name) =>
      name === repository?.defaultBranch ? { value: name, label: name, detail: "Default branch" } : { value: name, label: name },
    );
}
