"use client";

import type { TaskStatus } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { CircleDot, FolderGit2 } from "lucide-react";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { statusWords } from "../marks/status-mark.tsx";
import { Picker } from "../ui/picker.tsx";
import { STATUSES_OF_TAB, type TaskListState } from "./use-task-list.ts";

const any = "any";

/** State and repository of the tasks shown; both stand in the address. */
export function ListFilters({ state }: { state: TaskListState }) {
  const repositories = useQuery({ queryKey: queryKeys.repositories, queryFn: api.listRepositories });
  const { tab, status, repository } = state;
  const statuses = STATUSES_OF_TAB[tab].map((each) => ({ value: each, label: statusWords(each, "code") }));
  const known = (repositories.data ?? []).map((each) => ({ value: each.id, label: each.name, detail: each.location }));
  return (
    <div className="flex shrink-0 items-center max-sm:-mx-2 max-sm:pt-1">
      <Picker
        label="State"
        icon={<CircleDot aria-hidden />}
        placeholder="Any state"
        value={status ?? any}
        options={[{ value: any, label: "Any state" }, ...statuses]}
        className={status === null ? "" : "text-ink"}
        onChange={(next) => void state.setFilters({ status: next === any ? null : (next as TaskStatus) })}
      />
      <Picker
        label="Repository of the tasks"
        icon={<FolderGit2 aria-hidden />}
        placeholder="Any repository"
        value={repository ?? any}
        options={[{ value: any, label: "Any repository" }, ...known]}
        className={repository === null ? "" : "text-ink"}
        onChange={(next) => void state.setFilters({ repository: next === any ? null : next })}
      />
    </div>
  );
}
