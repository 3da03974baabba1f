import { describe, expect, it } from "vitest";
import { readSessionCookie, sessionCookie } from "./session-cookie.ts";

const loopback = { url: "http://localhost:3000/login", port: 3000 };
const shared = { url: "https://slipway.example.org/login", port: 3000 };

describe("the session cookie", () => {
  it("is out of reach of scripts and of other sites' requests", () => {
    expect(sessionCookie("abc", loopback)).toBe("slipway_3000=abc; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax");
    expect(sessionCookie("abc", shared)).toBe("__Host-slipway=abc; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax");
  });

  it("is read from among others, and under its own name alone", () => {
    expect(readSessionCookie("a=b; slipway_3000=abc; c=d", loopback)).toBe("abc");
    expect(readSessionCookie("slipway_3001=abc", loopback)).toBeUndefined();
    expect(readSessionCookie("slipway_3000=abc", shared)).toBeUndefined();
    expect(readSessionCookie(null, loopback)).toBeUndefined();
  });
});
