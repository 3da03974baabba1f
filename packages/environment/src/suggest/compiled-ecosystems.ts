import { type Ecosystem, firstOf, type RepositoryFiles, textOf } from "./ecosystem.ts";

export function rustEcosystem(files: RepositoryFiles): Ecosystem | null {
  if (!files.paths.includes("Cargo.toml")) return null;
  const locked = files.paths.includes("Cargo.lock");
  const toolchain = firstOf(files, ["rust-toolchain.toml", "rust-toolchain"]);
  const version = toolchain === null ? undefined : /(\d+\.\d+(?:\.\d+)?)/.exec(textOf(files, toolchain))?.[1];
  const fetch = {
    value: locked ? "cargo fetch --locked" : "cargo fetch",
    reason: `Brings the crates that ${locked ? "Cargo.lock" : "Cargo.toml"} names.`,
  };
  return {
    name: "Rust",
    image: {
      value: `rust:${version ?? "1"}`,
      reason: version === undefined ? "Cargo.toml makes this a Rust project." : `${toolchain} asks for Rust ${version}.`,
    },
    setup: [fetch],
    maintenance: fetch,
    checks: [{ value: { name: "test", command: "cargo test" }, reason: "Cargo.toml makes this a Rust project." }],
    variables: {},
  };
}

export function goEcosystem(files: RepositoryFiles): Ecosystem | null {
  if (!files.paths.includes("go.mod")) return null;
  const version = /^go\s+(\d+\.\d+)/m.exec(textOf(files, "go.mod"))?.[1];
  const download = { value: "go mod download", reason: "Brings the modules that go.mod names." };
  return {
    name: "Go",
    image: {
      value: `golang:${version ?? "1"}`,
      reason: version === undefined ? "go.mod makes this a Go project." : `go.mod asks for Go ${version}.`,
    },
    setup: [download],
    maintenance: download,
    checks: [
      { value: { name: "vet", command: "go vet ./..." }, reason: "Go's own checks, which every module has." },
      { value: { name: "test", command: "go test ./..." }, reason: "go.mod makes this a Go project." },
    ],
    variables: {},
  };
}
