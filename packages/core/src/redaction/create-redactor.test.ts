import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor } from "./create-redactor.ts";

/** How a command may print a secret: each encoding that is promised, in the surroundings in which it is met. */
const disguises: ((value: string, pad: string) => string)[] = [
  (value) => value,
  (value, pad) => Buffer.from(`${pad}${value}`).toString("base64"),
  (value, pad) => Buffer.from(`user${pad}:${value}`).toString("base64"),
  (value, pad) => Buffer.from(`${pad}${value}\n`).toString("base64"),
  (value, pad) => Buffer.from(`${pad}${value}`).toString("base64url"),
  (value) => Buffer.from(value).toString("hex"),
  (value) => Buffer.from(value).toString("hex").toUpperCase(),
  (value) => encodeURIComponent(value),
  (value) => new URLSearchParams({ q: value }).toString(),
  (value) => encodeURIComponent(value).replace(/%../g, (code) => code.toLowerCase()),
  (value) => JSON.stringify({ token: value }),
  goJson,
  (value) => JSON.stringify({ arguments: goJson(value) }),
  (value) => JSON.stringify({ arguments: JSON.stringify({ token: value }) }),
  (value) => `'${value.replaceAll("'", String.raw`'\''`)}'`,
  (value) => `"${value.replace(/[$`"\\]/g, String.raw`\$&`)}"`,
  (value) =>
    `<a b="${value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;")}">`,
];

/** As `encoding/json` writes a string: fit for HTML. */
function goJson(value: string): string {
  return JSON.stringify({ token: value }).replace(/[&<>\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What a reader of the text could make of it: itself, and every base64 or hex run in it decoded. */
function readings(text: string): string[] {
  const base64 = [...text.matchAll(/[A-Za-z0-9+/_-]{4,}/g)].flatMap(([run]) =>
    [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), "base64").toString("latin1")),
  );
  const hex = [...text.matchAll(/[0-9a-fA-F]{4,}/g)].flatMap(([run]) =>
    [0, 1].map((skip) => Buffer.from(run.slice(skip), "hex").toString("latin1")),
  );
  const unicode = text.replace(/\\+u([0-9a-f]{4})/g, hexCode);
  const unescaped = text.replace(/\\(.)/g, "$1");
  return [
    text,
    unescaped,
    unescaped.replace(/\\(.)/g, "$1"),
    unicode,
    unicode.replace(/\\(.)/g, "$1"),
    text.replaceAll("+", " ").replace(/%([0-9A-Fa-f]{2})/g, hexCode),
    ...base64,
    ...hex,
  ];
}

const hexCode = (_: string, code: string) => String.fromCharCode(Number.parseInt(code, 16));
const latin1 = (text: string) => Buffer.from(text).toString("latin1");

function inChunks(text: string, sizes: readonly number[]): string[] {
  const chunks: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(text.slice(at, at + size));
    at += size;
  }
  return chunks;
}

function streamed(secrets: { name: string; value: string }[], text: string, sizes: readonly number[]): string {
  const stream = createRedactor({ secrets }).open();
  return (
    inChunks(text, sizes)
      .map((chunk) => stream.write(chunk))
      .join("") + stream.end()
  );
}

const aValue = fc
  .oneof(
    fc.string({ minLength: 8, maxLength: 40, unit: "grapheme-ascii" }),
    fc.base64String({ minLength: 16, maxLength: 64 }),
    fc.string({ minLength: 8, maxLength: 30, unit: fc.constantFrom(..."ab\"'\\$ &<%/+=\n") }),
    fc.string({ minLength: 8, maxLength: 16, unit: "grapheme" }),
  )
  .filter((value) => value.trim().length >= 8 && new Set(value).size > 3);
const someSizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
const someText = fc.string({ maxLength: 60, unit: "grapheme" });

