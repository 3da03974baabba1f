import { describe, expect, it } from "vitest";
import { createDoorbell } from "./doorbell.ts";

const signal = new AbortController().signal;

describe("a doorbell", () => {
  it("keeps a ring for whoever looks later, once", async () => {
    const bell = createDoorbell();
    bell.ring();
    bell.ring();
    expect(await bell.wait({ timeoutMs: 10_000, signal })).toBe("rung");
    expect(await bell.wait({ timeoutMs: 1, signal })).toBe("timeout");
  });

  it("wakes who waits, and tells when the visitor is gone", async () => {
    const bell = createDoorbell();
    const waiting = bell.wait({ timeoutMs: 10_000, signal });
    bell.ring();
    expect(await waiting).toBe("rung");
    const gone = new AbortController();
    const left = bell.wait({ timeoutMs: 10_000, signal: gone.signal });
    gone.abort();
    expect(await left).toBe("gone");
    expect(await bell.wait({ timeoutMs: 10_000, signal: gone.signal })).toBe("gone");
  });
});
