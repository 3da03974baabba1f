import { createRedactor } from "@slipway/core";
import { expect, test, vi } from "vitest";
import { redactLive } from "./redact-live.ts";

function open() {
  let shown = "";
  const redactor = createRedactor({ secrets: [{ name: "TOKEN", value: "canary-of-terminal" }] });
  const live = redactLive(redactor.open(), (text) => (shown += text));
  return { live, shown: () => shown };
}

test("a secret is replaced wherever its pieces are cut", () => {
  const { live, shown } = open();
  live.write("see canary-of");
  live.write("-terminal here");
  live.end();
  expect(shown()).toBe("see [secret TOKEN] here");
});

test("a short beginning of a possible secret shows once it is quiet, a longer one does not", async () => {
  const { live, shown } = open();
  live.write("$ can");
  await vi.waitFor(() => expect(shown()).toBe("$ can"));
  live.write(" canary-of-te");
  await vi.waitFor(() => expect(shown()).toBe("$ can "));
  live.write("rminal");
  live.end();
  expect(shown()).toBe("$ can [secret TOKEN]");
});
