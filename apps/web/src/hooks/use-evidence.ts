"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { createContext, useContext } from "react";

export const VIEWS = ["thread", "changes", "logs", "checks", "network", "details"] as const;
export type View = (typeof VIEWS)[number];

const parsers = {
  view: parseAsStringLiteral(VIEWS),
  attempt: parseAsString,
  file: parseAsString,
  call: parseAsString,
  check: parseAsString,
  line: parseAsInteger,
};

const nowhere = { file: null, call: null, check: null, line: null };

/** The attempt whose words are being shown: its citations lead into its own evidence, whichever attempt is open. */
export const EvidenceScope = createContext<string | null>(null);

/** What the task's page shows, kept in the address: the view, the attempt, and the place that a citation leads to. */
export function useEvidence() {
  const scope = useContext(EvidenceScope);
  const [place, setPlace] = useQueryStates(parsers, { history: "replace" });
  const own = scope === null ? {} : { attempt: scope };
  return {
    place,
    openView: (view: View) => void setPlace({ ...nowhere, view }),
    openAttempt: (attempt: string | null) => void setPlace({ ...nowhere, attempt }),
    openFile: (file: string, line: number | null) => void setPlace({ ...nowhere, ...own, view: "changes", file, line }),
    openCommand: (call: string, line: number | null) => void setPlace({ ...nowhere, ...own, view: "logs", call, line }),
    openCheck: (check: string, line: number | null) => void setPlace({ ...nowhere, ...own, view: "checks", check, line }),
  };
}
