import type { Workspace } from "@slipway/core";
import { type AttemptSecrets, secretVariables } from "./attempt-secrets.ts";

/**
 * The same workspace, whose commands have the secrets meant for the agent as variables, and whose output holds no secret,
 * so that neither a log nor the model's provider gets one.
 */
export function secretWorkspace(workspace: Workspace, secrets: Pick<AttemptSecrets, "opened" | "openStream">): Workspace {
  const variables = secretVariables(secrets, "agent");
  return {
    ...workspace,
    async runCommand(command) {
      const stream = secrets.openStream();
      const hand = (text: string) => {
        if (text !== "") command.onOutput?.(text);
      };
      const result = await workspace.runCommand({
        ...command,
        variables: { ...command.variables, ...variables },
        onOutput: (text) => hand(stream.write(text)),
      });
      hand(stream.end());
      return result;
    },
  };
}
