"use client";

import type { ComponentProps, ReactNode } from "react";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { VisibleText } from "../marks/visible-text.tsx";

const prose =
  "space-y-3 break-words text-base [&_code]:rounded [&_code]:bg-sunken [&_code]:px-1 [&_code]:py-0.5 [&_code]:font-mono [&_code]:text-[0.88em] [&_pre]:overflow-x-auto [&_pre]:rounded-lg [&_pre]:border [&_pre]:bg-sunken [&_pre]:p-3 [&_pre_code]:bg-transparent [&_pre_code]:p-0 [&_ul]:list-disc [&_ul]:space-y-1 [&_ul]:pl-5 [&_ol]:list-decimal [&_ol]:space-y-1 [&_ol]:pl-5 [&_li]:marker:text-faint [&_h1]:font-semibold [&_h2]:font-semibold [&_h3]:font-semibold [&_h4]:font-semibold [&_blockquote]:border-l-2 [&_blockquote]:pl-3 [&_blockquote]:text-muted [&_table]:block [&_table]:overflow-x-auto [&_table]:text-sm [&_th]:border [&_th]:px-2 [&_th]:py-1 [&_th]:text-left [&_td]:border [&_td]:px-2 [&_td]:py-1";

type MarkdownTextProps = {
  text: string;
  plugins?: ComponentProps<typeof Markdown>["remarkPlugins"];
  /** What stands for a link of its own kind; null for one that leads out. */
  linkOf?: (href: string) => ReactNode | null;
};

/** An agent's words as markdown: no raw HTML, no images, and links that say where they lead. */
export function MarkdownText({ text, plugins = [], linkOf = () => null }: MarkdownTextProps) {
  const components: Components = {
    a: ({ href = "", children }) => linkOf(href) ?? <OutwardLink href={href}>{children}</OutwardLink>,
    h1: ({ children }) => <h3>{children}</h3>,
    h2: ({ children }) => <h3>{children}</h3>,
    pre: ({ children }) => (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      <pre tabIndex={0}>{children}</pre>
    ),
    p: ({ children }) => <p>{visible(children)}</p>,
    li: ({ children }) => <li>{visible(children)}</li>,
  };
  return (
    <div className={prose}>
      <Markdown remarkPlugins={[remarkGfm, ...(plugins ?? [])]} disallowedElements={["img"]} components={components}>
        {text}
      </Markdown>
    </div>
  );
}

function visible(children: ReactNode): ReactNode {
  if (typeof children === "string") return <VisibleText>{children}</VisibleText>;
  if (!Array.isArray(children)) return children;
  return children.map((child, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one paragraph have no other name
    typeof child === "string" ? <VisibleText key={index}>{child}</VisibleText> : child,
  );
}

function OutwardLink({ href, children }: { href: string; children: ReactNode }) {
  if (!href.startsWith("https://")) return <span>{children}</span>;
  const host = hostOf(href);
  return (
    <>
      <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc" className="text-accent underline underline-offset-2">
        {children}
      </a>
      <span className="text-faint text-xs"> ({host})</span>
    </>
  );
}

function hostOf(href: string): string {
  try {
    return new URL(href).host;
  } catch {
    return "unknown host";
  }
}
