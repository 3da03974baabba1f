/** A step that could not be done. `remedy` holds the lines that tell the person what to do about it. */
export class StepError extends Error {
  readonly remedy: readonly string[];

  constructor(message: string, remedy: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.name = "StepError";
    this.remedy = remedy;
  }
}
