import { EnvironmentFile } from "@slipway/core";
import { type Document, isAlias, isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { faultsOf } from "./faults-of.ts";
import { lineAt } from "./line-at.ts";

/** One fault of the text; `line` counts from 1. */
export type FileFault = { line: number; message: string };

/** What the text says, or every fault in it, by line. */
export type ParsedFile = { kind: "file"; file: EnvironmentFile } | { kind: "faults"; faults: FileFault[] };

/** Where a repository keeps its environment. */
export const ENVIRONMENT_FILE_PATH = ".slipway/environment.yml";

/** Longer texts are refused before they are read. */
export const ENVIRONMENT_FILE_BYTES = 256 * 1024;

/** Reads an environment as YAML 1.2 (core schema, without aliases and tags of its own). An empty text is an empty environment. */
export function parseEnvironmentFile(text: string): ParsedFile {
  if (text.length > ENVIRONMENT_FILE_BYTES) return { kind: "faults", faults: [{ line: 1, message: "The file is larger than 256 kB." }] };
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, schema: "core", prettyErrors: false, logLevel: "error" });
  const broken = [...document.errors, ...document.warnings].map((error) => ({
    line: lineCounter.linePos(error.pos[0]).line,
    message: sentence(error.message),
  }));
  const faults = broken.length > 0 ? broken : aliasFaults(document, lineCounter);
  if (faults.length > 0) return { kind: "faults", faults };
  writeVariablesAsText(document);
  const parsed = EnvironmentFile.safeParse(document.toJS() ?? {});
  if (parsed.success) return withoutDoubleChecks(parsed.data, (path) => lineAt(document, lineCounter, path));
  return { kind: "faults", faults: faultsOf(parsed.error, (path) => lineAt(document, lineCounter, path)) };
}

function aliasFaults(document: Document.Parsed, lineCounter: LineCounter): FileFault[] {
  const faults: FileFault[] = [];
  visit(document, {
    Alias: (_, node) => {
      if (isAlias(node)) faults.push({ line: lineCounter.linePos(node.range?.[0] ?? 0).line, message: "Aliases are not read here." });
    },
  });
  return faults;
}

/** `CI: 1` and `DEBUG: true` mean text, as they do in a shell. */
function writeVariablesAsText(document: Document.Parsed): void {
  const variables = document.get("variables");
  if (!isMap(variables)) return;
  for (const { value } of variables.items) {
    if (isScalar(value) && ["number", "boolean"].includes(typeof value.value)) value.value = value.source ?? String(value.value);
  }
}

/** Results are stored by the check's name, so an environment has each name once. */
function withoutDoubleChecks(file: EnvironmentFile, lineOf: (path: readonly PropertyKey[]) => number): ParsedFile {
  const names = (file.checks ?? []).map((check) => check.name);
  const faults = names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ line: lineOf(["checks", index, "name"]), message: `Two checks are called "${name}". Give each a name of its own.` }],
  );
  return faults.length > 0 ? { kind: "faults", faults } : { kind: "file", file };
}

function sentence(message: string): string {
  const first = message.split("\n")[0]?.trim() ?? "";
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
