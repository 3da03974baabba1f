import { type ChangeWarning, createSecretScanner, type Secret } from "@slipway/core";

/** How every such warning begins. */
export const SECRET_VALUE = "Holds the value of the secret";

const FILE_HEADER = Buffer.from("diff --git ");
const LINE_BREAK = 0x0a;

/** One warning for each file and secret whose value stands in the file's part of the patch, in whatever encoding. */
export function secretWarnings(patch: Uint8Array, secrets: readonly Secret[]): ChangeWarning[] {
  const scanner = createSecretScanner(secrets);
  return filesOf(Buffer.from(patch.buffer, patch.byteOffset, patch.byteLength)).flatMap((part) => {
    const scan = scanner.open();
    scan.feed(part);
    return scan.found().map((name) => ({ kind: "secret" as const, path: pathOf(part), message: `${SECRET_VALUE} ${name}.` }));
  });
}

function filesOf(patch: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = patch.indexOf(FILE_HEADER); at !== -1; at = patch.indexOf(FILE_HEADER, at + 1)) {
    if (at === 0 || patch[at - 1] === LINE_BREAK) starts.push(at);
  }
  return starts.map((start, index) => patch.subarray(start, starts[index + 1]));
}

/** The path after the change; a deleted file's before it. */
function pathOf(part: Buffer): string {
  const header = part.subarray(0, 8_192).toString();
  const [, path] =
    /^\+\+\+ "?b\/(.*?)"?$/m.exec(header) ?? /^rename to (.*)$/m.exec(header) ?? /^diff --git "?a\/(.*?)"? "?b\//.exec(header) ?? [];
  return path ?? "";
}
