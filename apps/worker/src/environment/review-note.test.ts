import { expect, test } from "vitest";
import { reviewNote } from "./review-note.ts";

const place = { branch: "topic", commit: "0123456789abcdef", defaultBranch: "main" };

test("a note says what differs, what was taken from the default branch, what was withheld, and who can change that", () => {
  expect(reviewNote({ ...place, differences: ["image", "setup script", "network"], withheld: ["TOKEN", "KEY"] })).toBe(
    "The environment of topic at 0123456789ab differs from main's in image, setup script and network, and nobody has accepted it. " +
      "Taken from main instead: image and network. Withheld: the value of TOKEN and KEY. " +
      "An owner or admin can review and accept it where the task or its environment is shown.",
  );
});

test("where nothing was taken away there is nothing to say", () => {
  expect(reviewNote({ ...place, differences: ["setup script", "checks"], withheld: [] })).toBeNull();
});
