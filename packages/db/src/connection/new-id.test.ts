import { Id } from "@slipway/core";
import { expect, test } from "vitest";
import { newId } from "./new-id.ts";

test("ids are distinct version 7 UUIDs that begin with the time", () => {
  const before = Date.now();
  const ids = Array.from({ length: 1_000 }, newId);
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) expect(Id.parse(id)).toMatch(/^.{14}7.{4}[89ab]/);
  expect(Number.parseInt(newId().replace("-", "").slice(0, 12), 16)).toBeGreaterThanOrEqual(before);
});
