export type Told = { event: string; id: string | null; data: unknown };

/** Reads server-sent events until `isEnough`, or to the end, then lets go of the stream. */
export async function readStream(response: Response, isEnough: (told: readonly Told[]) => boolean): Promise<Told[]> {
  if (response.body === null) throw new Error("The answer has no body");
  const told: Told[] = [];
  let rest = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    told.push(...blocks.filter((block) => !block.startsWith(":")).map(parseBlock));
    if (isEnough(told)) break;
  }
  return told;
}

function parseBlock(block: string): Told {
  const fields = new Map(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
  return { event: fields.get("event") ?? "message", id: fields.get("id") ?? null, data: JSON.parse(fields.get("data") ?? "null") };
}
