import type { SecretRange } from "./match-needles.ts";

/** A kind of secret that is known by its looks. */
export type TokenPattern = {
  name: string;
  /** Global; matches as soon as there is enough to be sure. */
  begin: RegExp;
  /** Where the secret ends that has begun before `from`; `open` when the text ends before it does. */
  extend(text: string, from: number): { end: number; open: boolean };
  /** Characters of an open secret that must be seen again to find its end. */
  lookBack: number;
};

const PEM_BODY = String.raw`[A-Za-z0-9+/=\s\\:,.-]`;

/** A run of characters of one kind. */
function run(characters: string): TokenPattern["extend"] {
  const rest = new RegExp(`${characters}*`, "y");
  return (text, from) => {
    const end = matchEnd(rest, text, from) ?? from;
    return { end, open: end === text.length };
  };
}

const pemEnd = new RegExp(`${PEM_BODY}*?-----END [A-Z0-9 ]{0,40}-----`, "y");
const pemRest = run(PEM_BODY);

/** `open` is the pattern where the token goes on to the text's end, and so may go on behind it. */
export type TokenRange = SecretRange & { open: TokenPattern | null };

const TOKEN_PATTERNS: readonly TokenPattern[] = [
  { name: "GitHub token", begin: /gh[pousr]_[A-Za-z0-9]{36}/g, extend: run("[A-Za-z0-9]"), lookBack: 0 },
  { name: "GitHub token", begin: /github_pat_[A-Za-z0-9_]{50}/g, extend: run("[A-Za-z0-9_]"), lookBack: 0 },
  // Hyphenated words look alike, but have no digit or no capital letter.
  {
    name: "model key",
    begin: /sk-(?=[\w-]{0,31}[0-9])(?=[\w-]{0,31}[A-Z])[\w-]{32}/g,
    extend: run(String.raw`[\w-]`),
    lookBack: 0,
  },
  { name: "AWS access key", begin: /A[KS]IA[A-Z0-9]{16}/g, extend: run("[A-Z0-9]"), lookBack: 0 },
  {
    name: "private key",
    begin: new RegExp(`-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----${PEM_BODY}{0,200}?[A-Za-z0-9+/]{40}`, "g"),
    extend(text, from) {
      const end = matchEnd(pemEnd, text, from);
      return end === null ? pemRest(text, from) : { end, open: false };
    },
    lookBack: 60,
  },
];

/** What any of the patterns may still become, at the end of a text. */
const UNFINISHED = new RegExp(
  String.raw`(?<!\w)(?:${[
    beginningOf("gh", "[pousr]", "_", "[A-Za-z0-9]{0,35}"),
    beginningOf("github_pat_", "[A-Za-z0-9_]{0,49}"),
    beginningOf("sk-", String.raw`[\w-]{0,31}`),
    beginningOf("A", "[KS]", "IA", "[A-Z0-9]{0,15}"),
  ].join("|")})$|${beginningOf("-----BEGIN ", `${PEM_BODY}{0,300}`)}$`,
  "g",
);
const UNFINISHED_LENGTH = 320;

/** A regular expression for each beginning of the parts in a row; a part in brackets is one character or a run. */
function beginningOf(...parts: string[]): string {
  const units = parts.flatMap((part) => (part.startsWith("[") ? [part] : [...part]));
  return units.reduceRight((rest, unit) => (rest === "" ? unit : `${unit}(?:${rest})?`), "");
}

/** `before` is the character in front of the text: a token does not begin within a word. */
export function findTokens(text: string, before: string): TokenRange[] {
  return TOKEN_PATTERNS.flatMap((pattern) =>
    [...text.matchAll(pattern.begin)].flatMap((match) => {
      const previous = match.index === 0 ? before : text.charAt(match.index - 1);
      if (/\w/.test(previous) && pattern.name !== "private key") return [];
      const { end, open } = pattern.extend(text, match.index + match[0].length);
      return [{ start: match.index, end, name: pattern.name, open: open ? pattern : null }];
    }),
  );
}

/** The first place from which on the text may become a token, or the text's length. */
export function unfinishedTokenFrom(text: string, before: string): number {
  const tail = (before + text).slice(-UNFINISHED_LENGTH);
  UNFINISHED.lastIndex = tail.length > text.length ? before.length : 0;
  const index = UNFINISHED.exec(tail)?.index;
  return index === undefined ? text.length : text.length - tail.length + index;
}

function matchEnd(sticky: RegExp, text: string, from: number): number | null {
  sticky.lastIndex = from;
  return sticky.test(text) ? sticky.lastIndex : null;
}
