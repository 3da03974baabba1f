/** Why a terminal is ended from outside. `failure` is what the person reads; null where they closed it themselves. */
export class TerminalStop extends Error {
  readonly failure: string | null;

  constructor(failure: string | null) {
    super(failure ?? "It was closed.");
    this.name = "TerminalStop";
    this.failure = failure;
  }
}
