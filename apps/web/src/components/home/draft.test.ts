import { expect, test } from "vitest";
import { draftOfLink } from "./draft.ts";

test("a deep link fills the composer and forgets the branch of another repository", () => {
  expect(draftOfLink(new URLSearchParams("repository=acme/shop&prompt=Fix+it"))).toEqual({
    repositoryId: "acme/shop",
    branch: null,
    environmentId: null,
    prompt: "Fix it",
  });
});

test("an address that asks for nothing leaves the draft alone", () => {
  expect(draftOfLink(new URLSearchParams("tab=archived"))).toBeNull();
});
