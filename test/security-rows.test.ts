import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const rowId = /\b[NCGSA]\d\d\b/g;

/** `| C02 | … |` rows of the table that follows a heading, with the cells after the id. */
function rowsUnder(document: string, heading: string): { id: string; cells: string[] }[] {
  const section = document.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
  return section.split("\n").flatMap((line) => {
    const [id = "", ...cells] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    return /^[NCGSA]\d\d$/.test(id) ? [{ id, cells }] : [];
  });
}

/** Each row's id with the files whose test names carry it. */
async function idsInTestNames(): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const file of await testFiles()) {
    const titles = testTitles(await readFile(join(root, file), "utf8")).join("\n");
    for (const [id] of titles.matchAll(rowId)) found.set(id, (found.get(id) ?? new Set()).add(file));
  }
  return found;
}

async function testFiles(): Promise<string[]> {
  const folders = await Promise.all(
    ["packages", "apps", "e2e", "scripts"].map(async (folder) => {
      const names = await readdir(join(root, folder), { recursive: true }).catch(() => []);
      return names.map((name) => join(folder, name));
    }),
  );
  return folders.flat().filter((file) => /\.(test|spec)\.tsx?$/.test(file) && !/node_modules|\.next/.test(file));
}

/** The names that stand as the first argument of a test, of a group, or of a table's call. */
function testTitles(source: string): string[] {
  const named = /(?:\b(?:test|it|describe)(?:\.\w+(?:\([^)]*\))?)*|[\])]|>)\(\s*("[^"\n]*"|'[^'\n]*'|`[^`\n]*`)/g;
  return [...source.matchAll(named)].map((match) => match[1] ?? "");
}

test("every row that docs/security.md calls tested is in a test's name, in the files it cites, and every such name is in the table", async () => {
  const document = await readFile(join(root, "docs/security.md"), "utf8");
  const names = await idsInTestNames();
  const rows = rowsUnder(document, "Tested");
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.map(({ id }) => id).sort()).toEqual([...names.keys()].sort());
  const wrong = rows.flatMap(({ id, cells }) => {
    const cited = [...(cells[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
    return cited.length > 0 && cited.every((file) => names.get(id)?.has(file)) ? [] : [`${id}: ${cited.join(", ")}`];
  });
  expect(wrong).toEqual([]);
});

test("no row is called tested and left out at once, and each that is left out has its reason", async () => {
  const document = await readFile(join(root, "docs/security.md"), "utf8");
  const tested = new Set(rowsUnder(document, "Tested").map(({ id }) => id));
  const left = rowsUnder(document, "Left out");
  expect(left.filter(({ id }) => tested.has(id))).toEqual([]);
  expect(left.filter(({ cells }) => (cells[1] ?? "").length < 10)).toEqual([]);
});
