import { InvalidInputError } from "@slipway/core";
import { z } from "zod";
import { describePage } from "../screenshot/describe-page.ts";
import { pageRequest } from "../screenshot/page-request.ts";
import { photographPage } from "../screenshot/photograph-page.ts";
import { defineTool, type ToolContext, type ToolOutcome } from "./tool.ts";

const ScreenshotInput = z.strictObject({
  url: z.string().min(1).max(4_096).describe("http://localhost:PORT/… of a server that you started, or the path of an HTML file."),
  width: z
    .union([z.int().min(200).max(2_560), z.enum(["phone", "desktop"])])
    .optional()
    .describe("Pixels, or phone (390) or desktop (1440, the default)."),
  full_page: z.boolean().optional().describe("The whole page, not just its first screen."),
  wait_for: z.string().min(1).max(1_000).optional().describe("A CSS selector that must be there first."),
  wait_ms: z.int().min(0).max(20_000).optional().describe("A wait after the page has loaded."),
});

export const screenshotTool = defineTool({
  name: "screenshot",
  description:
    "Opens a page in the sandbox's own browser and takes a picture of it, which the person sees too. Returns title, console errors and failed requests.",
  input: ScreenshotInput,
  run: takeScreenshot,
});

async function takeScreenshot(input: z.infer<typeof ScreenshotInput>, context: ToolContext): Promise<ToolOutcome> {
  const request = pageRequest(input, context.workspace.root);
  if (request === null)
    return { kind: "bad", output: `${JSON.stringify(input.url)} is no page: give http://localhost:PORT/… or the path of a file.` };
  const shot = await photographPage(request, context);
  if (shot.kind === "impossible") return { kind: "failed", output: shot.reason };
  const facts = describePage(shot.report, { request, withText: !context.vision });
  if (shot.picture === null)
    return { kind: "failed", output: `No picture: ${shot.report.error ?? "the browser gave none"}.\n${facts}`.trim() };
  try {
    const image = await context.storeImage(shot.picture);
    await context.emit([{ type: "image.added", callId: context.callId, image, source: request.url }]);
    const seen = context.vision ? "" : "You cannot see pictures; the person can.\n";
    return {
      kind: "done",
      output: `Screenshot, ${image.width} × ${image.height} pixels.\n${seen}${facts}`.trim(),
      ...(context.vision && { images: [image] }),
    };
  } catch (error) {
    if (error instanceof InvalidInputError) return { kind: "failed", output: `${error.message}\n${facts}`.trim() };
    throw error;
  }
}
