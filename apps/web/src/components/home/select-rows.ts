export type Selection = { chosen: ReadonlySet<string>; anchor: string | null };

type Press = { ids: readonly string[]; id: string; isRange: boolean };

/** Takes a row in or out; a range runs from the row that was pressed last and only takes in. */
export function selectRows({ chosen, anchor }: Selection, { ids, id, isRange }: Press): Selection {
  const next = new Set(chosen);
  const from = anchor === null ? -1 : ids.indexOf(anchor);
  const to = ids.indexOf(id);
  if (isRange && from !== -1 && to !== -1) {
    for (const each of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
  } else if (!next.delete(id)) next.add(id);
  return { chosen: next, anchor: id };
}
