import type { Row } from "./row.ts";

const HEAD = ["", "p50", "p95", "n", "floor", "p50", "p95", "ratio", "target", ""];
const RIGHT = new Set([1, 2, 3, 5, 6, 7]);

/** The rows as aligned text, for a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const aligned = lines.map((cells) =>
    cells
      .map((cell, column) => (RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const notes = rows.flatMap((row) => row.notes.map((note) => `${row.name.trim()}: ${note}`));
  return [...aligned, ...(notes.length === 0 ? [] : ["", ...notes])].join("\n");
}

function cellsOf({ name, unit, figure, floor, ratio, target }: Row): string[] {
  return [
    unit === "" ? name : `${name} (${unit})`,
    number(figure.p50),
    figure.samples > 1 ? number(figure.p95) : "",
    String(figure.samples),
    floor?.name ?? "",
    floor === null ? "" : number(floor.p50),
    floor === null || floor.samples < 2 ? "" : number(floor.p95),
    ratio === null ? "" : `${ratio.toFixed(2)}×`,
    target === null ? "" : `${target.text} = ${number(target.limit)}`,
    target === null ? "" : target.met ? "✓" : "✗",
  ];
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}
