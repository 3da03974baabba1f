import { expect, test } from "vitest";
import { secretReach } from "./secret-reach.ts";

test("a secret's words say for each phase whether its hosts can be asked", () => {
  const network = { setup: "public", agent: "off", hosts: "" } as const;
  expect(secretReach("npm.example.org", network)).toEqual(["Setup: sent.", "Agent: not sent, since the network is off."]);
  expect(secretReach("npm.example.org a.test", { setup: "list", agent: "common", hosts: "*.example.org" })).toEqual([
    "Setup: not sent to a.test until the network's list of hosts has it.",
    "Agent: sent to a.test only if the image's package managers fetch from there.",
  ]);
  expect(secretReach("*.a.example.org", { setup: "list", agent: "list", hosts: "*.example.org" })).toEqual([
    "Setup: sent.",
    "Agent: sent.",
  ]);
});
