import { expect, test } from "vitest";
import { looksLikeCall } from "./looks-like-call.ts";

const tools = ["shell", "apply_patch", "finish"];

test.each([
  "<tool_call>\n<function=shell>\n<parameter=command>\nls\n</parameter>\n</function>\n</tool_call>",
  '<tool_call>{"name": "shell", "arguments": {"command": "ls"}}</tool_call>',
  '<|tool_call|>[{"name":"shell","arguments":{"command":"ls"}}]',
  '<|tool_call_begin|>functions.shell:0<|tool_call_argument_begin|>{"command":"ls"}<|tool_call_end|>',
  "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>shell",
  '[TOOL_CALLS][{"name": "shell", "arguments": {"command": "ls"}}]',
  '<|python_tag|>{"name": "shell", "parameters": {"command": "ls"}}',
  '<|channel|>commentary to=functions.shell <|constrain|>json<|message|>{"command":"ls"}',
  '<function_calls>\n<invoke name="shell">\n<parameter name="command">ls</parameter>\n</invoke>\n</function_calls>',
  'I will look around.\n\n<function=shell>{"command": "ls"}</function>',
  'Let me see. <tool_call>{"name": "shell"}</tool_call>',
  '```json\n{"name":"shell","arguments":{"command":"ls"}}\n```',
  'First I look around:\n```json\n{\n  "name": "shell",\n  "arguments": {"command": "ls"}\n}\n```',
  '{"name": "shell", "parameters": {"command": "ls"}}',
  '[{"type": "function", "function": {"name": "shell", "arguments": "{}"}}]',
  '{"tool": "functions.shell", "input": {"command": "ls"}}',
  "```\n<tool_call>\nshell\n</tool_call>\n```",
  "*** Begin Patch\n*** Update File: a.txt\n@@\n-one\n+two\n*** End Patch",
  "Here it is:\n```diff\n*** Begin Patch\n*** Delete File: a.txt\n*** End Patch\n```",
])("%j is a call that the server left in the text", (text) => {
  expect(looksLikeCall(text, tools)).toBe(true);
});

test.each([
  "All done: `<tool_call>` is parsed now.",
  "The parser takes this form:\n\n```\n<tool_call>{}</tool_call>\n```\n\nand nothing else.",
  'The endpoint answers with\n```json\n{"name": "Ada", "arguments": {}}\n```',
  'Calls of shell have the form\n```json\n{"name":"shell","arguments":{}}\n```\nsince this change.',
  '{"name": "lodash", "version": "4.0.0"}',
  "I renamed the function shell and its parameter.",
  "The tool_call column is nullable now, <b>see</b> a.ts.",
])("%j is an answer", (text) => {
  expect(looksLikeCall(text, tools)).toBe(false);
});

test("a patch in the text is no call where nobody offered to patch", () => {
  expect(looksLikeCall("*** Begin Patch\n*** Delete File: a.txt\n*** End Patch", ["shell", "finish"])).toBe(false);
});
