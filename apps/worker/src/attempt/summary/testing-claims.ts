import { parseCitations, type TestingClaim } from "@slipway/core";

/** A command that the agent ran. */
export type AgentCommand = { callId: string; command: string; exitCode: number | null };

const MAX_CLAIMS = 30;
const MAX_TEXT = 2_000;
const MAX_RUNS = 5;
const heading = /^(?:#{1,6} +|\*\*|__)?Testing:?(?:\*\*|__)?:?[ \t]*$/im;
const nextHeading = /^(?:#{1,6} .*|\*\*[^*\n]+\*\*:?[ \t]*)$/m;

/** Summaries may hold their section on testing; then it is taken out of them. */
export function splitTesting(said: { summary: string; testing: string | null }): { body: string; testing: string } {
  const found = heading.exec(said.summary);
  if (said.testing !== null || found === null) return { body: said.summary, testing: said.testing ?? "" };
  const rest = said.summary.slice(found.index + found[0].length);
  const next = nextHeading.exec(rest);
  const end = next?.index ?? rest.length;
  const body = `${said.summary.slice(0, found.index).trimEnd()}\n\n${rest.slice(end)}`.trim();
  return body === "" ? { body: said.summary, testing: "" } : { body, testing: rest.slice(0, end) };
}

/** Each line of a list and each paragraph of `testing` is one claim. */
export function testingClaims(
  testing: string,
  seen: { commands: readonly AgentCommand[]; checks: readonly { name: string; command: string }[] },
): TestingClaim[] {
  return claimTexts(testing).map((text) => {
    const cited = parseCitations(text).map(({ target }) => target);
    const quoted = [...text.matchAll(/`([^`\n]{3,500})`/g)].map((match) => plain(match[1] ?? ""));
    const citedCommands = seen.commands.filter(({ callId }) =>
      cited.some((target) => target.kind === "command" && target.callId === callId),
    );
    const commands = citedCommands.length > 0 ? citedCommands : namedCommands(seen.commands, quoted);
    const checks = seen.checks.filter(
      ({ name, command }) =>
        cited.some((target) => target.kind === "check" && target.name === name) || quoted.includes(name) || quoted.includes(plain(command)),
    );
    return { text, commands: commands.slice(0, MAX_RUNS).map(bounded), checks: checks.map(({ name }) => name) };
  });
}

/** The last run of each quoted command. */
function namedCommands(commands: readonly AgentCommand[], quoted: readonly string[]): AgentCommand[] {
  const named = quoted.flatMap((text) => commands.findLast(({ command }) => plain(command).includes(text)) ?? []);
  return [...new Set(named)];
}

const item = /^ {0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+(.*)$/;

function claimTexts(testing: string): string[] {
  const claims: string[] = [];
  let fenced = false;
  let open = false;
  for (const line of testing.split("\n")) {
    const listed = item.exec(line)?.[1];
    const text = listed ?? line.trim();
    const begins = !fenced && (listed !== undefined || !open);
    if (begins && text !== "") claims.push(text);
    else if (text !== "") claims.push(`${claims.pop() ?? ""}\n${line}`);
    fenced = fenced !== /^ *(```|~~~)/.test(line);
    open = fenced || text !== "";
  }
  return claims.slice(0, MAX_CLAIMS).map((claim) => claim.slice(0, MAX_TEXT).trim());
}

function plain(command: string): string {
  return command.replaceAll(/\s+/g, " ").trim();
}

function bounded({ callId, command, exitCode }: AgentCommand): AgentCommand {
  const line = plain(command);
  return { callId, command: line.length <= 200 ? line : `${line.slice(0, 199)}…`.toWellFormed(), exitCode };
}
