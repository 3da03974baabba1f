import { type InstructionFile, instructionBlock, plainPath, scopeOf } from "./instruction-file.ts";

/** What the repository asks, for the opening message: the root's rules in full, deeper ones by name and folder. */
export function openingGuidance(files: readonly InstructionFile[]): string[] {
  const deeper = files.filter((file) => scopeOf(file) !== "");
  const list = deeper.map((file) => `- ${plainPath(scopeOf(file))}/: ${plainPath(file.path)}`);
  return [
    ...files.filter((file) => scopeOf(file) === "").map(instructionBlock),
    ...(list.length === 0
      ? []
      : ["Folders with rules of their own, which go before those above. Each is shown to you when you first work there:", ...list]),
  ];
}
