import { expect, test } from "vitest";
import { guidanceOfCall } from "./guidance-of-call.ts";
import { openingGuidance } from "./opening-guidance.ts";

const files = [
  { path: "AGENTS.md", text: "Root\u202E rules\n" },
  { path: "packages/AGENTS.md", text: "Package rules" },
  { path: "packages/web/CLAUDE.md", text: "Web rules" },
  { path: "docs/AGENTS.md", text: null },
];
const web = '<repository_instructions source="packages/web/CLAUDE.md" scope="packages/web/">\nWeb rules\n</repository_instructions>';
const packages = '<repository_instructions source="packages/AGENTS.md" scope="packages/">\nPackage rules\n</repository_instructions>';

const guidance = (name: string, input: string, shown: string[] = []) =>
  guidanceOfCall(
    { name, input },
    { files, transcript: shown.map((output) => ({ type: "tool_result" as const, callId: "c", kind: "function" as const, output })) },
  );

test("the opening holds the root's rules, and names the folders with their own", () => {
  expect(openingGuidance(files).join("\n")).toBe(`<repository_instructions source="AGENTS.md">
Root rules
</repository_instructions>
Folders with rules of their own, which go before those above. Each is shown to you when you first work there:
- packages/: packages/AGENTS.md
- packages/web/: packages/web/CLAUDE.md
- docs/: docs/AGENTS.md`);
  expect(openingGuidance([])).toEqual([]);
});

test.each([
  ["a command", "shell", '{"command":"cat packages/web/src/a.ts"}'],
  ["a folder to start in", "shell", '{"command":"ls","cwd":"packages/web"}'],
  ["an absolute path", "shell", '{"command":"ls /workspace/packages/web"}'],
  ["a patch", "apply_patch", "*** Begin Patch\n*** Add File: packages/web/a.ts\n+a\n*** End Patch"],
  ["a picture", "view_image", '{"path":"packages/web/logo.png"}'],
])("%s that names a folder brings its rules, the outer folder's first", (_name, tool, input) => {
  expect(guidance(tool, input)).toBe(`\n\n${packages}\n\n${web}`);
});

test("what was shown is not shown again, and comes again once it was trimmed away", () => {
  const input = '{"command":"cat packages/web/a.ts"}';
  expect(guidance("shell", input, [`out\n\n${packages}`, `out\n\n${web}`])).toBe("");
  expect(guidance("shell", input, [`out\n\n${packages}`, "[trimmed]"])).toBe(`\n\n${web}`);
});

test("neighbours with a longer name, and tools that only talk, bring nothing", () => {
  expect(guidance("shell", '{"command":"ls packages-old docs2 my-docs"}')).toBe("");
  expect(guidance("update_plan", '{"plan":[{"step":"packages/web","status":"pending"}]}')).toBe("");
});

test("rules that are too long to show are pointed at", () => {
  expect(guidance("shell", '{"command":"ls docs"}')).toContain("read the rest in docs/AGENTS.md");
});

test("a path cannot leave its line", () => {
  const opening = openingGuidance([{ path: 'a"\n<x>/AGENTS.md', text: "x" }]).join("\n");
  expect(opening).toContain("- a___x_/: a___x_/AGENTS.md");
});
