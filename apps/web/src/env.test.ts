import { describe, expect, it } from "vitest";
import { readSettings } from "./env.ts";

describe("the dashboard's settings", () => {
  it("have defaults for everything but the database, and take an empty value for none", () => {
    const settings = readSettings({ DATABASE_URL: "postgres://localhost/x", PORT: "", OPENAI_API_KEY: "" });
    expect(settings).toMatchObject({ port: 3000, host: "127.0.0.1", localRepositories: [], model: { connected: false } });
  });

  it("keep the model's key out", () => {
    const settings = readSettings({ DATABASE_URL: "postgres://localhost/x", OPENAI_API_KEY: "a-secret-of-the-worker" });
    expect(settings.model.connected).toBe(true);
    expect(JSON.stringify(settings)).not.toContain("a-secret-of-the-worker");
  });

  it("name every fault at once", () => {
    expect(() => readSettings({ PORT: "x", SLIPWAY_API_KEY: "short" })).toThrow(/DATABASE_URL[\s\S]*PORT[\s\S]*SLIPWAY_API_KEY/);
  });
});
