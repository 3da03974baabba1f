import { VisibleText } from "./visible-text.tsx";

/** Plain words in which backticks mark code; nothing else of markdown is read. */
export function ProseText({ children }: { children: string }) {
  const pieces = children.split(/`([^`\n]+)`/);
  return pieces.map((piece, index) =>
    index % 2 === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
      <VisibleText key={index}>{piece}</VisibleText>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
      <code key={index} className="rounded bg-sunken px-1 font-mono text-[0.92em]">
        <VisibleText>{piece}</VisibleText>
      </code>
    ),
  );
}
