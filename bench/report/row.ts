import { percentile } from "./percentile.ts";

type Figure = { p50: number; p95: number; samples: number };

/** One line of the report. `ratio` is p50 over the floor's p50; `limit` is what the target allows in this run. */
export type Row = {
  name: string;
  unit: "ms" | "per minute" | "";
  figure: Figure;
  floor: (Figure & { name: string }) | null;
  ratio: number | null;
  target: { text: string; limit: number; met: boolean } | null;
  notes: string[];
};

export type RowInput = {
  name: string;
  unit: Row["unit"];
  values: readonly number[];
  floor?: { name: string; values: readonly number[] };
  /** `limit` takes the floor's p50 and gives what the p50 may be at most. */
  target?: { text: string; limit: (floor: number) => number };
};

export function rowOf({ name, unit, values, floor, target }: RowInput): Row {
  const figure = figureOf(values);
  const bare = floor === undefined ? null : { name: floor.name, ...figureOf(floor.values) };
  const limit = target?.limit(bare?.p50 ?? 0);
  return {
    name,
    unit,
    figure,
    floor: bare,
    ratio: bare === null ? null : figure.p50 / bare.p50,
    target: target === undefined || limit === undefined ? null : { text: target.text, limit, met: figure.p50 <= limit },
    notes: [],
  };
}

function figureOf(values: readonly number[]): Figure {
  return { p50: percentile(values, 50), p95: percentile(values, 95), samples: values.length };
}
