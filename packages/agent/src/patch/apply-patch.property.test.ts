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

test("the same edit of a file with carriage returns keeps every one of them", async () => {
  const windows = (tree: Tree): Tree =>
    Object.fromEntries(Object.entries(tree).map(([name, text]) => [name, text.replaceAll("\n", "\r\n")]));
  await fc.assert(
    fc.asyncProperty(pair, async ([before, after]) => {
      // A file that is added or refilled has no line ends to keep.
      const kept = Object.fromEntries(Object.entries(after).filter(([name]) => (before[name] ?? "") !== ""));
      const patch = makePatch({ ...after, ...before }, { ...after, ...before, ...kept });
      fc.pre(patch !== "*** Begin Patch\n*** End Patch");
      const shared = Object.fromEntries(Object.entries(before).filter(([name]) => kept[name] !== undefined));
      expect(await applied(windows(shared), patch)).toEqual(windows(kept));
    }),
    { numRuns: 1_000 },
  );
});

test("a file without a newline at its end keeps it so, unless its last line is what changes", async () => {
  const open = (tree: Tree): Tree => Object.fromEntries(Object.entries(tree).map(([name, text]) => [name, text.replace(/\n$/, "")]));
  const filled = fc.tuple(fc.array(line, { minLength: 1, maxLength: 8 }), fc.nat(13), line, fc.constantFrom("end", "ende", "}"));
  await fc.assert(
    fc.asyncProperty(filled, async ([lines, at, inserted, last]) => {
      const text = (all: readonly string[]) => `${[...all, last].join("\n")}\n`;
      const changed = lines.toSpliced(Math.min(at, lines.length), at % 3, inserted);
      const [before, after] = [{ "a.txt": text(lines) }, { "a.txt": text(changed) }];
      fc.pre(before["a.txt"] !== after["a.txt"] && ![...lines, inserted].includes(last));
      expect(await applied(open(before), makePatch(before, after))).toEqual(open(after));
    }),
    { numRuns: 1_000 },
  );
});

test("a move carries the content, changed or not, and leaves nothing behind", async () => {
  await fc.assert(
    fc.asyncProperty(content, fc.nat(13), line, async (text, at, inserted) => {
      const before = { "a.txt": text };
      const [after = ""] = Object.values(edited(before, at, inserted));
      const update = makePatch(before, { "a.txt": after });
      const hunks = text === after ? [] : update.split("\n").slice(2, -1);
      const patch = ["*** Begin Patch", "*** Update File: a.txt", "*** Move to: deep/b.txt", ...hunks, "*** End Patch"].join("\n");
      expect(await applied(before, patch)).toEqual({ "deep/b.txt": after });
    }),
    { numRuns: 1_000 },
  );
});

test("a file that is deleted and added in one patch has what was added, and one that is added and moved is where it went", async () => {
  await fc.assert(
    fc.asyncProperty(content, content, async (before, after) => {
      const added =
        after === ""
          ? []
          : after
              .slice(0, -1)
              .split("\n")
              .map((text) => `+${text}`);
      const swap = ["*** Begin Patch", "*** Delete File: a.txt", "*** Add File: a.txt", ...added, "*** End Patch"].join("\n");
      expect(await applied({ "a.txt": before }, swap)).toEqual({ "a.txt": after });
      const carry = ["*** Begin Patch", "*** Add File: a.txt", ...added, "*** Update File: a.txt", "*** Move to: b.txt", "*** End Patch"];
      expect(await applied({}, carry.join("\n"))).toEqual({ "b.txt": after });
    }),
    { numRuns: 500 },
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
