"use client";

import { isTerminal, needsAttention, TASK_STATUSES, type TaskStatus } from "@slipway/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs";
import { useDeferredValue } from "react";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";

export const TABS = ["active", "attention", "archived"] as const;
export type Tab = (typeof TABS)[number];

/** The states that a tab's tasks can be in. */
export const STATUSES_OF_TAB: Record<Tab, readonly TaskStatus[]> = {
  active: TASK_STATUSES,
  attention: TASK_STATUSES.filter(needsAttention),
  archived: TASK_STATUSES.filter(isTerminal),
};

/** Names in the address; `repository` itself is the deep link's, which fills the composer. */
const urlKeys = { status: "state", repository: "in" };
const filterParsers = { status: parseAsStringLiteral(TASK_STATUSES), repository: parseAsString };

/** The task list as the address asks for it: tab, search and filters. */
export function useTaskList() {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("active"));
  const [words, setWords] = useQueryState("q", parseAsString.withDefault("").withOptions({ throttleMs: 300 }));
  const [filters, setFilters] = useQueryStates(filterParsers, { urlKeys });
  const status = filters.status !== null && STATUSES_OF_TAB[tab].includes(filters.status) ? filters.status : null;
  const { repository } = filters;
  const query = useDeferredValue(words.trim());
  const counts = useQuery({ queryKey: queryKeys.counts, queryFn: api.countTasks });
  const list = useInfiniteQuery({
    queryKey: [...queryKeys.tasks, tab, query, status, repository],
    queryFn: ({ pageParam, signal }) => api.listTasks(searchOf({ tab, query, status, repository, cursor: pageParam }), signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous, previousQuery) => (previousQuery?.queryKey[1] === tab ? previous : undefined),
  });
  return {
    tab,
    setTab,
    words,
    setWords,
    status,
    repository,
    setFilters,
    counts: counts.data,
    list,
    items: list.data?.pages.flatMap((page) => page.items) ?? [],
  };
}

export type TaskListState = ReturnType<typeof useTaskList>;

type Asked = { tab: Tab; query: string; status: TaskStatus | null; repository: string | null; cursor: string };

function searchOf({ tab, query, status, repository, cursor }: Asked): URLSearchParams {
  const search = new URLSearchParams({ archived: String(tab === "archived"), limit: "50" });
  if (status !== null) search.set("status", status);
  if (tab === "attention") search.set("attention", "true");
  if (repository !== null) search.set("repositoryId", repository);
  if (query !== "") search.set("q", query);
  if (cursor !== "") search.set("cursor", cursor);
  return search;
}
