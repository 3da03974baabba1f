/** Takes secrets out of a text before it is stored. */
export type Redact = (text: string) => string;

/** Postgres refuses NUL in text and JSON, and lone surrogates in JSON: both become visible replacements. */
export function storableText(text: string, redact: Redact): string {
  return redact(text).toWellFormed().replaceAll("\u0000", "\u2400");
}

/** `value` with every string in it, keys included, made storable. */
export function storable<Value>(value: Value, redact: Redact): Value {
  return convert(value, redact) as Value;
}

/** The JSON text of `value`, ready for a `jsonb` parameter. */
export function storableJson(value: unknown, redact: Redact): string {
  return JSON.stringify(convert(value, redact));
}

function convert(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return storableText(value, redact);
  if (Array.isArray(value)) return value.map((item) => convert(item, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key, redact), convert(item, redact)]));
}
