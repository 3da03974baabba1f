import {
  ATTEMPT_STATES,
  type AttemptSignal,
  type AttemptState,
  isLive,
  isTerminal,
  LEADING_ORDER,
  needsAttention,
  nextState,
  statesAccepting,
} from "@slipway/core";
import { Prisma } from "../generated/client.ts";

/** An SQL list of states, for `state IN (…)`. The states are constants of core, never input. */
function stateList(states: readonly AttemptState[]): Prisma.Sql {
  return Prisma.raw(`(${states.map((state) => `'${state}'`).join(", ")})`);
}

export const terminalStates = stateList(ATTEMPT_STATES.filter(isTerminal));
export const liveStates = stateList(ATTEMPT_STATES.filter(isLive));
const attentionStates = stateList(ATTEMPT_STATES.filter(needsAttention));

/** Whether an attempt asks for a person; one that waits for a provider goes on by itself. `alias` has `state` and `waiting`. */
export function asksForPerson(alias: string): Prisma.Sql {
  return Prisma.sql`(${Prisma.raw(alias)}.state IN ${attentionStates} AND coalesce(${Prisma.raw(alias)}.waiting->>'kind', '') <> 'rate_limit')`;
}

export function acceptingStates(signal: AttemptSignal): Prisma.Sql {
  return stateList(statesAccepting(signal));
}

/** The state that `signal` leads to; the table gives each signal one target. */
export function targetState(signal: AttemptSignal): AttemptState {
  const [from] = statesAccepting(signal);
  if (from === undefined) throw new TypeError(`No state accepts the signal ${signal}`);
  return nextState(from, signal);
}

/** The state literal that `signal` leads to. */
export function targetLiteral(signal: AttemptSignal): Prisma.Sql {
  return Prisma.raw(`'${targetState(signal)}'::"AttemptState"`);
}

/**
 * Sorts attempts of a turn, its leading one first: the one that the person picked, else by state, and of equals the latest retry, which was
 * made once everything before it had ended. `alias` is a row of "Attempt".
 */
export function leadingFirst(alias: string): Prisma.Sql {
  const order = LEADING_ORDER.map((state) => `'${state}'`).join(", ");
  const picked = `(SELECT "pickedAttemptId" FROM "Turn" WHERE id = ${alias}."turnId")`;
  const isSentTogether = `EXISTS (SELECT 1 FROM "Attempt" earlier WHERE earlier."turnId" = ${alias}."turnId" AND earlier.index < ${alias}.index
    AND coalesce(earlier."finishedAt" > ${alias}."createdAt", true))`;
  return Prisma.raw(`coalesce(${alias}.id = ${picked}, false) DESC, array_position(ARRAY[${order}], ${alias}.state::text),
    CASE WHEN ${isSentTogether} THEN ${alias}.index ELSE -${alias}.index END`);
}
