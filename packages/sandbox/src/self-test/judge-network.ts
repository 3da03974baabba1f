import type { ProbeFacts } from "./probe-facts.ts";

/** How a kernel refuses an address that it has no route, no family or no permission for. */
const WITHOUT_ROUTE = new Set([1, 13, 97, 99, 100, 101, 113]);

/** What breaks the promise that nothing in the sandbox reaches anything outside it; null while it holds. */
export function judgeNetwork(facts: ProbeFacts): string | null {
  const { read, lines, kernel, targets, heard } = facts;
  const others = read("interfaces")
    .split(/\s+/)
    .filter((name) => name !== "" && name !== "lo");
  if (others.length > 0) return `interfaces beside lo: ${others.join(", ")}`;
  if (lines("routes").length > 0) return "there is a route";
  if (heard > 0) return "a connection reached this machine";
  if (kernel === null) return "the probe's program did not run";
  const reached = targets.filter((_, index) => !WITHOUT_ROUTE.has(kernel.connects[index] ?? 0));
  if (reached.length > 0) return `a way to ${reached.map(({ address, port }) => `${address} port ${port}`).join(", ")}`;
  if (read("resolved") !== "") return "names are resolved";
  if (lines("sockets").length > 0) return "something listens in a fresh sandbox";
  return read("abstract") === "" ? null : "abstract sockets of others are visible";
}
