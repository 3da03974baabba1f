"use client";

import { Terminal, type TerminalAct } from "@slipway/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { z } from "zod";
import { api } from "../../../client/api.ts";
import { queryKeys } from "../../../client/query-keys.ts";
import { createTerminalSender, type TerminalSender } from "./terminal-sender.ts";

const Received = z.object({ client: z.string(), seq: z.int() });

/** Where output goes; `reset` before everything is shown from the beginning. */
export type TerminalScreen = { write(text: string): void; reset(): void; focus(): void };

/** The person's terminal of an environment: its row, what opens and closes it, and what is typed. */
export function useTerminal(environmentId: string) {
  const queryClient = useQueryClient();
  const key = queryKeys.terminal(environmentId);
  const sender = useRef<TerminalSender | null>(null);
  const screen = useRef<TerminalScreen | null>(null);
  const stored = useQuery({ queryKey: key, queryFn: () => api.getTerminal(environmentId) });
  const keep = (terminal: Terminal) => queryClient.setQueryData(key, terminal);
  const opening = useMutation({ mutationFn: () => api.openTerminal(environmentId), onSuccess: keep });
  const closing = useMutation({
    mutationFn: (id: string) => api.closeTerminal(id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: key }),
  });
  return {
    terminal: stored.data ?? null,
    error: stored.error ?? opening.error ?? closing.error,
    isOpening: opening.isPending,
    isClosing: closing.isPending,
    open: () => opening.mutate(),
    close: () => stored.data != null && closing.mutate(stored.data.id),
    act: (act: TerminalAct) => sender.current?.add(act),
    runScript: (script: string) => {
      sender.current?.add({ kind: "script", script });
      screen.current?.focus();
    },
    keep,
    sender,
    screen,
  };
}

/** Connects a screen to a terminal for as long as both are there. The browser reconnects by itself, after the last piece that it saw. */
export function useTerminalStream(
  terminal: Terminal,
  {
    screen,
    sender,
    keep,
  }: { screen: TerminalScreen | null; sender: { current: TerminalSender | null }; keep: (terminal: Terminal) => void },
): void {
  const { id } = terminal;
  const told = useRef(keep);
  useEffect(() => {
    told.current = keep;
  });
  useEffect(() => {
    if (screen === null) return;
    const client = crypto.randomUUID();
    const own = createTerminalSender({ client, post: (input) => api.sendToTerminal(id, input) });
    sender.current = own;
    screen.reset();
    const source = new EventSource(`/api/v1/terminals/${id}/stream`);
    source.addEventListener("output", ({ data }) => screen.write(z.string().parse(JSON.parse(data))));
    source.addEventListener("received", ({ data }) => {
      const received = Received.parse(JSON.parse(data));
      if (received.client === client) own.received(received.seq);
    });
    source.addEventListener("terminal", ({ data }) => {
      const next = Terminal.parse(JSON.parse(data));
      told.current(next);
      if (next.endedAt !== null) source.close();
    });
    return () => {
      source.close();
      own.close();
      if (sender.current === own) sender.current = null;
    };
  }, [id, screen, sender]);
}
