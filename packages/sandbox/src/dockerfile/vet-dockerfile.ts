export type VettedDockerfile =
  /** `images`: what FROM and COPY --from name beside the file's own stages. */
  { kind: "fit"; images: string[] } | { kind: "unfit"; line: number; reason: string };

/** A literal reference; nothing that the engine would still replace, unquote or unescape. */
const LITERAL = /^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/;
/** Snapshots hold what other environments' setups left, so they are no images to name. */
const SNAPSHOT = /(?:^|\/)slipway-snapshot(?:[:@]|$)/;
const FOREIGN = "A snapshot of another environment cannot be built on.";
const JUDGED = ["add", "copy", "from", "onbuild"];
const COPY_FLAG = /^--(?:from|chown|chmod)=[A-Za-z0-9._:/@-]+$/;

/**
 * Whether an engine may build the file without reaching out: it would fetch the addresses of ADD and the images of FROM and COPY --from
 * from its own network, whatever network the build's commands have. Every instruction begins a line, and none that is judged may be cut
 * within its name, so lines are judged one by one: a line within RUN that only looks like an instruction is refused too.
 * Grammar: https://docs.docker.com/reference/dockerfile/
 */
export function vetDockerfile(text: string): VettedDockerfile {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const images: string[] = [];
  const stages = new Set<string>();
  for (const [index, raw] of lines.entries()) {
    const unfit = (reason: string): VettedDockerfile => ({ kind: "unfit", line: index + 1, reason });
    const line = raw.trim();
    if (line.startsWith("#")) {
      if (/^#\s*(escape|syntax)\s*=/i.test(line)) return unfit("Directives for escape and syntax cannot be used here.");
      continue;
    }
    const fault = judge(line, { lines, index, stages, images });
    if (fault !== null) return unfit(fault);
  }
  if (images.length === 0) return { kind: "unfit", line: 1, reason: "The Dockerfile has no FROM." };
  return { kind: "fit", images: [...new Set(images)] };
}

type Place = { lines: readonly string[]; index: number; stages: Set<string>; images: string[] };

/** Why the line may not be, or null. Notes stages and images. */
function judge(line: string, place: Place): string | null {
  const word = line.split(/\s/, 1)[0] ?? "";
  // Lower-casing may turn a letter beyond ASCII into one of a keyword.
  if (/[^\u0020-\u007e]/.test(word)) return "A line may not begin with letters beyond ASCII.";
  if (isCutKeyword(word)) return "An instruction's name and what follows it stand on one line.";
  switch (word.toLowerCase()) {
    case "add":
      return "ADD can fetch from the network of the Docker Engine: use COPY, and unpack in RUN.";
    case "onbuild":
      return "ONBUILD cannot be used here.";
    case "from":
      return judgeFrom(line, place);
    case "copy":
      return judgeCopy(joined(place), place);
    default:
      return null;
  }
}

/** The engine joins lines before it reads the instruction, so `AD\\` and `D http://…` are an ADD. */
function isCutKeyword(word: string): boolean {
  if (!word.endsWith("\\")) return false;
  const begun = word.slice(0, -1).toLowerCase();
  return begun !== "" && JUDGED.some((keyword) => keyword.startsWith(begun));
}

function judgeFrom(line: string, { stages, images }: Place): string | null {
  const [, image = "", as, name = "", ...rest] = line.split(/\s+/);
  const isNamed = as !== undefined;
  if (!LITERAL.test(image) || (isNamed && (as.toLowerCase() !== "as" || !LITERAL.test(name) || rest.length > 0)))
    return "Write FROM <image> or FROM <image> AS <name>, on one line, without variables and flags.";
  if (SNAPSHOT.test(image)) return FOREIGN;
  if (image.toLowerCase() === "scratch") return "An image from scratch has neither /bin/sh nor git.";
  if (!stages.has(image.toLowerCase())) images.push(image);
  if (isNamed) stages.add(name.toLowerCase());
  return null;
}

function judgeCopy(line: string, { stages, images }: Place): string | null {
  for (const flag of line.split(/\s+/).slice(1)) {
    if (!flag.startsWith("-")) break;
    if (!COPY_FLAG.test(flag))
      return "Of COPY's flags --from, --chown and --chmod can be used, each as --name=value without quotes and variables.";
    const from = /^--from=(.+)$/.exec(flag)?.[1];
    if (from !== undefined && SNAPSHOT.test(from)) return FOREIGN;
    if (from !== undefined && !stages.has(from.toLowerCase()) && !/^\d+$/.test(from)) images.push(from);
  }
  return null;
}

/** The line with all that may continue it: at least as much as the engine would join, since comments and empty lines within are left out too. */
function joined({ lines, index }: Place): string {
  let text = lines[index]?.trimStart() ?? "";
  for (let at = index + 1; /\\\s*$/.test(text) && at < lines.length; at += 1) {
    const next = lines[at] ?? "";
    if (next.trim() === "" || next.trim().startsWith("#")) continue;
    text = text.replace(/\\\s*$/, "") + next;
  }
  return text;
}
