import { describe, expect, test } from "vitest";
import { filesToRead, suggestEnvironment } from "./suggest-environment.ts";

function suggestionFor(texts: Record<string, string>) {
  const paths = Object.keys(texts);
  return suggestEnvironment({ paths, texts: new Map(filesToRead(paths).map((path) => [path, texts[path] ?? ""])) });
}

const lines = (...text: string[]) => text.join("\n");
const commandsOf = (texts: Record<string, string>) =>
  Object.fromEntries((suggestionFor(texts).environment.checks ?? []).map(({ name, command }) => [name, command]));

describe("suggestEnvironment", () => {
  test.each<[string, Record<string, string>, Record<string, unknown>]>([
    [
      "a Next.js app with npm",
      {
        "package.json": JSON.stringify({
          engines: { node: ">=20.9" },
          scripts: { dev: "next dev", build: "next build", lint: "eslint .", test: "vitest run" },
        }),
        "package-lock.json": "{}",
      },
      { image: "node:20", setupScript: "npm ci", maintenanceScript: "npm ci --prefer-offline", variables: { CI: "true" } },
    ],
    [
      "a pnpm workspace",
      { "package.json": "{}", "pnpm-lock.yaml": "", ".nvmrc": "v22.3.0\n" },
      { image: "node:22", setupScript: "corepack enable\npnpm install --frozen-lockfile" },
    ],
    ["a package without a lockfile", { "package.json": "{}" }, { image: "node:24", setupScript: "npm install" }],
    ["a manifest that is no JSON", { "package.json": "{ oops" }, { image: "node:24", checks: [] }],
    [
      "a uv project",
      { "pyproject.toml": "[project]\nrequires-python = '==3.12.*'\n", "uv.lock": "" },
      { image: "python:3.12", setupScript: "pip install uv\nuv sync --frozen --all-groups" },
    ],
    [
      "a poetry project",
      { "pyproject.toml": "[tool.poetry]", "poetry.lock": "" },
      { setupScript: "pip install poetry\npoetry install --no-interaction" },
    ],
    [
      "a Flask app",
      { "requirements.txt": "flask", "requirements-dev.txt": "pytest", ".python-version": "3.11.9" },
      { image: "python:3.11", setupScript: "pip install -r requirements.txt -r requirements-dev.txt" },
    ],
    [
      "a library with extras",
      { "pyproject.toml": "[project.optional-dependencies]\ndev = ['pytest']\n" },
      { image: "python:3.13", setupScript: "pip install -e '.[dev]'" },
    ],
    [
      "a crate",
      { "Cargo.toml": "", "Cargo.lock": "", "rust-toolchain.toml": '[toolchain]\nchannel = "1.84.0"' },
      { image: "rust:1.84.0", setupScript: "cargo fetch --locked" },
    ],
    ["a Go module", { "go.mod": "module x\n\ngo 1.23.4\n" }, { image: "golang:1.23", setupScript: "go mod download" }],
    ["an empty repository", {}, { image: null, setupScript: "", checks: [] }],
  ])("%s", (_, texts, expected) => {
    expect(suggestionFor(texts).environment).toMatchObject({ ...expected, network: { setup: "public", agent: "off", hosts: [] } });
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    [
      "scripts of package.json, without npm init's own",
      {
        "package.json": JSON.stringify({
          scripts: { test: 'echo "Error: no test specified" && exit 1', lint: "eslint .", "type-check": "tsc" },
        }),
        "yarn.lock": "",
      },
      { typecheck: "yarn run type-check", lint: "yarn run lint" },
    ],
    [
      "pytest, Ruff and mypy under uv",
      { "pyproject.toml": "[dependency-groups]\ndev=['pytest','ruff','mypy']", "uv.lock": "" },
      { typecheck: "uv run mypy .", lint: "uv run ruff check .", test: "uv run pytest" },
    ],
    ["Django", { "requirements.txt": "django", "manage.py": "" }, { test: "python manage.py test" }],
    [
      "CI's own command before a guess",
      {
        "Cargo.toml": "",
        ".github/workflows/ci.yml": lines(
          "jobs:",
          "  t:",
          "    steps:",
          "      - uses: actions/checkout@v4",
          "      - run: |",
          "          cargo test \\",
          "            --workspace --all-features",
          "          cargo clippy -- -D warnings",
          "      - run: cargo fmt --check",
          `      - run: cargo build \${{ matrix.flags }}`,
        ),
      },
      { test: "cargo test --workspace --all-features", lint: "cargo clippy -- -D warnings", format: "cargo fmt --check" },
    ],
    [
      "a Makefile's targets",
      { Makefile: lines("test := no", "lint: deps", "\tgolint", "check:", "\ttrue") },
      { check: "make check", lint: "make lint" },
    ],
    [
      "a Makefile beside a module that has tests already",
      { "go.mod": "go 1.23", Makefile: "check:\n\ttrue\ntest:\n\ttrue" },
      { vet: "go vet ./...", test: "go test ./..." },
    ],
    ["a broken workflow teaches nothing", { ".github/workflows/ci.yml": "jobs: [" }, {}],
  ])("checks: %s", (_, texts, expected) => {
    expect(commandsOf(texts)).toEqual(expected);
  });

  test("system packages of CI become the beginning of the setup script", () => {
    const ci = lines(
      "jobs:",
      "  t:",
      "    services: { postgres: { image: postgres } }",
      "    steps:",
      "      - run: sudo apt-get install -y libpq-dev $(x) imagemagick",
    );
    const { environment, reasons } = suggestionFor({ "requirements.txt": "psycopg2", ".github/workflows/ci.yml": ci });
    expect(environment.setupScript).toBe(
      "apt-get update && apt-get install --yes --no-install-recommends libpq-dev imagemagick\npip install -r requirements.txt",
    );
    expect(reasons.filter(({ field }) => field === null).map(({ reason }) => reason)).toEqual([
      "CI starts postgres beside its jobs. A sandbox has none of that unless the setup script installs it.",
      "No test, lint or build command was found. Without a check nothing proves a change.",
    ]);
  });

  test("every field that it fills has a reason", () => {
    const { environment, reasons } = suggestionFor({ "package.json": JSON.stringify({ scripts: { test: "x" } }), "package-lock.json": "" });
    const fields = new Set(reasons.map(({ field }) => field));
    expect([...fields].toSorted()).toEqual(["checks.test", "image", "maintenanceScript", "setupScript", "variables.CI"]);
    expect(environment.checks).toEqual([{ name: "test", command: "npm test", timeoutSeconds: 900 }]);
  });

  test("a second language is told and not mixed in", () => {
    const { environment, reasons } = suggestionFor({ "go.mod": "go 1.23", "package.json": "{}" });
    expect(environment.image).toBe("golang:1.23");
    expect(reasons.find(({ field }) => field === null)?.reason).toMatch(/^The repository has a Node part as well/);
  });

  test("only what it learns from is read, and never without end", () => {
    const paths = [
      "src/package.json",
      "package.json",
      ".github/workflows/a.yml",
      ".github/workflows/deep/b.yml",
      ...Array.from({ length: 99 }, (_, n) => `requirements-${n}.txt`),
    ];
    expect(filesToRead(paths).slice(0, 3)).toEqual(["package.json", ".github/workflows/a.yml", "requirements-0.txt"]);
    expect(filesToRead(paths)).toHaveLength(40);
  });
});
