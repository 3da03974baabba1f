import type { TestReport } from "@slipway/core";
import { describe, expect, test } from "vitest";
import { readTestReport } from "./read-test-report.ts";

function read(...lines: string[]) {
  const report = readTestReport(`${lines.join("\n")}\n`);
  return report === null ? null : shortened(report);
}

function shortened({ source, passed, failed, skipped, cases, complete }: TestReport) {
  const marks = { passed: "+", failed: "-", skipped: "o", flaky: "?" };
  return { source, counts: [passed, failed, skipped], names: cases.map(({ name, outcome }) => `${marks[outcome]} ${name}`), complete };
}

describe("formats made for machines", () => {
  test("TAP: parts are named by what they belong to, and only they count", () => {
    const lines = [
      "TAP version 13",
      "# Subtest: adds",
      "    # Subtest: ones",
      "    ok 1 - ones",
      "      ---",
      "      duration_ms: 1",
      "      said: 'ok 2 - not a test'",
      "      ...",
      "    not ok 2 - twos",
      "    1..2",
      "not ok 1 - adds",
      "ok 2 - later # SKIP no time",
      "not ok 3 - some day # TODO",
      "ok",
      "1..4",
    ];
    expect(read(...lines)).toEqual({
      source: "TAP",
      counts: [2, 1, 2],
      names: ["+ adds › ones", "- adds › twos", "o later", "o some day", "+ (without a name)"],
      complete: true,
    });
  });

  test("TAP: a parent that fails by itself counts, and so does a run that bails out", () => {
    expect(read("TAP version 14", "    ok 1 - a", "not ok 1 - hook", "Bail out! no database")?.names).toEqual([
      "+ hook › a",
      "- hook",
      "- Bail out! no database",
    ]);
  });

  test("JUnit XML in the middle of a log", () => {
    const lines = [
      "> test",
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites><testsuite name="s"><testcase classname="a.B" name="works" time="1"/>',
      '<testcase classname="a.B" name="breaks &amp; burns"><failure message="x"><![CDATA[<testcase name="no"/>]]></failure></testcase>',
      '<testcase file="c.py" name="later"><skipped/></testcase></testsuite></testsuites>',
      "done",
    ];
    const names = ["+ a.B › works", "- a.B › breaks & burns", "o c.py › later"];
    expect(read(...lines)).toEqual({ source: "JUnit XML", counts: [1, 1, 1], names, complete: true });
  });

  test("several JUnit documents one after the other are one report", () => {
    const document = (name: string) => `<?xml version="1.0"?>\n<testsuite><testcase name="${name}"/></testsuite>`;
    expect(read(document("a"), document("b"))).toMatchObject({ counts: [2, 0, 0], names: ["+ a", "+ b"], complete: true });
  });

  test("entities that a document declares are not expanded, and what stood before them counts", () => {
    const bomb = `<!DOCTYPE t [<!ENTITY a "${"x".repeat(100)}"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>`;
    expect(read(`<?xml version="1.0"?>`, bomb, `<testsuite><testcase name="&b;"/></testsuite>`)).toBeNull();
    expect(read(`<testsuite><testcase name="a"/><testcase name="&f;"/></testsuite>`)).toMatchObject({ names: ["+ a"], complete: false });
  });

  test("a document without end, and one without bottom, are read as far as they go", () => {
    expect(read(`<testsuite><testcase name="a"/>`, `<testcase name="b">`)).toMatchObject({ names: ["+ a"], complete: false });
    expect(read(`<testsuite><testcase name="a"/>${"<x>".repeat(5_000)}`)).toMatchObject({ names: ["+ a"], complete: false });
  });

  test("go test -json", () => {
    const line = (action: string, name: string) => JSON.stringify({ Time: "t", Action: action, Package: "acme/a", Test: name, Elapsed: 0 });
    expect(
      read(line("run", "TestA"), line("fail", "TestA/x"), line("pass", "TestA/y"), line("fail", "TestA"), line("skip", "TestB"), "{"),
    ).toEqual({
      source: "go test",
      counts: [1, 1, 1],
      names: ["- acme/a TestA/x", "+ acme/a TestA/y", "o acme/a TestB"],
      complete: true,
    });
  });
});

