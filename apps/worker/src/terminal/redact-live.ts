import type { RedactionStream } from "@slipway/core";

/** Fewer characters than any secret that is looked for by its value. */
const HARMLESS_CHARACTERS = 5;
const QUIET_MS = 40;

export type LiveRedaction = { write(text: string): void; end(): void };

/**
 * Takes secrets out of a terminal's output as it comes. The stream keeps back what may be the beginning of one; so that a person sees
 * each key that they press, so short a beginning is let go once nothing has come for a moment.
 */
export function redactLive(stream: RedactionStream, hand: (text: string) => void): LiveRedaction {
  let quiet: NodeJS.Timeout | undefined;
  const give = (text: string) => {
    if (text !== "") hand(text);
  };
  const release = () => {
    const kept = stream.end();
    if (kept.length <= HARMLESS_CHARACTERS) give(kept);
    else give(stream.write(kept));
  };
  return {
    write(text) {
      clearTimeout(quiet);
      give(stream.write(text));
      quiet = setTimeout(release, QUIET_MS);
    },
    end() {
      clearTimeout(quiet);
      give(stream.end());
    },
  };
}