describe("a redacted stream", () => {
  test("leaks nothing in 3,000 random cases, in whatever encoding and however it is cut", () => {
    fc.assert(
      fc.property(
        aValue,
        fc.nat(disguises.length - 1),
        someText,
        someText,
        fc.stringMatching(/^[a-z]{0,3}$/),
        someSizes,
        (value, kind, before, after, pad, sizes) => {
          const text = `${before} ${disguises[kind]?.(value, pad)} ${after}`;
          const output = streamed([{ name: "S", value }], text, sizes);
          expect(output).toContain("[secret S]");
          const left = output.replaceAll("[secret S]", "\u0000");
          const secret = latin1(value.trim());
          for (const reading of readings(left)) {
            expect(reading.includes(secret) || reading.includes(value.trim())).toBe(false);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test("is what redacting the whole text gives, whatever secrets overlap in it", () => {
    const unit = fc.constantFrom(..."aab");
    const secrets = fc.array(fc.string({ minLength: 6, maxLength: 12, unit }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(secrets, fc.string({ maxLength: 200, unit }), someSizes, (values, text, sizes) => {
        const named = values.map((value, index) => ({ name: `S${index}`, value }));
        const output = streamed(named, text, sizes);
        const left = output.replaceAll(/\[secret S\d\]/g, "|");
        for (const value of values) expect(left).not.toContain(value);
        expect(output).toBe(createRedactor({ secrets: named }).redact(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test("without a secret in it is the same text, to the character, whatever the pieces", () => {
    const secrets = [{ name: "S", value: "correct-horse-battery" }];
    const words = fc.constantFrom(
      "correct-horse-batter",
      "sk-",
      "ghp_",
      "AKIA",
      "-----BEGIN ",
      "PRIVATE KEY-----\n",
      "task-",
      "\ud83d\ude00",
      "\ud83d",
      "A",
      "\n",
    );
    const text = fc.array(fc.oneof(words, someText), { maxLength: 20 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        text.filter((each) => !/correct-horse-battery|AKIA[0-9A-Z]{16}/.test(each)),
        someSizes,
        (plain, sizes) => {
          expect(streamed(secrets, plain, sizes)).toBe(plain);
          expect(createRedactor({ secrets }).redact(plain)).toBe(plain);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test("keeps back no more than the beginning of a possible secret", () => {
    const stream = createRedactor({ secrets: [{ name: "S", value: "correct-horse-battery" }] }).open();
    expect(stream.write("Password: ")).toBe("Password: ");
    expect(stream.write("a correct")).toBe("a ");
    expect(stream.write("ion")).toBe("correction");
    expect(stream.write("correct-horse-")).toBe("");
    expect(stream.write("battery ok")).toBe("[secret S] ok");
    expect(stream.write("correct-horse")).toBe("");
    expect(stream.end()).toBe("correct-horse");
    expect(stream.write("-battery")).toBe("-battery");
  });

  test("shows one replacement for a secret of endless length", () => {
    const stream = createRedactor({ secrets: [{ name: "S", value: "aaaaaaaa" }] }).open();
    const output = Array.from({ length: 1_000 }, () => stream.write("aaa")).join("") + stream.write("b") + stream.end();
    expect(output).toBe("[secret S]b");
  });
});

describe("tokens that are known by their looks", () => {
  const body = "Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z";
  const pem = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\n${body}\n${body}\nAbc=\n-----END ${kind}PRIVATE KEY-----`;
  const tokens: [string, string][] = [
    [`ghp_${body.slice(0, 36)}`, "GitHub token"],
    [`ghs_${body.slice(0, 36)}`, "GitHub token"],
    [`github_pat_${body}_${body.slice(0, 17)}`, "GitHub token"],
    [`sk-proj-${body}`, "model key"],
    [`sk-${body.slice(0, 48)}`, "model key"],
    ["AKIAIOSFODNN7EXAMPLE", "AWS access key"],
    [pem(""), "private key"],
    [pem("RSA "), "private key"],
    [pem("OPENSSH "), "private key"],
    [JSON.stringify(pem("EC ")).slice(1, -1), "private key"],
  ];

  test.each(tokens.map(([token, name]) => ({ token, name, looks: token.slice(0, 24) })))(
    "$looks… is replaced, also in the smallest pieces",
    ({ token, name }) => {
      const text = `before "${token}" after, and (${token})`;
      const expected = `before "[secret ${name}]" after, and ([secret ${name}])`;
      expect(createRedactor({ secrets: [] }).redact(text)).toBe(expected);
      for (const sizes of [[1], [2, 7], [20], [64, 3]]) expect(streamed([], text, sizes)).toBe(expected);
    },
  );

  test("words that merely look alike stay", () => {
    const text = [
      "task-queue-with-a-very-long-name-of-many-words 1A",
      "sk-circle-fade-dot-animation-of-many-words",
      `xghp_${body.slice(0, 36)}`,
      "-----BEGIN CERTIFICATE-----\nMIIB",
      'if (text.startsWith("-----BEGIN PRIVATE KEY-----")) {',
      "ghp_short AKIASHORT",
    ].join("\n");
    expect(createRedactor({ secrets: [] }).redact(text)).toBe(text);
  });
});

describe("the parts of a secret", () => {
  const redact = (value: string, text: string) => createRedactor({ secrets: [{ name: "S", value }] }).redact(text);

  test("are kept out too: the token of a header, a password in an address, the lines of a key", () => {
    expect(redact("Bearer npm_abcdef", "got npm_abcdef")).toBe("got [secret S]");
    expect(redact(`Basic ${btoa("ci:opensesame")}`, "opensesame; ci:opensesame")).toBe("[secret S]; [secret S]");
    expect(redact("postgres://app:opensesame@db/x", "password opensesame")).toBe("password [secret S]");
    expect(redact("head\nMIIEvQIBADANBgkqhkiG9w0\ntail", "3: MIIEvQIBADANBgkqhkiG9w0")).toBe("3: [secret S]");
    expect(redact("  opensesame\n", "opensesame")).toBe("[secret S]");
  });

  test("shorter than six characters are left alone", () => {
    expect(redact("abcde", "abcde")).toBe("abcde");
  });
});
