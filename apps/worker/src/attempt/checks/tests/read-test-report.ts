import type { TestReport } from "@slipway/core";
import { type LineReader, showLine } from "./line-reader.ts";
import { readJunitXml } from "./read-junit-xml.ts";
import { readCargo, readNextest } from "./runners/read-cargo.ts";
import { readGo } from "./runners/read-go.ts";
import { readGoJson } from "./runners/read-go-json.ts";
import { readGradle, readMaven } from "./runners/read-java.ts";
import { readMocha } from "./runners/read-mocha.ts";
import { readNodeSpec } from "./runners/read-node-spec.ts";
import { readPhpunit } from "./runners/read-phpunit.ts";
import { readPytest } from "./runners/read-pytest.ts";
import { readMinitest, readRspec } from "./runners/read-ruby.ts";
import { readTap } from "./runners/read-tap.ts";
import { readUnittest } from "./runners/read-unittest.ts";
import { readVitest } from "./runners/read-vitest.ts";

const MAX_LINE = 1_000;

/**
 * What a check's output says of single tests, or null. A format made for machines wins over the words of runners; of several runners in
 * one log each counts. Any text is read in linear time and none throws.
 */
export function readTestReport(log: string): TestReport | null {
  const xml = readJunitXml(log);
  if (xml !== null) return xml;
  const formats = [readTap(), readGoJson()];
  const runners = [
    readPytest(),
    readVitest(),
    readMocha(),
    readNodeSpec(),
    readGo(),
    readCargo(),
    readNextest(),
    readRspec(),
    readMinitest(),
    readUnittest(),
    readPhpunit(),
    readMaven(),
    readGradle(),
  ];
  seeLines(log, [...formats, ...runners]);
  for (const format of formats) {
    const report = format.end();
    if (report !== null) return report;
  }
  return runners.map((runner) => runner.end()).reduce(joined, null);
}

function seeLines(log: string, readers: readonly LineReader[]): void {
  const text = plainText(log);
  for (let from = 0; from < text.length; ) {
    const next = text.indexOf("\n", from);
    const end = next === -1 ? text.length : next;
    if (end > from) {
      const line = plainLine(text.slice(from, Math.min(end, from + MAX_LINE)));
      for (const reader of readers) showLine(line, reader);
    }
    from = end + 1;
  }
}

function plainText(log: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences are what this takes out
  return log.includes("\u001b") ? log.replaceAll(/\u001b\[[0-9;?]{0,20}[A-Za-z]/g, "") : log;
}

/** Task runners of monorepos put `package:task: ` before each line. */
function plainLine(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return text.includes(": ") ? text.replace(/^@?[\w./-]+:[\w-]+: /, "") : text;
}

function joined(one: TestReport | null, other: TestReport | null): TestReport | null {
  if (one === null || other === null) return one ?? other;
  return {
    source: `${one.source}, ${other.source}`,
    passed: one.passed === null && other.passed === null ? null : (one.passed ?? 0) + (other.passed ?? 0),
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    cases: [...one.cases, ...other.cases],
    complete: one.complete && other.complete,
  };
}
