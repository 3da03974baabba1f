import { type ScriptedModel, startScriptedModel } from "@slipway/agent";

export const PROMPTS = ["Write the first line into notes.txt.", "Now write the second line."] as const;

/** Who asks, and how it is told to run a command. */
export type Dialect = { tool: string; input: (command: string) => Record<string, unknown> };

export const dialects = {
  slipway: { tool: "shell", input: (command: string) => ({ command }) },
  codex: { tool: "exec_command", input: (cmd: string) => ({ cmd }) },
} satisfies Record<string, Dialect>;

export type ContestServer = AsyncDisposable & {
  url: string;
  /** `performance.now()` of every request since the last `restart`. */
  requestTimes(): number[];
  /** Bytes of the first request without the person's own words. */
  firstRequestBytes(): number;
  restart(): void;
};

/** The same two turns for both: a command each, then a word. */
export async function startContestServer({ tool, input }: Dialect): Promise<ContestServer> {
  let from = 0;
  const server: ScriptedModel = await startScriptedModel({
    script: ({ transcript, tools }) => {
      if (!tools.includes(tool)) throw new Error(`No tool ${tool} among ${tools.join(", ")}`);
      const sinceAsked = transcript.slice(transcript.findLastIndex(({ type }) => type === "user_text"));
      const isFirst = !sinceAsked.some(({ type }) => type === "tool_call");
      return isFirst ? { calls: [{ name: tool, input: input("echo line >> notes.txt && cat notes.txt") }] } : { text: "It is written." };
    },
  });
  return {
    url: server.url,
    requestTimes: () => server.requests.slice(from).map(({ at }) => at),
    firstRequestBytes: () => Buffer.byteLength(JSON.stringify(server.requests[from]?.body ?? "")) - Buffer.byteLength(PROMPTS[0]),
    restart: () => {
      from = server.requests.length;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
