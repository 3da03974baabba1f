import type { ScriptReply, ScriptRequest } from "../scripted/script.ts";
import { honestReply } from "./honest-reply.ts";
import { checkNames, citeChange, citeCommand, commandLines, resultOf } from "./read-results.ts";
import { readTurn } from "./read-turn.ts";
import { samplePatch } from "./sample-patch.ts";

const steps = [
  "Reproduce the failing test",
  "Fix the rounding in splitByWeights",
  "Add regression tests, refunds included",
  "Run all tests",
];

/** The sample's replies in order. Each looks at what the commands really said and gives up honestly where it is not as planned. */
export function sampleReply(request: ScriptRequest): ScriptReply {
  const replies = [look, reproduce, fix, verify];
  return (replies[request.step] ?? wrapUp)(request);
}

function look(): ScriptReply {
  return {
    reasoning:
      "**Finding where a bill is split**\n\nA missing cent smells of rounding. I want to see the code and its conventions before I run anything.",
    text: "I will read the code that splits a bill first. (Scripted demo: these replies are fixed, the commands and their results are real.)",
    calls: [{ name: "shell", input: { command: "ls . src test && cat AGENTS.md && cat src/split.js" }, callId: "look" }],
  };
}

function reproduce(request: ScriptRequest): ScriptReply {
  if (!resultOf(request, "look")?.includes("splitByWeights")) return unexpected(request);
  return {
    reasoning:
      "**Suspecting the rounding**\n\n`splitByWeights` rounds every share by itself. 1000 / 3 is 333.33 each, so three shares make 999. The tests should show exactly that.",
    calls: [plan(0), { name: "shell", input: { command: "npm test" }, callId: "tests-before" }],
  };
}

function fix(request: ScriptRequest): ScriptReply {
  const before = commandLines(request, "tests-before");
  if (before?.passed)
    return honestReply(request, {
      title: "The sample is mended already: nothing was changed",
      reason: "The sample's tests already pass here, so the script changed nothing.",
    });
  if (!before?.lines.some((line) => line.includes("999 !== 1000"))) return unexpected(request);
  return {
    reasoning:
      "**Choosing a fair rule**\n\nRounding down and handing the missing cents to the largest remainders keeps every share within a cent of its exact value. It works for refunds too: `Math.floor` rounds towards the larger refund, so the cents to hand out are never negative.",
    text: "Confirmed: 10.00 between three gives 9.99. I round all shares down and give the cents that are left to the largest remainders.",
    calls: [plan(1), { name: "apply_patch", input: samplePatch, callId: "fix" }],
  };
}

function verify(request: ScriptRequest): ScriptReply {
  if (!resultOf(request, "fix")?.startsWith("Done.")) return unexpected(request);
  return { calls: [plan(3), { name: "shell", input: { command: "npm test" }, callId: "tests-after" }] };
}

function wrapUp(request: ScriptRequest): ScriptReply {
  if (!commandLines(request, "tests-after")?.passed) return unexpected(request);
  return {
    calls: [
      plan(4),
      {
        name: "finish",
        input: { title: "Make shares add up to the bill", summary: summary(request), testing: testing(request), not_verified: [doubt] },
      },
    ],
  };
}

function plan(done: number): { name: string; input: Record<string, unknown> } {
  const status = (index: number) => (index < done ? "completed" : index === done ? "in_progress" : "pending");
  return { name: "update_plan", input: { plan: steps.map((step, index) => ({ step, status: status(index) })) } };
}

function summary(request: ScriptRequest): string {
  return `Each share was rounded by itself, so the shares of a bill did not have to add up to it: 10.00 between three people gave 9.99.${citeCommand(request, "tests-before", "999 !== 1000")}

- \`splitByWeights\` now rounds every share down and gives the cents that are left to the largest remainders, earlier people first.${citeChange(request, "fix", "src/split.js")} No share is more than a cent away from its exact value. \`splitEvenly\` and \`settle\` use it and are mended with it.
- New tests pin who gets the left-over cents, and that refunds add up.${citeChange(request, "fix", "test/split.test.js")}
- The public functions and their arguments are unchanged.

_This was Slipway's scripted demo model: no AI read the request${readTurn(request).interrupted ? " or the message sent while it worked" : ""}. The commands, the edit and the results are real._`;
}

const doubt = "Whether this is what you meant: no AI read the request.";

function testing(request: ScriptRequest): string {
  const checks = checkNames(request).map((name) => `\n- The platform runs the check \`${name}\` itself. 【check:${name}†L1】`);
  return `- \`npm test\`, of which one test failed before, passes.${citeCommand(request, "tests-after", "fail 0")}${checks.join("")}`;
}

/** Somebody changed the sample, or the sandbox lacks something: the script stops where it no longer knows what it sees. */
function unexpected(request: ScriptRequest): ScriptReply {
  return honestReply(request, {
    title: "The demo script stopped: this is not the sample it knows",
    reason:
      "The script stopped because the repository did not answer as the bundled sample does. The log and the change show all that it did.",
  });
}
