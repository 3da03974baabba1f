import { expect, test } from "vitest";
import { describePage } from "./describe-page.ts";
import { pageRequest } from "./page-request.ts";

const of = (url: string, rest = {}) => pageRequest({ url, ...rest }, "/workspace");

test.each([
  ["http://localhost:3000/a?b#c", "http://localhost:3000/a?b#c"],
  ["localhost:5173", "http://localhost:5173"],
  ["127.0.0.1:8000/x", "http://127.0.0.1:8000/x"],
  ["[::1]:8000", "http://[::1]:8000"],
  ["dist/index.html", "file:///workspace/dist/index.html"],
  ["docs/a b#1.html", "file:///workspace/docs/a%20b%231.html"],
  ["/tmp/out.html", "file:///tmp/out.html"],
  ["file:///workspace/a.html", "file:///workspace/a.html"],
])("%s is the page %s", (url, expected) => {
  expect(of(url)?.url).toBe(expected);
});

test.each(["javascript:alert(1)", "data:text/html,x", "chrome://settings", "view-source:http://localhost", " ", "http://", "a\0b"])(
  "%s is no page",
  (url) => expect(of(url)).toBeNull(),
);

test("a phone is drawn as one: narrow, with two pixels for one, and touched", () => {
  const phone = { width: 390, height: 844, scale: 2, mobile: true };
  expect(of("a.html", { width: "phone" })).toMatchObject(phone);
  expect(of("a.html", { width: 390 })).toMatchObject(phone);
  expect(of("a.html")).toMatchObject({ width: 1440, height: 900, scale: 1, mobile: false, fullPage: false });
  expect(of("a.html", { width: 768, full_page: true })).toMatchObject({ width: 768, mobile: false, fullPage: true });
});

test.each([{}, { width: "phone" }, { width: 500 }, { width: 501 }, { width: 2_560 }])(
  "no side of a picture is longer than a provider takes: %o",
  (rest) => {
    const { width = 0, height = 0, maxHeight = 0, scale = 0 } = of("a.html", { ...rest, full_page: true }) ?? {};
    for (const side of [width, height, maxHeight]) expect(side * scale).toBeLessThanOrEqual(8_000);
    expect(maxHeight).toBeGreaterThanOrEqual(4_000);
  },
);

test("the words of a page are told without characters that hide, and its text only to who cannot see", () => {
  const request = of("a.html");
  if (request === null) throw new Error("a page was expected");
  const report = {
    error: null,
    title: 'Say "hi"',
    url: "file:///workspace/a.html",
    text: "Hel\u202Elo",
    height: 900,
    isCut: true,
    console: ["uncaught: Error: no\n  at a.js:1"],
    requests: [],
    notes: ["The page was still loading after 20 s."],
  };
  const told = `Page: file:///workspace/a.html "Say \\"hi\\""
The page is longer than the picture, which was cut: it shows the first 8000 CSS pixels.
The page was still loading after 20 s.
Console:
- uncaught: Error: no
    at a.js:1
Failed requests: none.`;
  expect(describePage(report, { request, withText: false })).toBe(told);
  expect(describePage(report, { request, withText: true })).toBe(`${told}\nText at 1440 pixels:\nHello`);
});
