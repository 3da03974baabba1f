import { validateCitations } from "@slipway/agent";
import type { AttemptEvent, Citation, Summary, TaskCard } from "@slipway/core";
import { readEventsOfTypes, type StoredVerification } from "@slipway/db";
import { readFileAt } from "@slipway/forge";
import type { Worked } from "../work-stage.ts";
import { type AgentCommand, splitTesting, testingClaims } from "./testing-claims.ts";

const CITED_FILE_BYTES = 10 * 2 ** 20;
const MAX_EVENTS = 4_000;

type Said = { title: string; summary: string; testing: string | null; notVerified: readonly string[]; tasks: readonly TaskCard[] };
type Evidence = Pick<Worked, "run" | "repository" | "change" | "commandLineCount"> & { verifications: readonly StoredVerification[] };

/** The agent's words, each claim about tests beside what was run, with every citation checked against the head tree, the commands' output and the checks' logs. */
export async function summarise(said: Said, evidence: Evidence): Promise<Summary> {
  const { body, testing } = splitTesting(said);
  const texts = citationKeeper(evidence);
  const checks = evidence.verifications.filter(({ side }) => side === "head");
  const claims = testingClaims(await texts.keep(testing), { commands: await commandsOf(evidence), checks });
  const words = { title: said.title, body: await texts.keep(body), testing: claims, cards: [...said.tasks] };
  const notVerified: string[] = [];
  for (const text of said.notVerified) notVerified.push(await texts.keep(text));
  return { ...words, notVerified, citations: [...texts.citations.values()], droppedCitations: texts.dropped() };
}

/** Takes wrong citations out of one text after the other and gathers the right ones. */
function citationKeeper(evidence: Evidence) {
  const citations = new Map<string, Citation>();
  let dropped = 0;
  return {
    citations,
    dropped: () => dropped,
    async keep(summaryText: string): Promise<string> {
      const kept = await validateCitations({ summaryText, ...lineCounts(evidence) });
      for (const citation of kept.citations) citations.set(citation.marker, citation);
      dropped += kept.dropped;
      return kept.text;
    },
  };
}

function lineCounts({ repository, change, verifications, commandLineCount }: Evidence) {
  const treeish = change?.headTree ?? repository.baseCommit;
  return {
    readFileLineCount: async (path: string) => {
      const bytes = await readFileAt(repository.mirror, { treeish, path, maxBytes: CITED_FILE_BYTES });
      return bytes === null ? null : countLines(new TextDecoder().decode(bytes));
    },
    commandLineCount: async (callId: string) => commandLineCount(callId),
    checkLineCount: async (name: string) => {
      const check = verifications.find((each) => each.name === name && each.side === "head" && each.outcome !== "not_run");
      return check === undefined ? null : countLines(check.log);
    },
  };
}

/** The commands that the agent ran to their end, as they are stored: secrets are out of them. */
async function commandsOf({ run }: Evidence): Promise<AgentCommand[]> {
  const { attemptId } = run.work;
  const events = await readEventsOfTypes(run.context.db, { attemptId, types: ["command.started", "command.finished"], limit: MAX_EVENTS });
  const ends = new Map(events.flatMap(({ body }) => (body.type === "command.finished" ? [[body.callId, body.exitCode] as const] : [])));
  return events.flatMap((event) => commandOf(event, ends));
}

function commandOf({ body }: AttemptEvent, ends: ReadonlyMap<string, number | null>): AgentCommand[] {
  if (body.type !== "command.started" || !ends.has(body.callId)) return [];
  return [{ callId: body.callId, command: body.command, exitCode: ends.get(body.callId) ?? null }];
}

function countLines(text: string): number {
  return text === "" ? 0 : text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
