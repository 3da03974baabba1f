import { type Terminal, TerminalState, TriedCommand } from "@slipway/core";
import { iso, isoOrNull } from "../connection/iso.ts";
import type { Terminal as Row } from "../generated/client.ts";

export function toTerminal(row: Row): Terminal {
  return {
    id: row.id,
    environmentId: row.environmentId,
    branch: row.branch,
    state: TerminalState.parse(row.state),
    failure: row.failure,
    commands: TriedCommand.array().parse(row.commands),
    createdAt: iso(row.createdAt),
    endedAt: isoOrNull(row.endedAt),
  };
}
