import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { parseKeyring } from "./keyring.ts";
import { openSecret, sealSecret } from "./seal-secret.ts";
import { SecretsError } from "./secrets-error.ts";

const aKey = () => randomBytes(32).toString("base64");
const at = { table: "EnvironmentSecret", rowId: "row-1", column: "ciphertext" };
const name = "TOKEN";

describe("S09: a sealed secret", () => {
  const keyring = parseKeyring(aKey());
  const value = "hunter22 \u{1f511}\nsecond line";
  const sealed = sealSecret(keyring, { value, at });

  test("S09: opens where it was sealed, and shows nothing of its value", () => {
    expect(openSecret(keyring, { sealed, at, name })).toBe(value);
    expect(Buffer.from(sealed.ciphertext).includes("hunter22")).toBe(false);
    expect(sealed).toMatchObject({ keyId: keyring.writing.id, nonce: expect.objectContaining({ length: 12 }) });
  });

  test("S09: has a nonce of its own each time", () => {
    const nonces = Array.from({ length: 500 }, () => Buffer.from(sealSecret(keyring, { value, at }).nonce).toString("hex"));
    expect(new Set(nonces).size).toBe(500);
  });

  test("S09: opens in no other row, column or table", () => {
    for (const elsewhere of [
      { ...at, rowId: "row-2" },
      { ...at, column: "header" },
      { ...at, table: "Setting" },
    ]) {
      expect(() => openSecret(keyring, { sealed, at: elsewhere, name })).toThrow(SecretsError);
    }
  });

  test("S10: that was cut or changed by one bit is refused by name, without its value", () => {
    const { ciphertext } = sealed;
    const changed = Uint8Array.from(ciphertext, (byte, index) => (index === 3 ? byte ^ 1 : byte));
    const broken = [
      ...[0, 1, 15, 16, 17, ciphertext.length - 1].map((length) => ({ ...sealed, ciphertext: ciphertext.slice(0, length) })),
      { ...sealed, ciphertext: changed },
      { ...sealed, nonce: sealed.nonce.slice(1) },
    ];
    for (const each of broken) {
      expect(() => openSecret(keyring, { sealed: each, at, name })).toThrow(/^Secret TOKEN is stored damaged.*Give it its value again\.$/);
    }
  });

  test("S10: sealed with a key that is not at hand says which one and what to do", () => {
    const other = parseKeyring(`${aKey()}, ${aKey()}`);
    const ids = [...other.keys.keys()].join(", ");
    expect(() => openSecret(other, { sealed, at, name })).toThrow(
      `Secret TOKEN was sealed with the key ${keyring.writing.id}; this server has ${ids}. Add that key to SLIPWAY_SECRET_KEY`,
    );
  });

  test("S10: under another key with the same id is refused", () => {
    const impostor = parseKeyring(aKey()).writing;
    const forged = { writing: impostor, keys: new Map([[sealed.keyId, impostor]]) };
    expect(() => openSecret(forged, { sealed, at, name })).toThrow(SecretsError);
  });
});

describe("a keyring", () => {
  test("S10: seals with its first key and opens with each", () => {
    const [older, newer] = [aKey(), aKey()];
    const sealed = sealSecret(parseKeyring(older), { value: "hunter22", at });
    const rotated = parseKeyring(`${newer}\n${older}\n`);
    expect(rotated.writing.id).toBe(parseKeyring(newer).writing.id);
    expect(openSecret(rotated, { sealed, at, name })).toBe("hunter22");
  });

  test("of something else than 32 bytes of base64 is refused, and the refusal does not quote it", () => {
    for (const text of ["", " , ", "short", `${aKey()},${randomBytes(31).toString("base64")}`, `${aKey()}x`, "!".repeat(44)]) {
      expect(() => parseKeyring(text)).toThrow(SecretsError);
    }
    expect(() => parseKeyring("correct-horse")).toThrow(/^(?!.*correct-horse).*openssl rand -base64 32/);
  });

  test("does not show its keys when it is printed", () => {
    const text = aKey();
    const shown = `${inspect(parseKeyring(text), { depth: 9, showHidden: true })}${JSON.stringify(parseKeyring(text))}`;
    expect(shown).not.toContain(text);
    expect(shown).not.toContain(Buffer.from(text, "base64").toString("hex"));
  });
});