describe("the words of runners", () => {
  const logs: Record<string, { lines: string[]; expected: ReturnType<typeof read> }> = {
    "pytest, short": {
      lines: [
        "tests/test_a.py .F.s [100%]",
        "FAILED tests/test_a.py::test_b[x - y] - assert 1 == 2",
        "=== 1 failed, 2 passed, 1 skipped, 3 warnings in 0.12s ===",
      ],
      expected: { source: "pytest", counts: [2, 1, 1], names: ["- tests/test_a.py::test_b[x"], complete: false },
    },
    "pytest -v": {
      lines: [
        "tests/test_a.py::T::test_a PASSED  [ 50%]",
        "tests/test_a.py::test_b FAILED  [100%]",
        "FAILED tests/test_a.py::test_b - x",
        "1 failed, 1 passed in 0.12s",
      ],
      expected: {
        source: "pytest",
        counts: [1, 1, 0],
        names: ["+ tests/test_a.py::T::test_a", "- tests/test_a.py::test_b"],
        complete: true,
      },
    },
    Vitest: {
      lines: [
        " ✓ src/a.test.ts > works 2ms",
        " × src/a.test.ts > deep > breaks 3ms",
        " FAIL  src/a.test.ts > deep > breaks",
        "AssertionError: x",
        " Test Files  1 failed (1)",
        "      Tests  1 failed | 1 passed (2)",
      ],
      expected: {
        source: "Vitest",
        counts: [1, 1, 0],
        names: ["+ src/a.test.ts > works", "- src/a.test.ts > deep > breaks"],
        complete: true,
      },
    },
    Jest: {
      lines: ["  ● sum › adds", "", "  ● Console", "Test Suites: 1 failed, 1 total", "Tests:       1 failed, 1 skipped, 2 passed, 4 total"],
      expected: { source: "Jest", counts: [2, 1, 1], names: ["- sum › adds"], complete: false },
    },
    Mocha: {
      lines: [
        "  sum",
        "    ✔ adds",
        "    1) breaks",
        "  1 passing (3ms)",
        "  1 pending",
        "  1 failing",
        "",
        "  1) sum",
        "       breaks:",
        "     AssertionError: x",
      ],
      expected: { source: "Mocha", counts: [1, 1, 1], names: ["- sum › breaks"], complete: false },
    },
    "node --test": {
      lines: [
        "▶ sum",
        "  ✔ adds (1.2ms)",
        "  ✖ breaks (0.1ms)",
        "✖ sum (2.1ms)",
        "﹣ later (0.1ms) # SKIP",
        "ℹ tests 3",
        "ℹ suites 1",
        "ℹ pass 1",
        "ℹ fail 1",
        "ℹ skipped 1",
        "✖ failing tests:",
        "✖ breaks (0.1ms)",
      ],
      expected: { source: "Node.js", counts: [1, 1, 1], names: ["+ sum › adds", "- sum › breaks", "o later"], complete: true },
    },
    "go test -v": {
      lines: [
        "=== RUN   TestA",
        "    --- FAIL: TestA/x (0.00s)",
        "--- FAIL: TestA (0.00s)",
        "--- PASS: TestB (0.00s)",
        "FAIL",
        "FAIL\tacme/a\t0.01s",
      ],
      expected: { source: "go test", counts: [1, 1, 0], names: ["- acme/a TestA/x", "+ acme/a TestB"], complete: true },
    },
    "go test": {
      lines: ["--- FAIL: TestA (0.00s)", "    a_test.go:3: x", "FAIL\tacme/a\t0.01s", "ok  \tacme/b\t0.1s"],
      expected: { source: "go test", counts: [null, 1, 0], names: ["- acme/a TestA"], complete: false },
    },
    "cargo test": {
      lines: [
        "     Running unittests src/lib.rs (target/debug/deps/a-1)",
        "test sum::adds ... ok",
        "test sum::breaks ... FAILED",
        "test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
        "   Doc-tests acme",
        "test result: ok. 0 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
      ],
      expected: { source: "cargo test", counts: [1, 1, 1], names: ["+ src/lib.rs sum::adds", "- src/lib.rs sum::breaks"], complete: false },
    },
    "cargo nextest": {
      lines: ["        PASS [   0.005s] acme sum::adds", "        FAIL [   0.005s] acme sum::breaks"],
      expected: { source: "cargo nextest", counts: [1, 1, 0], names: ["+ acme sum::adds", "- acme sum::breaks"], complete: true },
    },
    RSpec: {
      lines: ["3 examples, 1 failure, 1 pending", "", "rspec ./spec/a_spec.rb:3 # Sum adds"],
      expected: { source: "RSpec", counts: [1, 1, 1], names: ["- Sum adds"], complete: false },
    },
    Minitest: {
      lines: ["  1) Failure:", "SumTest#test_adds [test/sum_test.rb:5]:", "x", "3 runs, 5 assertions, 1 failures, 0 errors, 1 skips"],
      expected: { source: "Minitest", counts: [1, 1, 1], names: ["- SumTest#test_adds"], complete: false },
    },
    unittest: {
      lines: [
        "test_a (t.Sum.test_a) ... ok",
        "test_b (t.Sum.test_b) ... FAIL",
        "FAIL: test_b (t.Sum.test_b)",
        "Ran 2 tests in 0.001s",
        "",
        "FAILED (failures=1)",
      ],
      expected: { source: "unittest", counts: [1, 1, 0], names: ["+ test_a (t.Sum.test_a)", "- test_b (t.Sum.test_b)"], complete: true },
    },
    PHPUnit: {
      lines: [
        "There was 1 failure:",
        "",
        "1) Acme\\SumTest::testAdds",
        "There was 1 skipped test:",
        "1) Acme\\SumTest::testLater",
        "Tests: 3, Assertions: 5, Failures: 1, Skipped: 1.",
      ],
      expected: { source: "PHPUnit", counts: [1, 1, 1], names: ["- Acme\\SumTest::testAdds"], complete: false },
    },
    "Maven Surefire": {
      lines: [
        "[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.1 s <<< FAILURE! -- in acme.ATest",
        "[ERROR] acme.ATest.breaks -- Time elapsed: 0.01 s <<< FAILURE!",
        "[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0",
      ],
      expected: { source: "Maven Surefire", counts: [1, 1, 0], names: ["- acme.ATest.breaks"], complete: false },
    },
    Gradle: {
      lines: ["ATest > works() PASSED", "ATest > breaks() FAILED", "2 tests completed, 1 failed"],
      expected: { source: "Gradle", counts: [1, 1, 0], names: ["+ ATest > works()", "- ATest > breaks()"], complete: true },
    },
  };
  test.each(Object.entries(logs))("%s", (_name, { lines, expected }) => {
    expect(read(...lines)).toEqual(expected);
  });

  test("colours and the names that monorepo tools put before a line do not matter", () => {
    expect(read("@acme/web:test: \u001b[2m      Tests \u001b[22m \u001b[32m3 passed\u001b[39m (3)")).toMatchObject({
      source: "Vitest",
      counts: [3, 0, 0],
    });
  });

  test("several runners in one log are counted together", () => {
    expect(read("      Tests  3 passed (3)", "=== 1 passed in 0.12s ===")).toMatchObject({ source: "pytest, Vitest", counts: [4, 0, 0] });
  });

  test("a log without tests has no report", () => {
    expect(read("", "compiled in 3 s", "ok", "1 passed", "5 errors", "[ok] 3/4", "no tests ran in 0.01s")).toBeNull();
  });
});
