/** A time as it crosses the package's border. Postgres gives dates in columns and ISO strings inside JSON. */
export function iso(time: Date | string): string {
  return new Date(time).toISOString();
}

export function isoOrNull(time: Date | string | null): string | null {
  return time === null ? null : iso(time);
}
