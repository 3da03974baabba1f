import { type ChangeWarning, type FileChange, InvalidInputError } from "@slipway/core";
import { findHiddenCharacter } from "./hidden-characters.ts";

type Rule = { kind: ChangeWarning["kind"]; applies(file: FileChange): boolean; message(file: FileChange): string };

const largeLines = 5_000;

const workflows =
  /^(\.github\/(workflows|actions)\/|\.gitlab-ci\.ya?ml$|\.circleci\/|\.travis\.ya?ml$|azure-pipelines\.ya?ml$|Jenkinsfile$|\.buildkite\/|\.drone\.ya?ml$|bitbucket-pipelines\.ya?ml$|\.woodpecker)/i;
const owners = /(^|\/)CODEOWNERS$/i;
const instructions =
  /(^|\/)(AGENTS(\.override)?\.md|CLAUDE(\.local)?\.md|GEMINI\.md|\.cursorrules|\.windsurfrules|\.mcp\.json|copilot-instructions\.md|(\.cursor|\.vscode|\.claude|\.codex|\.devcontainer|\.slipway)\/.*)$/i;

const rules: Rule[] = [
  {
    kind: "symlink",
    applies: (file) => file.newMode === "120000",
    message: () => "A symbolic link: see where it points before you follow it.",
  },
  { kind: "submodule", applies: (file) => file.newMode === "160000", message: () => "A link to a commit of another repository." },
  {
    kind: "submodule",
    applies: (file) => /(^|\/)\.gitmodules$/i.test(file.path),
    message: () => "Tells git where to fetch submodules from.",
  },
  {
    kind: "executable",
    applies: (file) => file.newMode === "100755" && file.oldMode !== "100755",
    message: (file) => (file.kind === "added" ? "A new executable file." : "The file becomes executable."),
  },
  {
    kind: "workflow",
    applies: ({ path }) => workflows.test(path),
    message: () => "Runs in continuous integration, with its rights and secrets.",
  },
  { kind: "workflow", applies: ({ path }) => owners.test(path), message: () => "Decides who must review changes." },
  {
    kind: "instructions",
    applies: ({ path }) => instructions.test(path),
    message: () => "Steers agents or editors that open this repository.",
  },
  {
    kind: "large",
    applies: (file) => (file.additions ?? 0) + (file.deletions ?? 0) > largeLines,
    message: (file) => `${((file.additions ?? 0) + (file.deletions ?? 0)).toLocaleString("en")} changed lines.`,
  },
];

/** Warnings that modes, names and sizes give, and the last word on names that reach into git's own folder. */
export function pathWarnings(files: readonly FileChange[]): ChangeWarning[] {
  return files.flatMap((file) => {
    if (isForbiddenPath(file.path)) throw new InvalidInputError(`The patch is refused: it writes to ${JSON.stringify(file.path)}.`);
    const found = file.kind === "deleted" ? [] : rules.filter((rule) => rule.applies(file));
    const warnings = found.map((rule) => ({ kind: rule.kind, path: file.path, message: rule.message(file) }));
    return [...warnings, ...removedGuards(file), ...hiddenName(file)];
  });
}

/** Deleting a workflow or an owners file, or moving it away, disarms it as well as editing it. */
function removedGuards(file: FileChange): ChangeWarning[] {
  const gone = file.kind === "deleted" ? file.path : file.previousPath;
  if (gone === null || !(workflows.test(gone) || owners.test(gone))) return [];
  return [{ kind: "workflow", path: file.path, message: `${gone} goes away: it ran in continuous integration or guarded reviews.` }];
}

function hiddenName(file: FileChange): ChangeWarning[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  const odd = findHiddenCharacter(file.path) !== null || /[\u0000-\u001F\u007F\uFFFD]/.test(file.path);
  return odd
    ? [{ kind: "hidden_characters", path: file.path, message: "The name holds characters that cannot be seen or are no text." }]
    : [];
}

/** git refuses these itself (verify_path, with HFS+ and NTFS spellings); a second reading costs nothing. */
function isForbiddenPath(path: string): boolean {
  const ignoredByHfs = /[\u200C-\u200F\u202A-\u202E\u206A-\u206F\uFEFF]/g;
  return path.split(/[/\\]/).some((part) => {
    const seen = part
      .replaceAll(ignoredByHfs, "")
      .replace(/[. ]+$/, "")
      .toLowerCase();
    return part === ".." || seen === ".git" || seen === "git~1" || seen.startsWith(".git:");
  });
}
