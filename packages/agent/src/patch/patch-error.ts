/** A patch that cannot be applied; the message is written for the model. Nothing has been written to the workspace. */
export class PatchError extends Error {
  /** `malformed`: not the envelope at all. `mismatch`: well-formed, but the files are otherwise. */
  readonly kind: "malformed" | "mismatch";

  constructor(kind: "malformed" | "mismatch", message: string) {
    super(message);
    this.name = "PatchError";
    this.kind = kind;
  }
}
