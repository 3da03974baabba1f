import type { ProbeFacts } from "./probe-facts.ts";

const SETS = ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"];
/** CHOWN, DAC_OVERRIDE, FOWNER, SETGID and SETUID as bits (capability.h). */
const OF_SETUP = 0xcbn;

/** What breaks the promise that nobody holds or gains a capability but a setup's root its five; null while it holds. */
export function judgeCapabilities({ status, role }: ProbeFacts): string | null {
  const most = role === "setup" ? OF_SETUP : 0n;
  const held = (set: string) => status("status", set);
  const unread = SETS.filter((set) => !/^[0-9a-f]+$/.test(held(set)));
  if (unread.length > 0) return `not readable: ${unread.join(", ")}`;
  const beyond = SETS.filter((set) => (BigInt(`0x${held(set)}`) & ~most) !== 0n);
  if (beyond.length > 0) return `capabilities in ${beyond.join(", ")}`;
  return BigInt(`0x${held("CapEff")}`) === most ? null : "root lacks the capabilities that package managers need";
}
