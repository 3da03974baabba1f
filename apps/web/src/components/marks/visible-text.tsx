import { Fragment } from "react";

// The characters of Trojan Source (CVE-2021-42574) and their kin, which make a text read otherwise than it is stored.
const hidden = /([\u202A-\u202E\u2066-\u2069\u200B-\u200F\u2060\uFEFF\u{E0000}-\u{E007F}])/u;

/** Text with its invisible characters written out. */
export function VisibleText({ children }: { children: string }) {
  if (!hidden.test(children)) return children;
  return children.split(hidden).map((part, index) =>
    index % 2 === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
      <Fragment key={index}>{part}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
      <mark key={index} className="hidden-mark" title="An invisible character">
        U+{(part.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}
      </mark>
    ),
  );
}
