"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { FolderGit2, Moon, Plus, Settings, Sun } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { useShortcuts } from "../../hooks/use-shortcuts.ts";
import { StatusIcon } from "../marks/status-mark.tsx";
import { onPalette } from "./palette-state.ts";

/** ⌘K: search for a task or a command and go there. */
export function CommandPalette() {
  const [open, setOpen] = useState(false);
  useShortcuts({ "mod+k": () => setOpen((isOpen) => !isOpen) });
  useEffect(() => onPalette(setOpen), []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/30 dark:bg-black/60" />
        <Dialog.Popup
          aria-label="Search and commands"
          className="float-panel fixed top-[14dvh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-xl -translate-x-1/2 overflow-hidden outline-none max-sm:top-4"
        >
          <PaletteBody close={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ close }: { close: () => void }) {
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();
  const [words, setWords] = useState("");
  const query = useDeferredValue(words.trim());
  const found = useQuery({
    queryKey: [...queryKeys.tasks, "palette", query],
    queryFn: ({ signal }) => api.listTasks(new URLSearchParams({ limit: "8", ...(query === "" ? {} : { q: query }) }), signal),
    placeholderData: (previous) => previous,
  });
  const act = (action: () => void) => () => {
    close();
    action();
  };
  const go = <Href extends string>(href: Route<Href>) => act(() => router.push(href));
  const dark = resolvedTheme === "dark";

  return (
    <Command label="Search and commands" shouldFilter={false}>
      <Command.Input
        value={words}
        onValueChange={setWords}
        placeholder="Find a task or type a command…"
        className="h-12 w-full border-b bg-transparent px-4 text-base outline-none placeholder:text-faint max-sm:text-lg"
      />
      <Command.List className="max-h-[50dvh] overflow-y-auto p-1.5">
        <Group heading="Go to">
          <Entry words={query} label="New task" icon={<Plus aria-hidden />} onSelect={go("/")} />
          <Entry words={query} label="Repositories" icon={<FolderGit2 aria-hidden />} onSelect={go("/repositories")} />
          <Entry words={query} label="Settings" icon={<Settings aria-hidden />} onSelect={go("/settings" as Route)} />
          <Entry
            words={query}
            label={dark ? "Light theme" : "Dark theme"}
            icon={dark ? <Sun aria-hidden /> : <Moon aria-hidden />}
            onSelect={act(() => setTheme(dark ? "light" : "dark"))}
          />
        </Group>
        <Group heading="Tasks">
          {found.data?.items.map((task) => (
            <Row
              key={task.id}
              value={task.id}
              label={task.title}
              detail={task.repository.name}
              icon={<StatusIcon status={task.status} />}
              onSelect={go(`/tasks/${task.id}`)}
            />
          ))}
          {found.data?.items.length === 0 ? <p className="px-2.5 py-2 text-muted text-sm">No task matches.</p> : null}
        </Group>
      </Command.List>
    </Command>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

type RowProps = { value: string; label: string; detail?: string; icon: ReactNode; onSelect: () => void };

function Entry({ words, label, icon, onSelect }: Omit<RowProps, "value"> & { words: string }) {
  if (!label.toLowerCase().includes(words.toLowerCase())) return null;
  return <Row value={label} label={label} icon={icon} onSelect={onSelect} />;
}

function Row({ value, label, detail, icon, onSelect }: RowProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-2 text-sm data-[selected=true]:bg-hover [&>svg]:size-4 [&>svg]:shrink-0"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {detail === undefined ? null : <span className="max-w-40 truncate text-faint text-xs">{detail}</span>}
    </Command.Item>
  );
}
