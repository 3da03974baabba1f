import { describe, expect, test } from "vitest";
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

describe("a call that fails over and over", () => {
  const failing = (command: string, output: (index: number) => string) => (count: number) =>
    times(count, (index) => [ran(command, output(index), { failed: true })]);
  const timed = (index: number) =>
    `Tests 1 failed\nDuration ${index + 1}.${index}s (${index + 3}ms)\nStarted 12:0${index % 10}:3${index % 10}\npid ${index + 80} (node:${index}) in a${index}3f45bc, heap ${index}.5 MB, 0x7f${index + 10}ab`;

  test("is a loop although durations, times, sizes and ids in its output differ", () => {
    const calls = failing("npm test", timed);
    expect(findLoop(calls(3))).toBeNull();
    expect(findLoop(calls(4))).toContain("4 times in a row");
  });

  test("is none while what it counts changes, or where files change in between", () => {
    expect(findLoop(failing("npm test", (index) => `Tests ${30 - index} failed`)(20))).toBeNull();
    expect(findLoop(failing("make", (index) => `[ ${index}%] Building`)(20))).toBeNull();
    const edit = () => ran("", "", { name: "apply_patch", input: "patch", output: "Done.\nM a.ts (L1)" });
    expect(findLoop(times(10, (index) => [edit(), ran("npm test", timed(index), { failed: true })]))).toBeNull();
  });

  test("is none while it succeeds with other numbers, or waits for something that moves", () => {
    expect(findLoop(times(20, (index) => [ran("du -sh build", `${index}.5 MB`)]))).toBeNull();
    expect(findLoop(failing("sleep 5; curl -f localhost/progress", (index) => `${index} MB loaded`)(30))).toBeNull();
  });

  test.each([
    "npx vitest --timeout 5000",
    "cat src/wait-for.ts",
    "grep -rn until src",
    "npm run watch",
    "grep -n sleep a.ts",
    "node --await a.js",
  ])("gets no patience for the words of `%s`", (command) => {
    const calls = times(6, (index) => [ran(`${command} ${index}`, "No such file", { failed: true })]);
    expect(findLoop(calls)).toContain("6 times in a row with the same error");
  });

  test.each([
    "sleep 5; curl -f localhost:3000",
    "until curl -f localhost:3000; do date; done",
    "while ! nc -z localhost 5432; do :; done",
    "kubectl wait pod/a",
    "node server.js &\nwait",
    "date\nsleep 3",
    "npx wait-on http://localhost:3000",
    "timeout 30 bash -c 'until test -e a; do sleep 1; done'",
    "python3 -c 'import time; time.sleep(3)'",
  ])("gets it for the waiting of `%s`", (command) => {
    const calls = times(6, (index) => [ran(`${command} # ${index}`, "refused", { failed: true })]);
    expect(findLoop(calls)).toBeNull();
  });

  test("gets none where the word stands in a patch", () => {
    const patch = (index: number) =>
      ran("", "", { name: "apply_patch", input: `+ wait until ${index}; sleep 5`, output: "The patch does not apply.", failed: true });
    expect(findLoop(times(6, (index) => [patch(index)]))).toContain("6 times in a row");
  });
});
