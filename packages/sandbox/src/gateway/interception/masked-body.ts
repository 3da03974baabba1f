import { Transform } from "node:stream";
import type { MaskStream, SecretMask } from "@slipway/core";

/** Passes an answer's body on with every secret covered. */
export class MaskedBody extends Transform {
  readonly #stream: MaskStream;

  constructor(mask: SecretMask) {
    super();
    this.#stream = mask.open();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    done(null, bufferOf(this.#stream.write(chunk)));
  }

  override _flush(done: (error: null, chunk: Buffer) => void): void {
    done(null, bufferOf(this.#stream.end()));
  }
}

/** Of a status line or of headers in turns of name and value, as Node gives them. */
export function maskText(mask: SecretMask, text: string): string {
  return bufferOf(mask.mask(Buffer.from(text, "latin1"))).toString("latin1");
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
