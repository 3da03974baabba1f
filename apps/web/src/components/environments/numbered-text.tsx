import { VisibleText } from "../marks/visible-text.tsx";

type NumberedTextProps = { text: string; label: string; marked?: ReadonlySet<number> };

/** A file's text with its line numbers; long lines scroll. */
export function NumberedText({ text, label, marked }: NumberedTextProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="mt-2 max-h-96 overflow-auto whitespace-pre rounded-md border bg-surface py-2 font-mono text-ink text-xs leading-5"
    >
      {text
        .replace(/\n$/, "")
        .split("\n")
        .map((line, index) => ({ line, number: index + 1 }))
        .map(({ line, number }) => (
          <div key={number} className={`flex w-max min-w-full pr-3 ${marked?.has(number) ? "bg-bad-soft" : ""}`}>
            <span aria-hidden className="w-10 shrink-0 select-none pr-3 text-right text-2xs text-faint leading-5">
              {number}
            </span>
            <VisibleText>{line === "" ? " " : line}</VisibleText>
          </div>
        ))}
    </section>
  );
}
