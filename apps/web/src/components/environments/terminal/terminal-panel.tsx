"use client";

import type { Environment, Terminal } from "@slipway/core";
import { Play, SquareTerminal, X } from "lucide-react";
import dynamic from "next/dynamic";
import { type RefObject, useId, useRef, useState } from "react";
import { toast } from "sonner";
import { errorSentence } from "../../../client/api-error.ts";
import { VisibleText } from "../../marks/visible-text.tsx";
import { Button } from "../../ui/button.tsx";
import { Kbd } from "../../ui/kbd.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { TriedCommands } from "./tried-commands.tsx";
import { type TerminalScreen as Screen, useTerminal, useTerminalStream } from "./use-terminal.ts";

const TerminalScreen = dynamic(() => import("./terminal-screen.tsx"), { ssr: false, loading: () => <Skeleton className="h-80" /> });

type TerminalPanelProps = {
  environment: Environment;
  /** The setup script as it stands on the page, saved or not. */
  script: string;
  locked: boolean;
  onKeep: (script: string) => void;
};

/** A shell where setup runs: the script can be tried live, and what was tried by hand is kept as part of the script. */
export function TerminalPanel({ environment, script, locked, onKeep }: TerminalPanelProps) {
  const held = useTerminal(environment.id);
  const leave = useRef<HTMLButtonElement>(null);
  const { terminal, error } = held;
  const isLive = terminal?.state === "queued" || terminal?.state === "open";
  const keep = (next: string) => {
    onKeep(next);
    toast.success("Added to the setup script", { description: "Save the environment to keep it." });
  };
  return (
    <section aria-labelledby="terminal" className="overflow-hidden rounded-xl border bg-surface">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
        <h2 id="terminal" className="font-medium text-sm max-sm:mr-auto">
          Terminal
        </h2>
        <p className="mr-auto min-w-0 flex-1 text-faint text-xs max-sm:order-last max-sm:basis-full">{aboutOf(terminal)}</p>
        {isLive ? (
          <>
            <Button size="sm" disabled={terminal?.state !== "open" || script.trim() === ""} onClick={() => held.runScript(script)}>
              <Play aria-hidden />
              Run setup script
            </Button>
            <Button ref={leave} size="sm" disabled={held.isClosing} onClick={held.close}>
              <X aria-hidden />
              Close
            </Button>
          </>
        ) : (
          <Button size="sm" disabled={held.isOpening} onClick={held.open}>
            <SquareTerminal aria-hidden />
            {held.isOpening ? "Opening…" : "Open a terminal"}
          </Button>
        )}
      </div>
      {error === null ? null : (
        <div className="px-4 pb-3">
          <Notice tone="warn">{errorSentence(error)}</Notice>
        </div>
      )}
      {terminal?.failure == null ? null : (
        <div className="px-4 pb-3">
          <Notice tone={terminal.commands.length === 0 ? "bad" : "info"} title="The terminal was ended">
            <VisibleText>{terminal.failure}</VisibleText>
          </Notice>
        </div>
      )}
      {terminal !== null && isLive ? <LiveTerminal key={terminal.id} terminal={terminal} held={held} leave={leave} /> : null}
      {terminal === null ? null : (
        <TriedCommands key={`tried ${terminal.id}`} commands={terminal.commands} script={script} locked={locked} onKeep={keep} />
      )}
    </section>
  );
}

type LiveTerminalProps = { terminal: Terminal; held: ReturnType<typeof useTerminal>; leave: RefObject<HTMLButtonElement | null> };

function LiveTerminal({ terminal, held, leave }: LiveTerminalProps) {
  const [screen, setScreen] = useState<Screen | null>(null);
  const about = useId();
  const ready = (next: Screen | null) => {
    held.screen.current = next;
    setScreen(next);
  };
  useTerminalStream(terminal, { screen, sender: held.sender, keep: held.keep });
  return (
    <>
      <div className="border-t">
        <TerminalScreen onReady={ready} onAct={held.act} onLeave={() => leave.current?.focus()} describedBy={about} />
      </div>
      <p id={about} className="border-t px-4 py-2 text-faint text-xs">
        <Kbd>Shift</Kbd> <Kbd>Esc</Kbd> leaves the terminal. Nothing in this container is kept but the script: a snapshot can then be built
        again from it at any time. It closes after 15 minutes without a key.
      </p>
    </>
  );
}

function aboutOf(terminal: Terminal | null): string {
  if (terminal?.state === "queued") return "Waits for a worker …";
  if (terminal?.state === "open") return `Root's shell at ${terminal.branch}, with the network and the secrets of setup`;
  return "Try the setup in the same container, network and secrets that a snapshot is built with";
}
