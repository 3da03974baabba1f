"use client";

import { Tabs } from "@base-ui/react/tabs";
import { Search, X } from "lucide-react";
import { useRef } from "react";
import { useShortcuts } from "../../hooks/use-shortcuts.ts";
import { ListFilters } from "./list-filters.tsx";
import { TABS, type Tab, type TaskListState } from "./use-task-list.ts";

const names: Record<Tab, string> = { active: "Active", attention: "Needs attention", archived: "Archived" };

/** Tabs with their counts, and the search over the list. */
export function ListHead({ state }: { state: TaskListState }) {
  const box = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => box.current?.focus() });
  return (
    <div className="flex items-center justify-between gap-x-2 border-b max-sm:flex-col max-sm:items-stretch">
      <Tabs.List aria-label="Tasks" className="mr-auto -mb-px flex gap-5 overflow-x-auto max-sm:mr-0">
        {TABS.map((tab) => (
          <Tabs.Tab
            key={tab}
            value={tab}
            className="flex h-10 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-muted text-sm transition-colors hover:text-ink data-[active]:border-ink data-[active]:font-medium data-[active]:text-ink"
          >
            {names[tab]}
            {state.counts === undefined ? null : <span className="font-normal text-faint text-xs tabular-nums">{state.counts[tab]}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <ListFilters state={state} />
      <div className="relative flex items-center max-sm:order-first max-sm:mb-1">
        <Search aria-hidden className="pointer-events-none absolute left-2 size-3.5 text-faint" />
        <input
          ref={box}
          type="search"
          aria-label="Search tasks"
          placeholder="Search"
          value={state.words}
          onChange={(event) => void state.setWords(event.target.value === "" ? null : event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          className="h-8 w-full rounded-md bg-transparent pr-7 pl-7 text-sm placeholder:text-faint hover:bg-hover/60 focus:bg-hover/60 sm:w-40 max-sm:h-9 max-sm:bg-sunken max-sm:text-lg [&::-webkit-search-cancel-button]:hidden"
        />
        {state.words === "" ? null : (
          <button
            type="button"
            aria-label="Clear search"
            className="absolute right-1.5 rounded p-0.5 text-faint hover:text-ink"
            onClick={() => void state.setWords(null)}
          >
            <X aria-hidden className="size-3.5" />
          </button>
        )}
      </div>
    </div>
  );
}
