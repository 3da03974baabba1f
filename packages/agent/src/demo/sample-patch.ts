/** The fix of the bundled sample: largest remainders, with its regression tests. */
export const samplePatch = `*** Begin Patch
*** Update File: src/split.js
@@ export function splitByWeights(total, weights) {
   const whole = sumOfWeights(weights);
-  return weights.map((weight) => Math.round((total * weight) / whole));
+  // Rounding each share by itself loses or invents cents: all are rounded down, and the largest remainders get what is left.
+  const shares = weights.map((weight) => Math.floor((total * weight) / whole));
+  const remainder = (index) => total * weights[index] - shares[index] * whole;
+  const byRemainder = weights.map((_, index) => index).sort((a, b) => remainder(b) - remainder(a));
+  const left = total - shares.reduce((sum, share) => sum + share, 0);
+  for (const index of byRemainder.slice(0, left)) shares[index] += 1;
+  return shares;
 }
*** Update File: test/split.test.js
@@ test("bad bills, people and weights are refused by name", () => {
+test("left-over cents go to the largest remainders, earlier people first", () => {
+  assert.deepEqual(splitEvenly(1000, 3), [334, 333, 333]);
+  assert.deepEqual(splitByWeights(6450, [2, 1, 1]), [3225, 1613, 1612]);
+  assert.deepEqual(splitByWeights(100, [1, 5, 0]), [17, 83, 0]);
+});
+
+test("refunds add up too", () => {
+  for (const people of [2, 3, 6, 7, 9]) {
+    assert.equal(sum(splitEvenly(-1000, people)), -1000, \`-10.00 between \${people}\`);
+  }
+});
+
 test("bad bills, people and weights are refused by name", () => {
*** End Patch`;
