import { z } from "zod";
import type { LineReader } from "../line-reader.ts";
import { draftReport } from "../report-draft.ts";
import { parentsOf } from "./read-go.ts";

const Line = z.object({ Action: z.enum(["pass", "fail", "skip"]), Package: z.string(), Test: z.string() });
const outcomes = { pass: "passed", fail: "failed", skip: "skipped" } as const;

/** `go test -json`: one object a line (cmd/test2json). A test with parts counts as its parts. */
export function readGoJson(): LineReader {
  const tests = new Map<string, "passed" | "failed" | "skipped">();
  const parents = new Set<string>();
  const seeLine = (line: string) => {
    const { data } = Line.safeParse(parsed(line));
    if (data === undefined) return;
    for (const parent of parentsOf(data.Test)) parents.add(`${data.Package} ${parent}`);
    tests.set(`${data.Package} ${data.Test}`, outcomes[data.Action]);
  };
  return {
    rules: [{ hint: '"Action"', pattern: /^(\{.+\})$/, take: ([line = ""]) => seeLine(line) }],
    end() {
      const draft = draftReport();
      for (const [name, outcome] of tests) if (!parents.has(name)) draft.add(name, outcome);
      return draft.report("go test");
    },
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
