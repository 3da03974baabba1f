/**
 * Markdown from a model, made harmless for a forge's page: no raw HTML, no images, links as text and host, nobody mentioned,
 * no issue referenced. Only fences that start in the first column are kept as code: there, no reading of Markdown differs.
 */
export function neutralMarkdown(markdown: string): string {
  const parts: string[] = [];
  let fence: { marker: string; lines: string[] } | null = null;
  let prose: string[] = [];
  for (const line of markdown.split("\n")) {
    const marker = /^(`{3,}|~{3,})[\w+-]*\s*$/.exec(line)?.[1];
    if (fence === null && marker !== undefined) {
      parts.push(neutralProse(prose.join("\n")));
      prose = [];
      fence = { marker, lines: [] };
    } else if (fence !== null && marker?.startsWith(fence.marker) && line.trim() === marker) {
      parts.push(fenced(fence.lines));
      fence = null;
    } else {
      (fence?.lines ?? prose).push(line);
    }
  }
  parts.push(fence === null ? neutralProse(prose.join("\n")) : fenced(fence.lines));
  return parts
    .filter((part) => part !== "")
    .join("\n")
    .trim();
}

/** In a fence of our own, longer than any run of the same character inside. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map((run) => run[0].length)));
  const marker = "`".repeat(longest + 1);
  return `\n${marker}text\n${lines.join("\n")}\n${marker}\n`;
}

// A span is kept when its content is harmless as prose too, so that it does not matter where a page sees the span end.
const harmlessSpan = /^[\w .,:;=+*/()'"$%^|?~{}-]+$/;

function neutralProse(text: string): string {
  return (
    text
      .replaceAll(/(`+)([^`\n]+)\1/g, (span, _marker, content: string) => (isHarmlessSpan(content) ? span : content))
      .replaceAll(/^[ \t]*\[[^\]\n]*\]:.*$/gm, "")
      .replaceAll(/!\[([^\][\n]{0,500})\](\([^()\n]{0,2000}\)|\[[^\][\n]{0,500}\])?/g, "$1")
      .replaceAll(/\[([^\][\n]{0,500})\]\(([^()\n]{0,2000})\)/g, (_link, label: string, target: string) => `${label}${hostSuffix(target)}`)
      // What is left is no link that the patterns above could read; a space ends it for every reader.
      .replaceAll("](", "] (")
      .replaceAll("![", "! [")
      .replaceAll(/\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s<>)\]]+/gi, hostOnly)
      .replaceAll(/\bwww\.(?=\w)/gi, "")
      .replaceAll(/&(?=#?\w+;)/g, "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(/@(?=\w)/g, "@<!-- -->")
      .replaceAll(/#(?=\d)/g, "#<!-- -->")
      .replaceAll(/\bGH-(?=\d)/gi, "GH<!-- -->-")
  );
}

function isHarmlessSpan(content: string): boolean {
  return harmlessSpan.test(content) && !content.includes("://") && !/www\.|\bGH-\d/i.test(content);
}

function hostSuffix(target: string): string {
  const host = URL.parse(target.trim().split(/[\s>]/)[0]?.replace("<", "") ?? "")?.host ?? "";
  return host === "" ? "" : ` (${withoutDots(host)})`;
}

function hostOnly(address: string): string {
  const host = URL.parse(address)?.host ?? "";
  return host === "" ? "link removed" : withoutDots(host);
}

/** A bare host would be no link on GitHub; an e-mail-like one would. */
function withoutDots(host: string): string {
  return host.replaceAll("@", "");
}
