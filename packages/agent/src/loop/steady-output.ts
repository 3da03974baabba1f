/** What differs between two runs of the same thing that end alike. Plain small numbers stay: they count what the run is about. */
const unsteady = [
  /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?/g,
  /\b\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\b/g,
  /\b\d+(?:[.,]\d+)?\s?(?:[nmµ]?s|secs?|seconds?|m|mins?|minutes?|h|hours?|milliseconds?)\b/gi,
  /\b\d+(?:[.,]\d+)?\s?(?:[kMGT]i?B?|B|bytes)\b/gi,
  /\bpid\W{0,3}\d+|\(node:\d+\)/gi,
  /\b0x[\da-f]+\b/gi,
  /\b(?=[a-f-]*\d)[\da-f]{4,}(?:-[\da-f]{4,})+\b/gi,
  /\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{7,}\b/gi,
  /\b\d{4,}\b/g,
];

/** The output without durations, times, sizes and ids. */
export function steadyOutput(output: string): string {
  return unsteady.reduce((text, pattern) => text.replace(pattern, "#"), output);
}
