import type { TriedCommand } from "@slipway/core";

export type OfferedCommand = TriedCommand & { key: string; chosen: boolean };

/** Looking around makes nothing that a snapshot could keep. */
const LOOKS = new Set(
  "ls ll cat less more head tail cd pwd echo env printenv which type whoami id ps top history clear exit logout stat file wc find grep rg git df du free".split(
    " ",
  ),
);

/**
 * What was run in a terminal as it is offered for the setup script: each command once, at its last place, chosen where it went well and
 * made something. What the script has already is left out.
 */
export function offeredCommands(tried: readonly TriedCommand[], script: string): OfferedCommand[] {
  const lines = new Set(script.split("\n").map((line) => line.trim()));
  const last = new Map(tried.map((each, index) => [each.command, index]));
  return tried
    .filter(({ command }, index) => last.get(command) === index && !lines.has(command))
    .map((each) => ({ ...each, key: each.command, chosen: each.exitCode === 0 && !LOOKS.has(firstWord(each.command)) }));
}

function firstWord(command: string): string {
  return command.trimStart().split(/\s/, 1)[0] ?? "";
}

/** The script with the commands behind it, one a line. */
export function appendCommands(script: string, commands: readonly string[]): string {
  const before = script === "" || script.endsWith("\n") ? script : `${script}\n`;
  return `${before}${commands.map((command) => `${command}\n`).join("")}`;
}
