const pattern = /^(-?)(\d{1,12})(?:[.,](\d{1,2}))?$/;

/** Reads an amount such as "64.50", "64,5" or "-3" into cents. */
export function parseMoney(text) {
  const match = pattern.exec(text.trim());
  if (match === null) throw new RangeError(`Not an amount of money: ${JSON.stringify(text)}`);
  const [, sign, whole, fraction = ""] = match;
  const cents = Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
  return sign === "-" && cents !== 0 ? -cents : cents;
}

/** Writes cents with two decimals and a point: 6450 becomes "64.50". */
export function formatMoney(cents) {
  if (!Number.isSafeInteger(cents)) throw new RangeError(`Not a number of cents: ${cents}`);
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
