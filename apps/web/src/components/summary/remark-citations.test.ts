import { type Citation, parseCitations } from "@slipway/core";
import { expect, test } from "vitest";
import { remarkCitations } from "./remark-citations.ts";

const citations: Citation[] = parseCitations("【F:src/a.ts†L1-L3】【c1†L2】");

test("each marker becomes a link to its citation, also when it stands twice", () => {
  const tree = { type: "root", children: [{ type: "text", value: "See 【F:src/a.ts†L1-L3】 and 【c1†L2】, again 【c1†L2】." }] };
  remarkCitations(citations)()(tree);
  expect(tree.children.map((node) => ("url" in node ? node.url : node.value))).toEqual([
    "See ",
    "#citation-0",
    " and ",
    "#citation-1",
    ", again ",
    "#citation-1",
    ".",
  ]);
});

test("a marker inside code stays as written", () => {
  const tree = { type: "root", children: [{ type: "inlineCode", value: "【c1†L2】" }] };
  remarkCitations(citations)()(tree);
  expect(tree.children).toEqual([{ type: "inlineCode", value: "【c1†L2】" }]);
});
