import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const topLevel = ["apps", "packages", "prisma", "docker", "docs", "scripts", "test", "e2e", "sample", "bench", ".ci"];
const citation = new RegExp(
  `(?:\`|\\]\\()((?:\\.\\./)*(?:${topLevel.join("|")})/[\\w./\\-\\[\\]()]*?)/?(?:#[\\w-]+)?(?:\`|\\)(?:\\s|[.,;:)]|$))`,
  "gm",
);

test("every path that the documents cite exists", async () => {
  const documents = [...(await markdownBelow("docs")), "README.md", "AGENTS.md"];
  const missing = await Promise.all(
    documents.map(async (document) => {
      const text = await readFile(join(root, document), "utf8").catch(() => "");
      const paths = [...text.matchAll(citation)].map((match) => (match[1] ?? "").replaceAll("../", ""));
      const checked = await Promise.all(paths.map(async (path) => ((await exists(path)) ? [] : [`${document}: ${path}`])));
      return checked.flat();
    }),
  );
  expect(missing.flat()).toEqual([]);
});

async function markdownBelow(folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files.filter((file) => file.endsWith(".md")).map((file) => join(folder, file));
}

function exists(path: string): Promise<boolean> {
  return stat(join(root, path)).then(
    () => true,
    () => false,
  );
}
