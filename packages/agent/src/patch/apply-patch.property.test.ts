import fc from "fast-check";
import { expect, test } from "vitest";
import { makePatch, type Tree } from "../../test/make-patch.ts";
import { parsePatch } from "./parse-patch.ts";
import { PatchError } from "./patch-error.ts";
import { patchPath } from "./patch-path.ts";
import { stagePatch } from "./stage-patch.ts";

const root = "/workspace";
const line = fc.oneof(
  fc.constantFrom("", "a", "b", "  a", "}", "+a", "-a", " @@", "*** End of File", "*** Begin Patch"),
  fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replaceAll("\n", "").replaceAll("\r", "")),
);
const content = fc.array(line, { maxLength: 14 }).map((lines) => lines.map((text) => `${text}\n`).join(""));
const path = fc.constantFrom("a.txt", "src/b.ts", "src/deep/c d.md", "é.txt");
const tree: fc.Arbitrary<Tree> = fc.dictionary(path, content, { maxKeys: 4 });

/** Pairs that share much, as a real edit does, beside pairs that share nothing. */
const pair = fc.oneof(
  fc.tuple(tree, tree),
  fc.tuple(tree, fc.nat(13), line).map(([before, at, inserted]): [Tree, Tree] => [before, edited(before, at, inserted)]),
);

function edited(tree: Tree, at: number, inserted: string): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, text]) => {
      const lines = text.split("\n").slice(0, -1);
      lines.splice(Math.min(at, lines.length), at % 3, inserted);
      return [name, lines.map((value) => `${value}\n`).join("")];
    }),
  );
}

async function applied(before: Tree, patch: string): Promise<Tree> {
  const readFile = async (name: string) => {
    const text = before[name];
    return text === undefined ? null : new TextEncoder().encode(text);
  };
  const { files } = await stagePatch({ operations: parsePatch(patch), root, readFile });
  const after: Record<string, string> = { ...before };
  for (const file of files) {
    if (file.content === null) delete after[file.path];
    else after[file.path] = new TextDecoder("utf-8", { ignoreBOM: true }).decode(file.content);
  }
  return after;
}

test("applying the patch made of two trees turns the one into the other", async () => {
  await fc.assert(
    fc.asyncProperty(pair, async ([before, after]) => {
      const patch = makePatch(before, after);
      fc.pre(patch !== "*** Begin Patch\n*** End Patch");
      expect(await applied(before, patch)).toEqual(after);
    }),
    { numRuns: 2_000 },
  );
});

test("whatever text comes as a patch, it is applied or refused with a PatchError", async () => {
  const piece = fc.constantFrom(
    "*** Begin Patch",
    "*** End Patch",
    "*** Add File: a.txt",
    "*** Update File: a.txt",
    "*** Delete File: b",
    "*** Move to: c",
    "@@",
    "@@ a",
    " a",
    "-a",
    "+b",
    "",
    "*** End of File",
  );
  await fc.assert(
    fc.asyncProperty(tree, fc.array(fc.oneof(piece, line), { maxLength: 12 }), async (before, lines) => {
      const text = ["*** Begin Patch", ...lines, "*** End Patch"].join("\n");
      await applied(before, text).catch((error) => expect(error).toBeInstanceOf(PatchError));
    }),
    { numRuns: 1_000 },
  );
});

test("no path of a patch leads out of the workspace or into git's folder (A08)", () => {
  const segment = fc.oneof(fc.constantFrom("..", ".", "", "~", ".git", ".GIT", "a\0b", "src", "etc", "\\"), fc.string({ maxLength: 5 }));
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), fc.boolean(), (segments, absolute) => {
      const name = (absolute ? "/" : "") + segments.join("/");
      try {
        const result = patchPath(name, root);
        expect(
          result.startsWith("/") ||
            result.split("/").some((part) => part === ".." || part.toLowerCase() === ".git") ||
            result.includes("\0"),
        ).toBe(false);
      } catch (error) {
        expect(error).toBeInstanceOf(PatchError);
      }
    }),
    { numRuns: 2_000 },
  );
});
