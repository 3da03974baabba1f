import { describe, expect, test, vi } from "vitest";
import { aModel, apis } from "../../test/agent-fixture.ts";
import { type Candidate, judgeAttempts, type Script, type ScriptReply, startScriptedModel } from "../index.ts";

// Real servers and clients on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const patch = `diff --git a/src/a.ts b/src/a.ts
index 1..2 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -10,3 +10,4 @@ function a() {
 before
-old
+new
+newer
 after
`;
const small: Candidate = { id: "small", summary: "Fixed it.", patch, checks: [{ name: "test", outcome: "passed", log: "ok 1\nok 2\n" }] };
const large: Candidate = {
  id: "large",
  summary: null,
  patch: patch.repeat(3),
  checks: [{ name: "test", outcome: "failed", log: "not ok 1\n" }],
};

const verdict = (best: number, ...reasons: [number, string][]): ScriptReply => ({
  calls: [{ name: "judge", input: { best, reasons: reasons.map(([attempt, text]) => ({ attempt, text })) } }],
});

async function judged(
  script: Script,
  { api = "responses", candidates = [small, large] }: { api?: "responses" | "chat"; candidates?: Candidate[] } = {},
) {
  await using server = await startScriptedModel({ script });
  const { signal } = new AbortController();
  const result = await judgeAttempts({ model: aModel(server, { api }), prompt: "Fix the sum", candidates, signal });
  return { result, server };
}

describe.each(apis)("over the %s API", (api) => {
  test("a verdict names its pick, with the reasons that cite lines of the changes and checks", async () => {
    const reply = verdict(
      1,
      [1, "It fixes the cause 【F:src/a.ts†L11-L12】 and its tests pass 【check:test†L2】"],
      [2, "Its test fails 【check:test†L1】"],
    );
    const { result, server } = await judged(() => reply, { api });
    expect(result).toMatchObject({
      kind: "judged",
      judgement: {
        pick: "small",
        dropped: 0,
        reasons: [
          {
            candidateId: "small",
            citations: [{ target: { kind: "file", path: "src/a.ts" }, firstLine: 11, lastLine: 12 }, { firstLine: 2 }],
          },
          { candidateId: "large", citations: [{ target: { kind: "check", name: "test" }, firstLine: 1 }] },
        ],
      },
      usage: { requests: 1 },
    });
    const asked = server.requests[0]?.request.prompt;
    expect(asked).toContain("Fix the sum");
    expect(asked).toContain("   11 +new");
    expect(asked).toContain("      -old");
    expect(asked).toContain("Check test: failed");
  });

  test("reasons without a citation that leads somewhere are dropped and counted", async () => {
    const { result } = await judged(
      () =>
        verdict(
          1,
          [1, "Right here 【F:src/a.ts†L11】, not there 【F:src/a.ts†L99】"],
          [1, "It is elegant."],
          [2, "Lines of nobody 【F:src/b.ts†L1】"],
          [2, "A log that is shorter 【check:test†L2】"],
          [7, "Who? 【F:src/a.ts†L11】"],
        ),
      { api },
    );
    expect(result).toMatchObject({
      kind: "judged",
      judgement: { dropped: 4, reasons: [{ candidateId: "small", text: "Right here 【F:src/a.ts†L11】, not there" }] },
    });
  });

  test("a verdict that proves nothing about its pick is sent back once and again, and fails then", async () => {
    const { result, server } = await judged(() => verdict(2, [1, "Good 【F:src/a.ts†L11】"], [2, "Better."]), { api });
    expect(result).toMatchObject({
      kind: "failed",
      failure: { message: expect.stringContaining("could be proven") },
      usage: { requests: 3 },
    });
    expect(server.requests).toHaveLength(3);
  });

  test("a reply that is no verdict can be mended", async () => {
    const replies: ScriptReply[] = [
      { text: "The first one." },
      { calls: [{ name: "judge", input: { best: "one" } }] },
      verdict(1, [1, "It passes 【check:test†L1】"]),
    ];
    let asked = 0;
    const { result } = await judged(() => replies[asked++] ?? {}, { api });
    expect(result).toMatchObject({ kind: "judged", judgement: { pick: "small" } });
  });
});

test("a patch that is too large is cut, and what is not shown cannot be cited", async () => {
  const lines = Array.from({ length: 60_000 }, (_, index) => `+line ${index}`).join("\n");
  const huge = { ...large, patch: `diff --git a/b b/b\n--- /dev/null\n+++ b/b\n@@ -0,0 +1,60000 @@\n${lines}\n` };
  const { result, server } = await judged(() => verdict(2, [2, "Much 【F:b†L1】"], [2, "More 【F:b†L59999】"]), {
    candidates: [small, huge],
  });
  expect(server.requests[0]?.request.prompt.length).toBeLessThan(130_000);
  expect(result).toMatchObject({ kind: "judged", judgement: { dropped: 1, pick: "large" } });
});

test("a model that cannot answer is told as such", async () => {
  const limit: ScriptReply = { fault: { kind: "status", status: 429, code: "rate_limit_exceeded", headers: { "retry-after": "600" } } };
  expect((await judged(() => limit)).result.kind).toBe("rate_limited");
  const refusedKey: ScriptReply = { fault: { kind: "status", status: 401 } };
  expect((await judged(() => refusedKey)).result).toMatchObject({ kind: "failed", failure: { code: "model_unauthorized" } });
});
