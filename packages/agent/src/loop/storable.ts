/**
 * The same value with texts that Postgres can hold in JSON: NUL becomes its visible sign, a lone surrogate the
 * replacement character. Models and commands write both.
 */
export function storable<Value>(value: Value): Value {
  // The walk rebuilds arrays and plain objects member by member, so the shape is the one that came in.
  return rebuild(value) as Value;
}

function rebuild(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "\u2400");
  if (Array.isArray(value)) return value.map(rebuild);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rebuild(member)]));
}
