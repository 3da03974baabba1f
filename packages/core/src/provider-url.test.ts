import { describe, expect, test } from "vitest";
import { ProviderUrl } from "./provider-url.ts";

describe("the address of a provider", () => {
  test.each([
    ["https://api.openai.com/v1", "https://api.openai.com/v1"],
    [" https://api.example.org/v1/ ", "https://api.example.org/v1"],
    ["http://localhost:11434/v1", "http://localhost:11434/v1"],
    ["http://192.168.1.20:8000/v1", "http://192.168.1.20:8000/v1"],
    ["http://ollama:11434/v1", "http://ollama:11434/v1"],
    ["http://[::1]:8080/v1", "http://[::1]:8080/v1"],
  ])("%s is one", (text, url) => {
    expect(ProviderUrl.parse(text)).toBe(url);
  });

  test.each([
    ["api.example.org", /Give the server's address/],
    ["file:///etc/passwd", /Give the server's address/],
    ["https://me:secret@api.example.org/v1", /in its own field/],
    ["https://api.example.org/v1?key=1", /Leave that part away/],
    ["http://api.example.org/v1", /Use https:\/\/api\.example\.org\/v1/],
    ["http://169.254.169.254/latest", /belongs to the machine/],
    ["http://2852039166/latest", /belongs to the machine/],
    ["http://[fe80::1]/v1", /belongs to the machine/],
    ["http://[::ffff:169.254.169.254]/", /belongs to the machine/],
    ["http://metadata.google.internal/v1", /belongs to the machine/],
  ])("%s is none, and the words say why", (text, words) => {
    expect(ProviderUrl.safeParse(text).error?.issues[0]?.message).toMatch(words);
  });
});
