import { type Ecosystem, firstOf, type Reasoned, type RepositoryFiles, textOf } from "./ecosystem.ts";

const manifests = ["pyproject.toml", "requirements.txt", "setup.py", "Pipfile"];
const defaultVersion = "3.13";

export function pythonEcosystem(files: RepositoryFiles): Ecosystem | null {
  const manifest = firstOf(files, manifests);
  if (manifest === null) return null;
  const tool = installerOf(files);
  return {
    name: "Python",
    image: imageOf(files),
    setup: [tool.setup],
    maintenance: tool.maintenance,
    checks: checksOf(files, tool.prefix),
    variables: {},
  };
}

type Installer = { prefix: string; setup: Reasoned<string>; maintenance: Reasoned<string> | null };

function installerOf(files: RepositoryFiles): Installer {
  if (files.paths.includes("uv.lock")) {
    const reason = "uv.lock names the packages.";
    return {
      prefix: "uv run ",
      setup: { value: "pip install uv\nuv sync --frozen --all-groups", reason },
      maintenance: { value: "uv sync --frozen --all-groups", reason },
    };
  }
  if (files.paths.includes("poetry.lock")) {
    const reason = "poetry.lock names the packages.";
    return {
      prefix: "poetry run ",
      setup: { value: "pip install poetry\npoetry install --no-interaction", reason },
      maintenance: { value: "poetry install --no-interaction", reason },
    };
  }
  const lists = files.paths.filter((path) => /^requirements([-_.][\w-]+)?\.txt$/.test(path) || /^requirements\/\w+\.txt$/.test(path));
  if (lists.length > 0) {
    const value = `pip install ${lists.map((path) => `-r ${path}`).join(" ")}`;
    const reason = `${lists.join(", ")} ${lists.length === 1 ? "names" : "name"} the packages.`;
    return { prefix: "", setup: { value, reason }, maintenance: { value, reason } };
  }
  const extras = /^\s*(dev|test|tests)\s*=\s*\[/m.exec(textOf(files, "pyproject.toml"))?.[1];
  const value = `pip install -e '.${extras === undefined ? "" : `[${extras}]`}'`;
  return { prefix: "", setup: { value, reason: "The project is installed in place, with its packages." }, maintenance: null };
}

function imageOf(files: RepositoryFiles): Reasoned<string> {
  const pinned = /(\d+\.\d+)/.exec(textOf(files, ".python-version"))?.[1];
  if (pinned !== undefined) return { value: `python:${pinned}`, reason: `.python-version asks for ${pinned}.` };
  const exact = /^\s*requires-python\s*=\s*["']\s*(?:==|~=)\s*(\d+\.\d+)/m.exec(textOf(files, "pyproject.toml"))?.[1];
  if (exact !== undefined) return { value: `python:${exact}`, reason: `pyproject.toml asks for Python ${exact}.` };
  return { value: `python:${defaultVersion}`, reason: "This is a Python project that does not fix one version." };
}

function checksOf(files: RepositoryFiles, prefix: string): Ecosystem["checks"] {
  const text = files.paths
    .filter((path) => /(^|\/)(pyproject\.toml|setup\.cfg|setup\.py|Pipfile|requirements[^/]*\.txt)$/.test(path))
    .map((path) => textOf(files, path))
    .join("\n");
  const checks: Ecosystem["checks"] = [];
  const add = (name: string, command: string, reason: string) => checks.push({ value: { name, command: `${prefix}${command}` }, reason });
  if (/\bmypy\b/.test(text)) add("typecheck", "mypy .", "The project is set up for mypy.");
  if (/\bruff\b/.test(text)) add("lint", "ruff check .", "The project is set up for Ruff.");
  if (/\bpytest\b/.test(text) || firstOf(files, ["pytest.ini", "conftest.py", "tests/conftest.py"]) !== null)
    add("test", "pytest", "The project is set up for pytest.");
  else if (files.paths.includes("manage.py")) add("test", "python manage.py test", "manage.py makes this a Django project.");
  else if (files.paths.some((path) => /(^|\/)test_[^/]+\.py$/.test(path))) add("test", "python -m unittest", "There are test_*.py files.");
  return checks;
}
