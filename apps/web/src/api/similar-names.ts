/** Up to three of `names` that a person may have meant by `wanted`, the most alike first. */
export function similarNames(wanted: string, names: readonly string[]): string[] {
  const lower = wanted.toLowerCase();
  return names
    .slice(0, 5_000)
    .map((name) => ({ name, distance: distanceOf(lower, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(wanted.length / 2)))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein's, with containment as the nearest miss. */
function distanceOf(a: string, b: string): number {
  if (a === b) return 0;
  if (b.includes(a) || a.includes(b)) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const letter of a) row = nextRow(row, letter, b);
  return row.at(-1) ?? 0;
}

function nextRow(above: readonly number[], letter: string, b: string): number[] {
  const row = [at(above, 0) + 1];
  for (let column = 0; column < b.length; column += 1) {
    const replaced = at(above, column) + (letter === b[column] ? 0 : 1);
    row.push(Math.min(replaced, at(above, column + 1) + 1, at(row, column) + 1));
  }
  return row;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
