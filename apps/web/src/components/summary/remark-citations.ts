import type { Citation } from "@slipway/core";

/** The part of a markdown tree that this needs (mdast, github.com/syntax-tree/mdast). */
type Node = { type: string; value?: string; url?: string; children?: Node[] };

export const CITATION_LINK = "#citation-";

/** Turns each validated marker in plain text into a link to `#citation-<index>`; code is left as written. */
export function remarkCitations(citations: readonly Citation[]) {
  return () => (tree: Node) => {
    if (citations.length > 0) replaceIn(tree, citations);
  };
}

function replaceIn(node: Node, citations: readonly Citation[]): void {
  if (node.children === undefined) return;
  node.children = node.children.flatMap((child) => {
    if (child.type === "text" && child.value !== undefined) return splitText(child.value, citations);
    replaceIn(child, citations);
    return [child];
  });
}

function splitText(text: string, citations: readonly Citation[]): Node[] {
  const found = citations
    .map((citation, index) => ({ index, marker: citation.marker, at: text.indexOf(citation.marker) }))
    .filter((each) => each.at !== -1)
    .toSorted((a, b) => a.at - b.at);
  const [first] = found;
  if (first === undefined) return [{ type: "text", value: text }];
  const link: Node = { type: "link", url: `${CITATION_LINK}${first.index}`, children: [{ type: "text", value: first.marker }] };
  return [{ type: "text", value: text.slice(0, first.at) }, link, ...splitText(text.slice(first.at + first.marker.length), citations)];
}
