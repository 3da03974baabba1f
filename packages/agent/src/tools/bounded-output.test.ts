import fc from "fast-check";
import { expect, test } from "vitest";
import { boundedOutput } from "./bounded-output.ts";

function rendered(chunks: readonly string[], maxBytes: number) {
  const output = boundedOutput(maxBytes);
  for (const chunk of chunks) output.add(chunk);
  return output.render();
}

test("a short output comes back as it was", () => {
  expect(rendered(["a\n", "b"], 100)).toEqual({ text: "a\nb", lines: 2, droppedBytes: 0, lastLine: "b" });
  expect(rendered([], 100)).toEqual({ text: "", lines: 0, droppedBytes: 0, lastLine: "" });
});

test("a long one keeps head and tail, says how much is gone and where the tail begins", () => {
  const lines = Array.from({ length: 1_000 }, (_, index) => `line ${index + 1}\n`);
  const { text, lines: count, droppedBytes } = rendered(lines, 200);
  expect(count).toBe(1_000);
  expect(text).toMatch(/^line 1\nline 2\n/);
  expect(text).toContain(`[… ${droppedBytes} bytes dropped; what follows begins in line 990 …]`);
  expect(text).toContain('\nline 1000\n[line numbers: 1000 "line 1000"]\n');
});

test("every twentieth line is named with its number, so that lines can be cited without counting", () => {
  const { text } = rendered([Array.from({ length: 45 }, (_, index) => `row ${index + 1}`).join("\n")], 10_000);
  expect(text.endsWith('row 45\n[line numbers: 20 "row 20" · 40 "row 40"]\n')).toBe(true);
});

test("however the text is cut into chunks, bytes are bounded, no character breaks and nothing goes uncounted", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme", maxLength: 60 }), { maxLength: 30 }),
      fc.integer({ min: 8, max: 300 }),
      (chunks, maxBytes) => {
        const whole = chunks.join("");
        const { text, droppedBytes, lines } = rendered(chunks, maxBytes);
        expect(text).not.toContain("\uFFFD".repeat(whole.includes("\uFFFD") ? 1_000 : 1));
        expect(lines).toBe(whole === "" ? 0 : whole.replace(/\n$/, "").split("\n").length);
        if (droppedBytes === 0) expect(text.startsWith(whole)).toBe(true);
        else expect(Buffer.byteLength(whole) - droppedBytes).toBeLessThanOrEqual(maxBytes);
      },
    ),
  );
});
