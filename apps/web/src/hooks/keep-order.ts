/** Items in the order of `ids`; what left the list is gone, what `ids` does not know is counted and not shown. */
export function keepOrder<Item extends { id: string }>(items: readonly Item[], ids: readonly string[]): { rows: Item[]; waiting: number } {
  const byId = new Map(items.map((item) => [item.id, item]));
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  return { rows, waiting: items.length - rows.length };
}
