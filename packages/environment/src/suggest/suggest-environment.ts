import { CheckInput, type EnvironmentFile, NetworkPolicy } from "@slipway/core";
import { ciCommands, ciServices, isWorkflow } from "./ci-steps.ts";
import { goEcosystem, rustEcosystem } from "./compiled-ecosystems.ts";
import type { Ecosystem, Reasoned, RepositoryFiles } from "./ecosystem.ts";
import { nodeEcosystem } from "./node-ecosystem.ts";
import { pythonEcosystem } from "./python-ecosystem.ts";

/** `field` is a field of the environment, `checks.<name>` or `variables.<NAME>`; null for a remark about none of them. */
export type SuggestionReason = { field: string | null; reason: string };
export type SuggestedEnvironment = { environment: EnvironmentFile; reasons: SuggestionReason[] };

const ecosystems = [rustEcosystem, goEcosystem, pythonEcosystem, nodeEcosystem];
const readNames =
  /^(package\.json|\.nvmrc|\.node-version|\.python-version|pyproject\.toml|setup\.(py|cfg)|Pipfile|requirements[^/]*\.txt|requirements\/[^/]+\.txt|rust-toolchain(\.toml)?|go\.mod|[Mm]akefile|GNUmakefile)$/;
/** Beyond this many a repository says the same thing again. */
const maxFiles = 40;

/** The files whose text `suggestEnvironment` learns from. */
export function filesToRead(paths: readonly string[]): string[] {
  return paths.filter((path) => readNames.test(path) || isWorkflow(path)).slice(0, maxFiles);
}

/** How a repository's sandboxes could be made, with the reason for each field. Reads only; nothing of the repository is run. */
export function suggestEnvironment(files: RepositoryFiles): SuggestedEnvironment {
  const found = ecosystems.map((read) => read(files)).filter((each) => each !== null);
  const [main] = found;
  const commands = ciCommands(files);
  const reasons: SuggestionReason[] = [];
  const take = <Value>(field: string, { value, reason }: Reasoned<Value>): Value => {
    if (!reasons.some((each) => each.field === field && each.reason === reason)) reasons.push({ field, reason });
    return value;
  };
  const image = main?.image == null ? null : take("image", main.image);
  const setup = [...systemPackages(commands), ...(main?.setup ?? [])].map((step) => take("setupScript", step));
  const maintenanceScript = main?.maintenance == null ? "" : take("maintenanceScript", main.maintenance);
  const checks = checksOf(main, files, commands).map((check) => CheckInput.parse(take(`checks.${check.value.name}`, check)));
  const variables = Object.entries(main?.variables ?? {}).map(([name, variable]) => [name, take(`variables.${name}`, variable)]);
  reasons.push(...remarks(found, checks.length, files));
  const network = NetworkPolicy.parse({});
  return {
    environment: { image, setupScript: setup.join("\n"), maintenanceScript, checks, variables: Object.fromEntries(variables), network },
    reasons,
  };
}

function systemPackages(commands: readonly Reasoned<string>[]): Reasoned<string>[] {
  const packages = commands.flatMap(({ value, reason }) => {
    const names = /^(?:sudo )?apt(?:-get)? install (.+)$/.exec(value)?.[1]?.split(/\s+/) ?? [];
    return names.filter((name) => /^[a-z0-9][a-z0-9.+-]*$/.test(name)).map((value) => ({ value, reason }));
  });
  const [first] = packages;
  if (first === undefined) return [];
  const names = [...new Set(packages.map(({ value }) => value))];
  return [
    {
      value: `apt-get update && apt-get install --yes --no-install-recommends ${names.join(" ")}`,
      reason: `System packages: ${first.reason}`,
    },
  ];
}

/** What a command proves, by its words. The first pattern that fits names it. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ["format", /^(cargo fmt|npx prettier|prettier|black --check|ruff format --check|make fmt)\b/],
  [
    "typecheck",
    /^(npm run (type-?check|tsc)|pnpm (run )?type-?check|yarn (run )?type-?check|npx tsc|tsc|(uv run |poetry run )?(mypy|pyright)|make typecheck)\b/,
  ],
  [
    "lint",
    /^((npm|pnpm|yarn|bun) (run )?lint|npx eslint|(uv run |poetry run )?(ruff check|flake8|pylint)|cargo clippy|golangci-lint run|make lint)\b/,
  ],
  [
    "test",
    /^((npm|pnpm|yarn|bun) (run )?test|(uv run |poetry run )?(python -m )?(pytest|tox|nox)|cargo (nextest run|test)|go test|make (test|check))(?![\w:-])/,
  ],
  ["build", /^((npm|pnpm|yarn|bun) run build|cargo build|go build|make build)\b/],
];

/** CI's own command for a check is what the maintainers trust; then the ecosystem's; then a Makefile's target. */
function checksOf(main: Ecosystem | undefined, files: RepositoryFiles, commands: readonly Reasoned<string>[]): Ecosystem["checks"] {
  const checks = new Map((main?.checks ?? []).map((check) => [check.value.name, check]));
  for (const [name, pattern] of kinds) {
    const run = commands.find(({ value }) => pattern.test(value) && !/[|;&><]/.test(value));
    if (run !== undefined && !(main?.name === "Node" && checks.has(name)))
      checks.set(name, { value: { name, command: run.value }, reason: run.reason });
  }
  for (const target of makeTargets(files)) {
    if (!checks.has(target === "check" ? "test" : target))
      checks.set(target, { value: { name: target, command: `make ${target}` }, reason: `The Makefile has the target "${target}".` });
  }
  return [...checks.values()];
}

function makeTargets({ texts }: RepositoryFiles): string[] {
  const text = ["Makefile", "makefile", "GNUmakefile"].map((path) => texts.get(path) ?? "").join("\n");
  return ["test", "check", "lint"].filter((target) => new RegExp(`^${target}\\s*:(?!=)`, "m").test(text));
}

function remarks(found: readonly Ecosystem[], checks: number, files: RepositoryFiles): SuggestionReason[] {
  const [main, ...others] = found;
  const services = ciServices(files);
  const told: (string | null)[] = [
    main === undefined ? "No lockfile or manifest of a known kind was found at the repository's root, so the bundled image is kept." : null,
    ...others.map(
      ({ name }) =>
        `The repository has a ${name} part as well; the suggested image is for ${main?.name}. Install the other in the setup script.`,
    ),
    services.length > 0
      ? `CI starts ${services.join(", ")} beside its jobs. A sandbox has none of that unless the setup script installs it.`
      : null,
    checks === 0 ? "No test, lint or build command was found. Without a check nothing proves a change." : null,
  ];
  return told.filter((reason) => reason !== null).map((reason) => ({ field: null, reason }));
}
