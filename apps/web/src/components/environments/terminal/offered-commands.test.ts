import { expect, test } from "vitest";
import { appendCommands, offeredCommands } from "./offered-commands.ts";

const tried = (command: string, exitCode = 0) => ({ command, exitCode });

test("each command is offered once, at its last place, chosen where it went well and made something", () => {
  const offered = offeredCommands(
    [tried("npm ci", 1), tried("ls -la"), tried("apt-get install -y jq"), tried("npm ci"), tried("false", 1), tried("make deps")],
    "set -e\nmake deps\n",
  );
  expect(offered.map(({ command, chosen }) => [command, chosen])).toEqual([
    ["ls -la", false],
    ["apt-get install -y jq", true],
    ["npm ci", true],
    ["false", false],
  ]);
});

test("commands are put behind the script, one a line", () => {
  expect(appendCommands("", ["a"])).toBe("a\n");
  expect(appendCommands("one", ["two", "for x in 1; do\n  y\ndone"])).toBe("one\ntwo\nfor x in 1; do\n  y\ndone\n");
});
