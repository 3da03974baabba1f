import type { LineReader } from "../line-reader.ts";
import { draftReport } from "../report-draft.ts";

type Point = { depth: number; name: string; outcome: "passed" | "failed" | "skipped" };

const point = /^( {0,80})(not )?ok\b(?: +\d+)?(?: -)? *(.*)$/;
const directive = / # *(SKIP|TODO)\b.*$/i;
const MAX_POINTS = 20_000;
const MAX_NAME = 2_000;

/** TAP 12 to 14 (testanything.org). */
export function readTap(): LineReader {
  const tree = pointTree();
  let isTap = false;
  let inYaml = false;
  const begin = () => {
    isTap = true;
  };
  return {
    rules: [
      {
        hint: "---",
        pattern: /^ +---$/,
        take: () => {
          inYaml = isTap;
        },
      },
      {
        hint: "...",
        pattern: /^ +\.\.\.$/,
        take: () => {
          inYaml = false;
        },
      },
      { hint: "TAP version", pattern: /^TAP version/, take: begin },
      { hint: "1..", pattern: /^ *1\.\.\d+/, take: begin },
      { hint: "Bail out!", pattern: /^(Bail out!.*)$/, take: ([name = ""]) => tree.see({ depth: 0, name, outcome: "failed" }) },
      {
        hint: "ok",
        pattern: point,
        take: (groups) => {
          if (!inYaml) tree.see(readPoint(groups));
        },
      },
    ],
    end: () => (isTap ? tree.report() : null),
  };
}

function readPoint([indent = "", not, rest = ""]: string[]): Point {
  const passed = not === "" ? "passed" : "failed";
  return { depth: indent.length, name: rest.replace(directive, ""), outcome: directive.test(rest) ? "skipped" : passed };
}

/** A point that follows deeper ones is their parent: it names them, and counts only if it failed though none of them did. */
function pointTree() {
  const points: Point[] = [];
  const beyond = { passed: 0, failed: 0, skipped: 0 };
  let lastDepth = 0;
  const add = (point: Point) => {
    if (points.length < MAX_POINTS) points.push(point);
    else beyond[point.outcome] += 1;
  };
  return {
    see(point: Point) {
      const isParent = lastDepth > point.depth;
      lastDepth = point.depth;
      if (!isParent) return add(point);
      const children = adopt(points, point);
      if (point.outcome === "failed" && children.every((child) => child.outcome !== "failed")) add(point);
    },
    report() {
      const draft = draftReport();
      for (const { name, outcome } of points) draft.add(name, outcome);
      const report = draft.report("TAP");
      if (report === null) return null;
      const counts = {
        passed: (report.passed ?? 0) + beyond.passed,
        failed: report.failed + beyond.failed,
        skipped: report.skipped + beyond.skipped,
      };
      return draft.report("TAP", counts);
    },
  };
}

/** The deeper points at the end become the parent's own; each is visited once for each of its levels. */
function adopt(points: Point[], parent: Point): Point[] {
  let from = points.length;
  while (from > 0 && (points[from - 1]?.depth ?? 0) > parent.depth) from -= 1;
  const children = points.splice(from).map((child) => ({
    ...child,
    depth: parent.depth,
    name: `${parent.name} › ${child.name}`.slice(0, MAX_NAME),
  }));
  points.push(...children);
  return children;
}
