import { plainError, type Redactor } from "@slipway/core";
import pino, { type DestinationStream, type Logger, type LoggerOptions } from "pino";

/** Errors without what clients hang on them, and every line without a secret, whatever brought it there. */
export function createLog(
  { level, name, redactor }: { level: string; name: string; redactor: Redactor },
  destination?: DestinationStream,
): Logger {
  const options: LoggerOptions = {
    level,
    name,
    serializers: { err: (error: unknown) => plainError(error) },
    hooks: { streamWrite: (line) => redactor.redact(line) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
