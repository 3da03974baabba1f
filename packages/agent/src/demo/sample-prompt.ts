/** What *Try the sample* sends; `sample/prompt.md` holds the same text. The demo script answers this and nothing else. */
export const samplePrompt =
  "`npm test` fails: when three people split a bill of 10.00, a cent disappears. Find out why, and fix it so that shares always add up to the bill and stay fair. Add regression tests, refunds included, and keep the public functions as they are.";
