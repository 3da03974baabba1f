import { validateCitations } from "@slipway/agent";
import type { Summary } from "@slipway/core";
import type { StoredChange, StoredVerification } from "@slipway/db";
import { readFileAt } from "@slipway/forge";
import type { PreparedRepository } from "./attempt-run.ts";

const CITED_FILE_BYTES = 10 * 2 ** 20;

/** The agent's words with every citation checked against the head tree, the commands' output and the checks' logs. */
export async function summarise(
  said: { title: string; summary: string },
  evidence: {
    repository: PreparedRepository;
    change: StoredChange | null;
    verifications: StoredVerification[];
    commandLineCount: (callId: string) => number | null;
  },
): Promise<Summary> {
  const { repository, change, verifications, commandLineCount } = evidence;
  const treeish = change?.headTree ?? repository.baseCommit;
  const { text, citations, dropped } = await validateCitations({
    summaryText: said.summary,
    readFileLineCount: async (path) => {
      const bytes = await readFileAt(repository.mirror, { treeish, path, maxBytes: CITED_FILE_BYTES });
      return bytes === null ? null : countLines(new TextDecoder().decode(bytes));
    },
    commandLineCount: async (callId) => commandLineCount(callId),
    checkLineCount: async (name) => {
      const check = verifications.find((each) => each.name === name && each.side === "head" && each.outcome !== "not_run");
      return check === undefined ? null : countLines(check.log);
    },
  });
  return { title: said.title, body: text, citations, droppedCitations: dropped };
}

function countLines(text: string): number {
  return text === "" ? 0 : text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
