"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useDeferredValue } from "react";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";

export const TABS = ["active", "attention", "archived"] as const;
export type Tab = (typeof TABS)[number];

/** The task list as the address asks for it: tab and search. */
export function useTaskList() {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("active"));
  const [words, setWords] = useQueryState("q", parseAsString.withDefault("").withOptions({ throttleMs: 300 }));
  const query = useDeferredValue(words.trim());
  const counts = useQuery({ queryKey: queryKeys.counts, queryFn: api.countTasks });
  const list = useInfiniteQuery({
    queryKey: [...queryKeys.tasks, tab, query],
    queryFn: ({ pageParam, signal }) => api.listTasks(searchOf(tab, query, pageParam), signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous, previousQuery) => (previousQuery?.queryKey[1] === tab ? previous : undefined),
  });
  return { tab, setTab, words, setWords, counts: counts.data, list, items: list.data?.pages.flatMap((page) => page.items) ?? [] };
}

export type TaskListState = ReturnType<typeof useTaskList>;

function searchOf(tab: Tab, query: string, cursor: string): URLSearchParams {
  const search = new URLSearchParams({ archived: String(tab === "archived"), limit: "50" });
  if (tab === "attention") search.set("status", "waiting,succeeded,failed");
  if (query !== "") search.set("q", query);
  if (cursor !== "") search.set("cursor", cursor);
  return search;
}
