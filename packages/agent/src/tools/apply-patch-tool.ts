import { AppError, type AttemptEventBody, UnavailableError } from "@slipway/core";
import { z } from "zod";
import { parsePatch } from "../patch/parse-patch.ts";
import { PatchError } from "../patch/patch-error.ts";
import { patchGrammar } from "../patch/patch-grammar.ts";
import { type StagedChange, stagePatch } from "../patch/stage-patch.ts";
import { writeStagedFiles } from "../patch/write-staged-files.ts";
import { defineTool, type ToolContext, type ToolOutcome } from "./tool.ts";

const description = `Changes files. The whole patch is applied, or nothing of it. Format:
*** Begin Patch
*** Update File: src/a.py
@@ def greet():
-    return "hi"
+    return "hello"
*** Add File: docs/new.md
+# New
*** Delete File: old.txt
*** End Patch
Paths are relative to the repository's root. A hunk starts with "@@", optionally with the text of a line above it (a function's or class's head) that says where to look; its lines start with " " (context), "-" or "+". Give about three lines of context, and "*** End of File" behind a hunk at the end. "*** Move to: path" under "*** Update File:" renames.`;

const PatchInput = z.strictObject({ input: z.string().min(1).describe("The patch, from *** Begin Patch to *** End Patch.") });

export const applyPatchTool = defineTool({
  name: "apply_patch",
  description,
  input: PatchInput,
  freeform: { grammar: patchGrammar, read: (text) => ({ input: text }) },
  run: applyPatch,
});

async function applyPatch({ input }: z.infer<typeof PatchInput>, context: ToolContext): Promise<ToolOutcome> {
  const { workspace } = context;
  try {
    const staged = await stagePatch({ operations: parsePatch(input), root: workspace.root, readFile: (path) => workspace.readFile(path) });
    await writeStagedFiles(workspace, staged.files, context.signal);
    if (staged.changes.length > 0) await context.emit(staged.changes.map((change) => fileChanged(context.callId, change)));
    return { kind: "done", output: `Done.\n${staged.changes.map(changeLine).join("\n")}` };
  } catch (error) {
    if (error instanceof PatchError) return { kind: error.kind === "malformed" ? "bad" : "failed", output: error.message };
    // The sandbox refused one file (a folder, too large, no space); a sandbox that is gone is nothing the model can mend.
    if (error instanceof AppError && !(error instanceof UnavailableError) && error.code === "invalid")
      return { kind: "failed", output: `${error.message} Nothing was changed.` };
    throw error;
  }
}

function fileChanged(callId: string, { kind, path, previousPath, additions, deletions }: StagedChange): AttemptEventBody {
  return { type: "file.changed", callId, file: { kind, path, previousPath, additions, deletions } };
}

const letters = { added: "A", modified: "M", deleted: "D", renamed: "R" } as const;

/** Line numbers of what is new, so that the model can cite it without printing the file again. */
function changeLine({ kind, path, previousPath, ranges }: StagedChange): string {
  const lines = ranges.map(({ first, last }) => (first === last ? `L${first}` : `L${first}-L${last}`)).join(", ");
  return `${letters[kind]} ${previousPath === null ? "" : `${previousPath} → `}${path}${lines === "" ? "" : ` (${lines})`}`;
}
