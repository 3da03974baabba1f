import { expect, test } from "vitest";
import { askingCommands } from "./asking-commands.ts";

test("of a script every part is shown that names the host, else its first line", () => {
  const script = "set -e\nnpm ci; curl https://a.example.org/x && curl https://b.example.org/y; curl https://a.example.org/z";
  expect(askingCommands(script, "a.example.org")).toEqual(["curl https://a.example.org/x", "curl https://a.example.org/z"]);
  expect(askingCommands(script, "b.example.org")).toEqual(["curl https://b.example.org/y"]);
  expect(askingCommands(script, "packages.example.org")).toEqual(["set -e"]);
});
