import { BOUNDS, InvalidInputError } from "@slipway/core";
import { z } from "zod";
import { maxPictureSide } from "../screenshot/max-picture-side.ts";
import { defineTool, type ToolContext, type ToolOutcome } from "./tool.ts";

const ViewImageInput = z.strictObject({
  path: z.string().min(1).max(4_096).describe("A PNG, JPEG, WebP or GIF, relative to the repository's root."),
});

export const viewImageTool = defineTool({
  name: "view_image",
  description: "Shows you a picture file of the workspace. The person sees in the log that you looked at it.",
  input: ViewImageInput,
  run: viewImage,
});

async function viewImage({ path }: z.infer<typeof ViewImageInput>, context: ToolContext): Promise<ToolOutcome> {
  if (path.includes("\0")) return { kind: "bad", output: `${JSON.stringify(path)} is not a file's path.` };
  try {
    const content = await context.workspace.readFile(path, { maxBytes: BOUNDS.imageBytes });
    if (content === null) return { kind: "failed", output: `There is no file ${path}.` };
    const image = await context.storeImage(content);
    await context.emit([{ type: "image.added", callId: context.callId, image, source: path }]);
    const facts = `${path}: ${image.mediaType.slice("image/".length).toUpperCase()}, ${image.width} × ${image.height} pixels.`;
    if (!context.vision) return { kind: "done", output: `${facts} You cannot see pictures: this model takes text alone.` };
    if (Math.max(image.width, image.height) <= maxPictureSide) return { kind: "done", output: facts, images: [image] };
    const advice = `Too large for you to see: at most ${maxPictureSide} pixels a side. Look at a smaller copy, or at parts, in a temporary folder.`;
    return { kind: "failed", output: `${facts} ${advice}` };
  } catch (error) {
    if (error instanceof InvalidInputError) return { kind: "failed", output: `${path}: ${error.message}` };
    throw error;
  }
}
