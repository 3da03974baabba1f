import { Duplex } from "node:stream";
import { DOWN_WINDOW_BYTES, MAX_PAYLOAD_BYTES, UP_WINDOW_BYTES } from "./frames.ts";

export type SocketWire = {
  /** Resolves `sent` when the stream to the inner half takes more. */
  sendData(payload: Buffer, sent: () => void): void;
  sendEnd(): void;
  sendReset(): void;
  sendCredit(bytes: number): void;
  closed(): void;
};

/** One connection of the sandbox's to the proxy. It is bounded both ways by the windows, whatever the inner half does. */
export class VirtualSocket extends Duplex {
  readonly #wire: SocketWire;
  #downCredit = DOWN_WINDOW_BYTES;
  #waiting: (() => void) | null = null;
  #unread = 0;
  #passed = 0;
  #peerGone = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(wire: SocketWire) {
    super({ allowHalfOpen: true, readableHighWaterMark: UP_WINDOW_BYTES, writableHighWaterMark: MAX_PAYLOAD_BYTES });
    this.#wire = wire;
  }

  /** As a `net.Socket` has it: `timeout` is emitted after this while without a byte in either direction; 0 ends the waiting. */
  setTimeout(timeoutMs: number, onTimeout?: () => void): this {
    clearTimeout(this.#idle);
    this.#idle = timeoutMs === 0 || this.destroyed ? undefined : setTimeout(() => this.emit("timeout"), timeoutMs).unref();
    if (onTimeout !== undefined) this.once("timeout", onTimeout);
    return this;
  }

  /** False where the peer sent more than its window. */
  receive(payload: Buffer): boolean {
    this.#idle?.refresh();
    this.#unread += payload.length;
    if (this.#unread > UP_WINDOW_BYTES) return false;
    this.push(payload);
    return true;
  }

  receiveEnd(): void {
    this.push(null);
  }

  receiveReset(): void {
    this.#peerGone = true;
    this.destroy();
  }

  receiveCredit(bytes: number): void {
    this.#downCredit = Math.min(this.#downCredit + bytes, DOWN_WINDOW_BYTES);
    const resume = this.#waiting;
    this.#waiting = null;
    resume?.();
  }

  /** The stream's buffer shows what was consumed since the last look; that much may be sent again. */
  override _read(): void {
    const consumed = this.#unread - this.readableLength;
    this.#unread = this.readableLength;
    this.#passed += consumed;
    if (this.#passed < UP_WINDOW_BYTES / 4) return;
    this.#wire.sendCredit(this.#passed);
    this.#passed = 0;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#peerGone) {
      done();
      return;
    }
    if (this.#downCredit === 0) {
      this.#waiting = () => this._write(chunk, _encoding, done);
      return;
    }
    this.#idle?.refresh();
    const length = Math.min(chunk.length, this.#downCredit, MAX_PAYLOAD_BYTES);
    this.#downCredit -= length;
    this.#wire.sendData(chunk.subarray(0, length), () => {
      if (length === chunk.length) done();
      else this._write(chunk.subarray(length), _encoding, done);
    });
  }

  override _final(done: () => void): void {
    if (!this.#peerGone) this.#wire.sendEnd();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const isOver = this.#peerGone || (this.readableEnded && this.writableFinished);
    if (!isOver) this.#wire.sendReset();
    this.#peerGone = true;
    clearTimeout(this.#idle);
    this.#wire.closed();
    this.#waiting = null;
    done(error);
  }
}
