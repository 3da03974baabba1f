import { expect, test } from "vitest";
import { suggestEnvironment } from "./suggest-environment.ts";
import { withImagesAtHand } from "./with-images-at-hand.ts";

const suggestion = suggestEnvironment({ paths: ["package.json"], texts: new Map([["package.json", '{"engines":{"node":"22"}}']]) });

test("an image is suggested where an engine holds it, or where nobody knows", () => {
  expect(suggestion.environment.image).toBe("node:22");
  expect(withImagesAtHand(suggestion, null)).toEqual(suggestion);
  expect(withImagesAtHand(suggestion, ["a:1", "node:22"])).toEqual(suggestion);
});

test("an image that no engine holds gives way to the bundled one, and the reason says how to bring it", () => {
  const { environment, reasons } = withImagesAtHand(suggestion, ["node:24"]);
  expect(environment).toEqual({ ...suggestion.environment, image: null });
  expect(reasons.find(({ field }) => field === "image")?.reason).toMatch(/asks for Node 22\. .*docker pull node:22/);
  expect(reasons.length).toBe(suggestion.reasons.length);
});
