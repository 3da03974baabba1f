import type { Task } from "@slipway/core";
import { expect, test } from "vitest";
import { draftOfLink, linkOfTask } from "./draft.ts";

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

test("what failed with one model is asked again in the composer, where another can be chosen", () => {
  const task = { repository: { id: "r" }, branch: "next", environment: null, turnList: [{ text: "Fix it & go" }] } as unknown as Task;
  expect(linkOfTask({ ...task, turnList: [{ text: "x".repeat(7_000) }] } as unknown as Task)).toBeNull();
  expect(draftOfLink(new URL(linkOfTask(task) ?? "", "http://x").searchParams)).toEqual({
    repositoryId: "r",
    branch: "next",
    environmentId: "none",
    prompt: "Fix it & go",
  });
});
