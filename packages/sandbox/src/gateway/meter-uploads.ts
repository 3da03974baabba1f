import { Transform } from "node:stream";
import { UPLOAD_SPENT } from "./reach-target.ts";
import type { Spending } from "./spending.ts";

/** Passes bytes on while the attempt may still send; then it ends the stream with an error, and `isSpent` says that this is why. */
export class UploadMeter extends Transform {
  readonly #spending: Spending;
  isSpent = false;

  constructor(spending: Spending) {
    super();
    this.#spending = spending;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: Error | null, chunk?: Buffer) => void): void {
    this.isSpent = !this.#spending.mayUpload(chunk.length);
    if (this.isSpent) done(new Error(UPLOAD_SPENT));
    else done(null, chunk);
  }
}
