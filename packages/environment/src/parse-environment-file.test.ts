import { EnvironmentFile } from "@slipway/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { environmentText } from "./environment-text.ts";
import { parseEnvironmentFile } from "./parse-environment-file.ts";

const full = `# how we build
image: node:24
setupScript: |
  npm ci
  npm run build
maintenanceScript: npm ci --prefer-offline
checks:
  - name: test
    command: npm test
    timeoutSeconds: 300
variables:
  CI: true
  PORT: 0080
  NAME: plain text
network:
  setup: common
  agent: list
  hosts: [registry.example.org]
limits:
  cpus: 4
`;

describe("parseEnvironmentFile", () => {
  test("reads every field, and values of variables as the text that stands there", () => {
    expect(parseEnvironmentFile(full)).toEqual({
      kind: "file",
      file: {
        image: "node:24",
        setupScript: "npm ci\nnpm run build\n",
        maintenanceScript: "npm ci --prefer-offline",
        checks: [{ name: "test", command: "npm test", timeoutSeconds: 300 }],
        variables: { CI: "true", PORT: "0080", NAME: "plain text" },
        network: { setup: "common", agent: "list", hosts: ["registry.example.org"] },
        limits: { cpus: 4 },
      },
    });
  });

  test("an empty file says nothing", () => {
    for (const text of ["", "\n", "# only a comment\n", "{}"]) expect(parseEnvironmentFile(text)).toEqual({ kind: "file", file: {} });
  });

  test.each([
    ["image: node:24\nprivileged: true\n", 2, '"privileged" is not something that an environment has.'],
    ["mounts:\n  - /:/host\n", 1, '"mounts" is not something that an environment has.'],
    ["network:\n  setup: host\n", 2, /^network\.setup must be off, common, list or public\.$/],
    ["network: host\n", 1, /^network must be an object, names with values\.$/],
    ["network:\n  agent: off\n  mode: host\n", 3, '"mode" is not something that network has.'],
    ["secrets:\n  TOKEN: abcdef\n", 1, '"secrets" is not something that an environment has.'],
    ["image: '--privileged'\n", 1, /^image: Give an image reference/],
    ["setupScript: x\nimage: node:24\ndockerfile: Dockerfile\n", 3, "dockerfile: Give an image or a Dockerfile, not both."],
    ["dockerfile: ../Dockerfile\n", 1, /^dockerfile: Give the Dockerfile's path/],
    ["checks:\n  - name: test\n    command: npm test\n  - name: lint\n", 4, "checks.1.command is missing."],
    ["checks:\n  - {name: a, command: b}\n  - {name: a, command: c}\n", 3, 'Two checks are called "a". Give each a name of its own.'],
    ["limits:\n  cpus: 2\n  memoryBytes: 12\n", 3, /^limits\.memoryBytes must be at least [\d,]+\.$/],
    ["variables:\n  A: 1\n  2B: x\n", 3, /^variables\.2B: A variable's name has letters/],
    ["variables:\n  A: [1]\n", 2, /^variables\.A must be text\.$/],
    ["image: a\nimage: b\n", 2, "Map keys must be unique."],
    ["image: [a\nchecks: x", 2, /./],
    ["a: &x 1\nb: *x\n", 2, "Aliases are not read here."],
    ["image: !!js/function 'x'\n", 1, /Unresolved tag/],
    ["just words\n", 1, /^The file must be names with values/],
    ["- a\n- b\n", 1, /^The file must be names with values/],
    ["image: a\n---\nimage: b\n", 2, /multiple documents/],
  ])("%j is refused at line %d", (text, line, message) => {
    const parsed = parseEnvironmentFile(text);
    expect(parsed.kind).toBe("faults");
    expect(parsed.kind === "faults" && parsed.faults[0]).toEqual({ line, message: expect.stringMatching(message) });
  });
});

test("a huge file is refused unread", () => {
  const faults = [{ line: 1, message: "The file is larger than 256 kB." }];
  expect(parseEnvironmentFile("# x\n".repeat(70_000))).toEqual({ kind: "faults", faults });
});

describe("environmentText", () => {
  test("scripts are blocks and what is empty is left out", () => {
    const file = EnvironmentFile.parse({ image: null, setupScript: "npm ci\nmake\n", checks: [], variables: {}, limits: { cpus: 2 } });
    expect(environmentText(file)).toBe("setupScript: |\n  npm ci\n  make\nlimits:\n  cpus: 2\n");
    expect(environmentText({})).toBe("");
  });

  test("what it writes is read back to the same", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 60 }).filter((value) => !/[\r\u0085\u2028\u2029\p{Cs}\uFEFF]/u.test(value));
    const script = fc.array(text, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(script, fc.dictionary(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/), text, { maxKeys: 4 }), (setupScript, variables) => {
        const parsed = parseEnvironmentFile(environmentText({ setupScript, variables }));
        const expected = {
          ...(setupScript === "" ? {} : { setupScript }),
          ...(Object.keys(variables).length === 0 ? {} : { variables: { ...variables } }),
        };
        expect(parsed).toEqual({ kind: "file", file: expected });
      }),
    );
  });
});
