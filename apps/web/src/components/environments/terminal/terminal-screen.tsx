"use client";

import "@xterm/xterm/css/xterm.css";
import type { TerminalAct } from "@slipway/core";
import { FitAddon } from "@xterm/addon-fit";
import { type ITheme, Terminal as Xterm } from "@xterm/xterm";
import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";
import type { TerminalScreen as Screen } from "./use-terminal.ts";

type TerminalScreenProps = {
  onReady: (screen: Screen | null) => void;
  onAct: (act: TerminalAct) => void;
  /** The person asked to leave it by keyboard. */
  onLeave: () => void;
  describedBy: string;
};

/** The screen and the keys of a terminal, drawn by xterm in the page's own colours. */
export default function TerminalScreen({ onReady, onAct, onLeave, describedBy }: TerminalScreenProps) {
  const box = useRef<HTMLDivElement>(null);
  const xterm = useRef<Xterm | null>(null);
  const handlers = useRef({ onReady, onAct, onLeave });
  const { resolvedTheme } = useTheme();
  useEffect(() => {
    handlers.current = { onReady, onAct, onLeave };
  });

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const terminal = openXterm(element, describedBy);
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    xterm.current = terminal;
    terminal.onData((text) => handlers.current.onAct({ kind: "keys", text }));
    terminal.onResize(({ cols, rows }) => handlers.current.onAct({ kind: "size", columns: cols, rows }));
    terminal.attachCustomKeyEventHandler((event) => passKey(event, terminal, () => handlers.current.onLeave()));
    const observer = new ResizeObserver(() => fit.fit());
    observer.observe(element);
    fit.fit();
    handlers.current.onReady({
      write: (text) => terminal.write(text),
      focus: () => terminal.focus(),
      reset: () => {
        terminal.reset();
        handlers.current.onAct({ kind: "size", columns: terminal.cols, rows: terminal.rows });
      },
    });
    return () => {
      handlers.current.onReady(null);
      observer.disconnect();
      xterm.current = null;
      terminal.dispose();
    };
  }, [describedBy]);

  useEffect(() => {
    if (xterm.current !== null && resolvedTheme !== undefined) xterm.current.options.theme = themeOf(box.current);
  }, [resolvedTheme]);

  return <div ref={box} className="h-[min(26rem,60dvh)] w-full overflow-hidden bg-sunken px-3 py-2" />;
}

function openXterm(element: HTMLElement, describedBy: string): Xterm {
  const terminal = new Xterm({
    cursorBlink: false,
    fontFamily: getComputedStyle(element).getPropertyValue("--font-geist-mono") || "monospace",
    fontSize: 12,
    lineHeight: 1.3,
    scrollback: 5_000,
    screenReaderMode: true,
    minimumContrastRatio: 4.5,
    theme: themeOf(element),
  });
  terminal.open(element);
  terminal.textarea?.setAttribute("aria-label", "Terminal");
  terminal.textarea?.setAttribute("aria-describedby", describedBy);
  terminal.focus();
  return terminal;
}

/** False: the page has the key. Leaving is Shift+Escape; copy and paste work as everywhere else. */
function passKey(event: KeyboardEvent, terminal: Xterm, leave: () => void): boolean {
  if (event.key === "Escape" && event.shiftKey) {
    if (event.type === "keydown") leave();
    event.preventDefault();
    return false;
  }
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && event.key.toLowerCase() === "v") return false;
  return !(isCommand && event.key.toLowerCase() === "c" && terminal.hasSelection());
}

function themeOf(element: HTMLElement | null): ITheme {
  const style = getComputedStyle(element ?? document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    background: colour("sunken"),
    foreground: colour("ink"),
    cursor: colour("ink"),
    cursorAccent: colour("sunken"),
    selectionBackground: colour("line-strong"),
    green: colour("good"),
    red: colour("bad"),
    yellow: colour("warn"),
    blue: colour("accent"),
  };
}
