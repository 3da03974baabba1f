"use client";

import { type Attempt, isTerminal } from "@slipway/core";
import { ArrowDownToLine, ChevronDown, ChevronUp, Download, Search, Terminal } from "lucide-react";
import type { LogSnapshot } from "../../client/log-document.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { useHydrated } from "../../hooks/use-hydrated.ts";
import { Button, buttonStyle } from "../ui/button.tsx";
import { Picker } from "../ui/picker.tsx";
import { Tooltip } from "../ui/tooltip.tsx";

type LogToolsProps = {
  attempt: Attempt;
  log: LogSnapshot;
  words: string;
  onWords: (words: string) => void;
  matchCount: number;
  match: number;
  onMatch: (step: number) => void;
  follow: boolean;
  onFollow: (follow: boolean) => void;
};

export function LogTools({ attempt, log, words, onWords, matchCount, match, onMatch, follow, onFollow }: LogToolsProps) {
  const evidence = useEvidence();
  const commands = log.lines.slice(0, log.count).filter((line) => line.kind === "command");
  const hydrated = useHydrated();
  return (
    <div className="flex shrink-0 items-center gap-1 border-b px-3 py-1.5">
      <div className="relative flex min-w-0 flex-1 items-center">
        <Search aria-hidden className="pointer-events-none absolute left-2 size-3.5 text-faint" />
        <input
          type="search"
          aria-label="Search the log"
          placeholder="Search the log"
          value={words}
          onChange={(event) => onWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") onMatch(event.shiftKey ? -1 : 1);
          }}
          className="h-7 w-full min-w-0 max-w-72 rounded-md bg-transparent pr-2 pl-7 text-sm outline-none placeholder:text-faint focus-visible:bg-hover/70 [&::-webkit-search-cancel-button]:hidden max-sm:h-8 max-sm:text-lg"
        />
        {words.trim() === "" ? null : (
          <span className="flex shrink-0 items-center pl-2 text-faint text-xs tabular-nums" role="status">
            {matchCount === 0 ? "no match" : `${match + 1} of ${matchCount.toLocaleString("en")}`}
            <Button variant="ghost" size="iconSm" aria-label="Previous match" disabled={matchCount === 0} onClick={() => onMatch(-1)}>
              <ChevronUp aria-hidden />
            </Button>
            <Button variant="ghost" size="iconSm" aria-label="Next match" disabled={matchCount === 0} onClick={() => onMatch(1)}>
              <ChevronDown aria-hidden />
            </Button>
          </span>
        )}
      </div>
      {commands.length === 0 ? null : (
        <Picker
          label="Command"
          icon={<Terminal aria-hidden />}
          placeholder={`${commands.length}`}
          value={null}
          options={commands.map((line) => ({ value: line.callId ?? "", label: line.text.split("\n")[0] ?? "" }))}
          onChange={(callId) => evidence.openCommand(callId, null)}
        />
      )}
      {isTerminal(attempt.state) ? null : (
        <Tooltip label="Follow the end">
          <Button
            variant="ghost"
            size="iconSm"
            aria-label="Follow the end of the log"
            aria-pressed={follow}
            className={follow ? "bg-hover text-ink" : ""}
            onClick={() => onFollow(!follow)}
          >
            <ArrowDownToLine aria-hidden />
          </Button>
        </Tooltip>
      )}
      {hydrated ? (
        <a
          href={`/api/v1/attempts/${attempt.id}/log`}
          download={`${attempt.id.slice(0, 8)}.log`}
          aria-label="Download the log"
          className={buttonStyle({ variant: "ghost", size: "iconSm" })}
        >
          <Download aria-hidden />
        </a>
      ) : null}
    </div>
  );
}
