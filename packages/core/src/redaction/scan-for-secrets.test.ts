import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { findSecrets, scanForSecrets } from "./scan-for-secrets.ts";

const secrets = [
  { name: "A", value: "canary-\u00e9\u{1f511}-0001" },
  { name: "B", value: "canary-of-b-0002" },
];

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Random bytes around `hidden`, as in an image's layer. */
function around(hidden: Uint8Array): Uint8Array {
  return Buffer.concat([randomBytes(5_000), hidden, randomBytes(3_000)]);
}

describe("scanning bytes", () => {
  const encodings = ["utf8", "base64", "base64url", "hex"] as const;

  test.each(encodings)("S05: finds a value in %s wherever the pieces are cut", async (encoding) => {
    for (const { name, value } of secrets) {
      const bytes = around(Buffer.from(Buffer.from(`x${value}`).toString(encoding)));
      for (const size of [1, 7, 512, 65_536]) expect(await scanForSecrets(pieces(bytes, size), secrets)).toEqual({ found: [name] });
    }
  });

  test("finds nothing in what holds nothing, with and without secrets", async () => {
    const bytes = randomBytes(2_000_000);
    expect(await scanForSecrets(pieces(bytes, 65_536), secrets)).toEqual({ found: [] });
    expect(await scanForSecrets(pieces(bytes, 65_536), [])).toEqual({ found: [] });
  });

  test("tells every name once, in the order of the secrets", () => {
    const bytes = Buffer.from(`${secrets[1]?.value} ${secrets[0]?.value} ${secrets[1]?.value}`);
    expect(findSecrets(bytes, secrets)).toEqual(["A", "B"]);
  });
});
