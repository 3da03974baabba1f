import { Limits, LimitsInput } from "@slipway/core";

export type LimitName = keyof LimitsInput;

/** How a limit is shown: `per` of the stored unit make one of the unit that people use. */
export type LimitUnit = { name: LimitName; label: string; unit: string; per: number; hint: string };

const GIB = 2 ** 30;

export const LIMIT_UNITS: readonly LimitUnit[] = [
  { name: "cpus", label: "CPU", unit: "cores", per: 1, hint: "Parts of a core are fine." },
  { name: "memoryBytes", label: "Memory", unit: "GiB", per: GIB, hint: "A process that needs more is killed." },
  { name: "processes", label: "Processes", unit: "", per: 1, hint: "At once, threads included." },
  { name: "diskBytes", label: "Disk", unit: "GiB", per: GIB, hint: "What commands may write." },
  { name: "wallClockSeconds", label: "Wall clock", unit: "minutes", per: 60, hint: "For a whole attempt." },
  { name: "commandSeconds", label: "Command", unit: "minutes", per: 60, hint: "For one command of the agent." },
  { name: "changedLines", label: "Change size", unit: "lines", per: 1, hint: "To read in a change; more is flagged." },
];

/** A stored figure in the unit that people use, without trailing zeros; empty where none is stored. */
export function limitText(unit: LimitUnit, value: number | null | undefined): string {
  return value == null ? "" : String(Number((value / unit.per).toFixed(4)));
}

/** What applies where nothing is given. */
export function defaultText(unit: LimitUnit): string {
  return limitText(unit, Limits.parse({})[unit.name]);
}

/** The figure to store; undefined for an empty text, NaN for what is no number. A comma may stand for the point. */
export function limitValue(unit: LimitUnit, text: string): number | undefined {
  const trimmed = text.trim().replace(",", ".");
  if (trimmed === "") return undefined;
  const value = Number(trimmed) * unit.per;
  return unit.per === 1 ? value : Math.round(value);
}

/** Why a figure cannot be, in its own unit; null for a good one. */
export function limitFault(unit: LimitUnit, text: string): string | null {
  const value = limitValue(unit, text);
  if (value === undefined) return null;
  const schema = LimitsInput.shape[unit.name];
  if (schema.safeParse(value).success) return null;
  const [low, high] = boundsOf(unit);
  return `Give ${unit.name === "processes" || unit.name === "changedLines" ? "a whole number" : "a number"} from ${low} to ${high}${unit.unit === "" ? "" : ` ${unit.unit}`}.`;
}

function boundsOf(unit: LimitUnit): [string, string] {
  const shape = Limits.shape[unit.name].unwrap();
  const number = "unwrap" in shape ? shape.unwrap() : shape;
  return [limitText(unit, number.minValue), limitText(unit, number.maxValue)];
}
