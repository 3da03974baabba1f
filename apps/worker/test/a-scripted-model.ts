import { type Script, type ScriptedModel, startScriptedModel } from "@slipway/agent";

/** A scripted provider on loopback, and the variables that make a worker use it. */
export async function aScriptedModel(
  script: Script,
): Promise<{ server: ScriptedModel; variables: Record<string, string> } & AsyncDisposable> {
  const server = await startScriptedModel({ script });
  return {
    server,
    variables: { OPENAI_API_KEY: "test-key", OPENAI_BASE_URL: server.url },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** One command, then the end. */
export function commandScript(command: string, finish = { title: "Done", summary: "Did it." }): Script {
  return ({ step }) =>
    step === 0
      ? { calls: [{ name: "shell", input: { command }, callId: "only" }] }
      : { calls: [{ name: "finish", input: finish, callId: "end" }] };
}
