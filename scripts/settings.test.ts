import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { isLoopback, readSettings } from "./settings.ts";
import { StepError } from "./step-error.ts";

test("without any setting the dashboard listens on loopback", () => {
  const settings = readSettings({ SLIPWAY_DATA_DIR: "/srv/slipway" });
  expect(settings).toEqual({ PORT: 3000, HOST: "127.0.0.1", SLIPWAY_DATA_DIR: "/srv/slipway" });
  expect(isLoopback(settings.HOST)).toBe(true);
});

test("every fault stands in one list", () => {
  const read = () =>
    readSettings({ PORT: "70000", HOST: "example.com", DATABASE_URL: "mysql://x", REDIS_URL: "nonsense", SLIPWAY_MODEL_API: "soap" });
  expect(read).toThrow(StepError);
  expect(read).toThrow(/PORT.*\nHOST.*\nDATABASE_URL.*\nREDIS_URL.*\nSLIPWAY_MODEL_API/);
});

test("the worker's settings are looked at before it starts", () => {
  const read = () => readSettings({ SLIPWAY_CONCURRENCY: "0", SLIPWAY_SNAPSHOT_DAYS: "many", SLIPWAY_SNAPSHOT_BYTES: "-1" });
  expect(read).toThrow(/CONCURRENCY is below 1\n.*DAYS is not a number\n.*BYTES is below 0/);
});

test("a secret key is 32 bytes in base64, once or several times, and a faulty one is not quoted", () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  expect(readSettings({ SLIPWAY_SECRET_KEY: `${key}, ${key}` }).SLIPWAY_SECRET_KEY).toContain(key);
  expect(() => readSettings({ SLIPWAY_SECRET_KEY: `${key},correct-horse` })).toThrow(/^SLIPWAY_SECRET_KEY is not 32 bytes(?!.*horse)/);
});

test("an empty value counts as absent", () => {
  expect(readSettings({ DATABASE_URL: "", PORT: " " })).not.toHaveProperty("DATABASE_URL");
});

test("an address that others can reach is not loopback", () => {
  expect(["0.0.0.0", "::", "192.168.1.2"].filter(isLoopback)).toEqual([]);
});

test(".env.example holds each setting once", async () => {
  const example = await readFile(new URL("../.env.example", import.meta.url), "utf8");
  const named = [...example.matchAll(/^# ?([A-Z_]+)=/gm)].map((match) => match[1]);
  const source = await readFile(new URL("settings.ts", import.meta.url), "utf8");
  const known = [...source.matchAll(/^ {2}([A-Z_]+):/gm)].map((match) => match[1]);
  expect(named.toSorted()).toEqual(known.toSorted());
});
