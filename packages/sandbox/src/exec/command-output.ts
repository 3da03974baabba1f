import { StringDecoder } from "node:string_decoder";
import type { WorkspaceCommand } from "@slipway/core";
import { BOUNDS } from "@slipway/core";

/** A byte that is no text becomes three, so a piece of this size stays under the port's 64 KiB. */
const PIECE_BYTES = 16_384;

export type CommandOutput = { take(bytes: Buffer): void; note(text: string): void; finish(): number };

/** Decodes and bounds one command's output. `finish` returns how many bytes were dropped. */
export function collectCommandOutput({ onOutput, maxOutputBytes = BOUNDS.commandLogBytes }: WorkspaceCommand): CommandOutput {
  const decoder = new StringDecoder("utf8");
  let room = maxOutputBytes;
  let droppedBytes = 0;
  const hand = (text: string) => {
    if (text !== "") onOutput?.(text);
  };
  return {
    take(bytes) {
      const kept = bytes.subarray(0, room);
      room -= kept.length;
      droppedBytes += bytes.length - kept.length;
      for (let start = 0; start < kept.length; start += PIECE_BYTES) hand(decoder.write(kept.subarray(start, start + PIECE_BYTES)));
    },
    note: hand,
    finish() {
      hand(decoder.end());
      return droppedBytes;
    },
  };
}
