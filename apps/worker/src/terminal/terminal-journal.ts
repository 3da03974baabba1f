import type { AttemptEventBody } from "@slipway/core";
import type { AttemptSecrets } from "../environment/attempt-secrets.ts";
import type { EnvironmentRun } from "../environment/environment-run.ts";

/** What an attempt's log would tell, as lines of the terminal: what is prepared, and which requests were denied. */
export function terminalJournal(show: (text: string) => void, { redaction }: Pick<AttemptSecrets, "redaction">): EnvironmentRun["journal"] {
  const tell = (text: string) => show(redaction.redact(text).replaceAll("\n", "\r\n"));
  const append = async (bodies: readonly AttemptEventBody[]) => {
    for (const body of bodies) {
      const text = textOf(body);
      if (text !== null) tell(text);
    }
  };
  return {
    append,
    note: (level, text) => append([{ type: "note.added", level, text }]),
    enterPhase: async () => undefined,
    currentCommand: () => null,
  };
}

/** Dim or coloured beside what the shell itself writes, and in words. */
function textOf(body: AttemptEventBody): string | null {
  switch (body.type) {
    case "note.added":
      return `\u001b[2m${body.text}\u001b[0m\n`;
    case "command.output":
      return body.text;
    case "network.denied":
      return `\n\u001b[33m[network: ${body.host}:${body.port} was denied: ${body.reason}]\u001b[0m\n`;
    default:
      return null;
  }
}
