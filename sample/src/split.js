/** Splits `total` cents into `people` shares that differ by at most one cent. */
export function splitEvenly(total, people) {
  if (!Number.isSafeInteger(people) || people < 1) throw new RangeError(`Not a number of people: ${people}`);
  return splitByWeights(total, new Array(people).fill(1));
}

/**
 * Splits `total` cents in proportion to `weights`, which are whole numbers and not all zero.
 * The shares come back in the order of the weights.
 */
export function splitByWeights(total, weights) {
  if (!Number.isSafeInteger(total)) throw new RangeError(`Not a number of cents: ${total}`);
  const whole = sumOfWeights(weights);
  return weights.map((weight) => Math.round((total * weight) / whole));
}

function sumOfWeights(weights) {
  const bad = weights.find((weight) => !Number.isSafeInteger(weight) || weight < 0);
  if (bad !== undefined) throw new RangeError(`Not a weight: ${bad}`);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) throw new RangeError("At least one weight must be above zero");
  return sum;
}
