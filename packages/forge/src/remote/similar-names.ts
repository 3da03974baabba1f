/** At most three of `names` that a person may have meant by `wanted`, the nearest first. */
export function similarNames(wanted: string, names: readonly string[]): string[] {
  const scored = names.map((name) => ({ name, distance: distanceBetween(wanted.toLowerCase(), name.toLowerCase()) }));
  const limit = Math.max(2, Math.ceil(wanted.length / 2));
  return scored
    .filter(({ name, distance }) => distance <= limit || name.includes(wanted) || wanted.includes(name))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein's distance. */
function distanceBetween(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, character] of [...a].entries()) {
    const current = [row + 1];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (b[column - 1] === character ? 0 : 1);
      current.push(Math.min((current[column - 1] ?? 0) + 1, (previous[column] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
