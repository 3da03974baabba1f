import { runScript } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { FORWARDER_PATH, FORWARDER_USER } from "./start-forwarder.ts";

/** Its uid is PID 1's too, which must live on, so it is known by its program. The port is free once it is gone from /proc. */
const END = `for folder in /proc/[0-9]*; do
  [ "$(readlink "$folder/exe" 2>/dev/null)" = ${FORWARDER_PATH} ] || continue
  kill -s KILL "\${folder#/proc/}" 2>/dev/null
  turn=0
  while [ $turn -lt 2000 ] && [ "$(readlink "$folder/exe" 2>/dev/null)" = ${FORWARDER_PATH} ]; do turn=$((turn + 1)); done
done
end 0`;

/** Ends the inner half that a gateway of an earlier worker left in the sandbox, if it still runs. */
export async function endForwarder(state: SandboxState): Promise<void> {
  await runScript(state, { user: FORWARDER_USER, body: END });
}
