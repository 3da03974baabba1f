import { expect, test } from "vitest";
import { BranchName } from "./branch-name.ts";

test.each(["main", "feature/x-1", "release-2.0", "größe", "user@host", "a.b"])("%j is a branch name", (name) => {
  expect(BranchName.safeParse(name).success).toBe(true);
});

test.each([
  "",
  "-x",
  "--upload-pack=touch /tmp/x",
  "a b",
  "a\nb",
  "a\u0000b",
  "a..b",
  "@{-1}",
  "@",
  "HEAD",
  "refs/heads/x",
  "x.lock",
  "x.lock/y",
  ".x",
  "x/.y",
  "x/",
  "/x",
  "x.",
  "a//b",
  "a~1",
  "a^",
  "a:b",
  "a?",
  "a*",
  "a[b",
  "a\\b",
  "a\u202Eb",
  "x".repeat(4_096),
])("%j is refused before git sees it (G06)", (name) => {
  expect(BranchName.safeParse(name).success).toBe(false);
});
