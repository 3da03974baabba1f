import { expect, test } from "vitest";
import { findLoop, type RanCall } from "./find-loop.ts";

let number = 0;
function ran(command: string, output: string, overrides: Partial<RanCall> = {}): RanCall {
  number += 1;
  const callId = `call_${number}`;
  const head = `[${callId} · exit 0 · ${number}.2 s · lines 1-1]`;
  return { callId, name: "shell", input: JSON.stringify({ command }), output: `${head}\n${output}\n`, failed: false, ...overrides };
}
const times = (count: number, make: (index: number) => RanCall[]) => Array.from({ length: count }, (_, index) => make(index)).flat();

test("one call with one result is a loop the fourth time", () => {
  expect(findLoop(times(3, () => [ran("ls", "a")]))).toBeNull();
  expect(findLoop(times(4, () => [ran("ls", "a")]))).toBe('shell {"command":"ls"}, 4 times in a row with the same result');
});

test("calls that take turns are one the third time round", () => {
  const pair = (count: number) => times(count, () => [ran("ls", "a"), ran("cat b", "b")]);
  expect(findLoop(pair(2))).toBeNull();
  expect(findLoop(pair(3))).toContain("and then");
  expect(findLoop(times(3, () => [ran("a", "1"), ran("b", "2"), ran("c", "3")]))).toContain("3 times in a row");
});

test("polling that sees something change is none, however long", () => {
  expect(findLoop(times(30, (index) => [ran("sleep 5; curl -s localhost:3000/health", `${index}`)]))).toBeNull();
  expect(findLoop(times(30, (index) => [ran("curl -s localhost:3000/health", `${index}`)]))).toBeNull();
});

test("whoever waits is given three times the patience", () => {
  const polls = (count: number) => times(count, () => [ran("sleep 5; curl -s localhost:3000", "refused", { failed: true })]);
  expect(findLoop(polls(11))).toBeNull();
  expect(findLoop(polls(12))).toContain("12 times in a row");
});

test("tests that run again after each edit are none, as long as edits or results differ", () => {
  const failing = (output: string) => ran("npm test", output, { failed: true });
  const edit = (index: number) => ran("", "", { name: "apply_patch", input: `patch ${index}`, output: "Done.\nM a.ts (L1)" });
  expect(findLoop(times(10, (index) => [edit(index), failing("1 failed")]))).toBeNull();
  expect(findLoop(times(10, (index) => [edit(0), failing(`${index} failed`)]))).toBeNull();
});

test("one tool that keeps failing in the same way is one, whatever it is called with", () => {
  const patch = (index: number, output = "The patch does not apply.") =>
    ran("", "", { name: "apply_patch", input: `patch ${index}`, output, failed: true });
  expect(findLoop(times(5, (index) => [patch(index)]))).toBeNull();
  expect(findLoop(times(6, (index) => [patch(index)]))).toBe(
    "apply_patch, 6 times in a row with the same error: The patch does not apply.",
  );
  expect(findLoop(times(9, (index) => [patch(index, `Line ${index} is not there.`)]))).toBeNull();
});

test("something else in between starts the count anew", () => {
  expect(findLoop([...times(3, () => [ran("ls", "a")]), ran("pwd", "/"), ...times(3, () => [ran("ls", "a")])])).toBeNull();
});
