"use client";

import { type Attempt, isTerminal } from "@slipway/core";
import { useState } from "react";
import type { LogSnapshot } from "../../client/log-document.ts";
import { useAttemptEvents } from "../../hooks/use-attempt-events.ts";
import { useAttemptLog } from "../../hooks/use-attempt-log.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { LogLines } from "./log-lines.tsx";
import { LogTools } from "./log-tools.tsx";

/** Everything that the attempt's commands wrote, and what happened between them. */
export function LogsPanel({ attempt }: { attempt: Attempt }) {
  const log = useAttemptLog(attempt.id);
  const { place } = useEvidence();
  const [words, setWords] = useState("");
  const [match, setMatch] = useState(0);
  const [follow, setFollow] = useState(!isTerminal(attempt.state));
  const matches = matchesOf(log, words);
  const shownMatch = matches.length === 0 ? null : (matches[match % matches.length] ?? null);
  const target = shownMatch ?? indexOfPlace(log, place.call, place.line);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <LogTools
        attempt={attempt}
        log={log}
        words={words}
        onWords={(next) => {
          setWords(next);
          setMatch(0);
        }}
        matchCount={matches.length}
        match={matches.length === 0 ? 0 : match % matches.length}
        onMatch={(step) => setMatch((current) => (current + step + matches.length) % Math.max(1, matches.length))}
        follow={follow}
        onFollow={setFollow}
      />
      {log.count === 0 ? (
        <EmptyLog attempt={attempt} />
      ) : (
        <LogLines log={log} target={target} follow={follow && target === null} onFollow={setFollow} />
      )}
    </div>
  );
}

/** Of an ended attempt the log is still being read, or there is none. */
function EmptyLog({ attempt }: { attempt: Attempt }) {
  const events = useAttemptEvents(attempt.id);
  const isReading = isTerminal(attempt.state) && attempt.lastSeq > 0 && events.length === 0;
  if (isReading) {
    return (
      <div aria-busy className="p-4">
        <p className="sr-only">Reading the log</p>
        <Skeleton className="h-48" />
      </div>
    );
  }
  return (
    <p className="px-6 py-20 text-center text-muted text-sm">
      {isTerminal(attempt.state) ? "Nothing was logged." : "The log appears here as soon as something happens."}
    </p>
  );
}

function matchesOf(log: LogSnapshot, words: string): number[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return [];
  return log.lines.slice(0, log.count).flatMap((line, index) => (line.text.toLowerCase().includes(wanted) ? [index] : []));
}

/** Where a command's line stands; the command itself where no line is asked for. */
function indexOfPlace(log: LogSnapshot, callId: string | null, line: number | null): number | null {
  if (callId === null) return null;
  const index = log.lines.findIndex((each) => each.callId === callId && (line === null ? each.kind === "command" : each.line === line));
  return index === -1 ? null : index;
}
