import { type Document, isMap, isNode, isScalar, isSeq, type LineCounter } from "yaml";

/** The line, from 1, of the deepest part of a path that the text really has; of a map's entry the line of its key. */
export function lineAt(document: Document.Parsed, lineCounter: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = rangeStart(node) ?? 0;
  for (const part of path) {
    const next = childOf(node, part);
    if (next === null) break;
    offset = rangeStart(next.place) ?? offset;
    node = next.node;
  }
  return lineCounter.linePos(offset).line;
}

function childOf(node: unknown, part: PropertyKey): { place: unknown; node: unknown } | null {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    return pair === undefined ? null : { place: pair.key, node: pair.value };
  }
  if (!isSeq(node)) return null;
  const item = node.items[Number(part)];
  return item === undefined ? null : { place: item, node: item };
}

function rangeStart(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
