import { withoutHiddenCharacters } from "@slipway/core";

/** Rules for agents that the repository holds for the folder they stand in and all below; `text` is null where it is too large to be shown. */
export type InstructionFile = { path: string; text: string | null };

/** The folder that a file speaks for, without a slash at its end; empty for the whole repository. */
export function scopeOf({ path }: Pick<InstructionFile, "path">): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

const maxCharacters = 32_768;

/** The file as the model reads it. Hidden characters could say to it what no reviewer of the file sees. */
export function instructionBlock(file: InstructionFile): string {
  const scope = scopeOf(file);
  const text = withoutHiddenCharacters(file.text ?? "").trim();
  const cut = text.length > maxCharacters || file.text === null;
  return [
    `${openingTag(file)}${scope === "" ? "" : ` scope="${plainPath(scope)}/"`}>`,
    ...(text === "" ? [] : [text.slice(0, maxCharacters)]),
    ...(cut ? [`[This file is too long to be shown whole; read the rest in ${plainPath(file.path)}.]`] : []),
    `</repository_instructions>`,
  ].join("\n");
}

/** How a block begins; where it stands in a conversation the file has been shown. */
export function openingTag({ path }: Pick<InstructionFile, "path">): string {
  return `<repository_instructions source="${plainPath(path)}"`;
}

/** A path of the repository that can stand in a line of ours. */
export function plainPath(path: string): string {
  return withoutHiddenCharacters(path).replaceAll(/["<>\n\r\t]/g, "_");
}
