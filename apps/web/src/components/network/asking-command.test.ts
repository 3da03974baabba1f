import { expect, test } from "vitest";
import { askingCommand } from "./asking-command.ts";

test("of a script the part is shown that names the host, else its first line", () => {
  const script = "set -e\nnpm ci; curl https://a.example.org/x && curl https://b.example.org/y";
  expect(askingCommand(script, "a.example.org")).toBe("curl https://a.example.org/x");
  expect(askingCommand(script, "b.example.org")).toBe("curl https://b.example.org/y");
  expect(askingCommand(script, "packages.example.org")).toBe("set -e");
});
