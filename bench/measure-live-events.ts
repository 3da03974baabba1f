/// <reference lib="dom" />
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Browser, chromium as launcher, type Page } from "@playwright/test";
import type { Product } from "./product.ts";
import { type Row, rowOf } from "./report/row.ts";

const PAUSE_MS = 40;
/** Of the same order as the product's events. */
const BARE_BYTES = 300;

type Arrival = { sentAt: number; arrivedAt: number };

/** From an event's commit, by the database's clock, to its arrival in a page; beside a bare event stream to the same browser. */
export async function measureLiveEvents(product: Product, { chromium, steps }: { chromium: string; steps: number }): Promise<Row[]> {
  const browser = await launcher.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  try {
    // A browser is busy with itself at first, so the floor is taken before and after, and the product between.
    const before = await watchBareStream(browser, { count: steps * 4, signal: product.signal });
    const live = await watchTask(product, browser, { steps });
    const after = await watchBareStream(browser, { count: steps * 4, signal: product.signal });
    const bare = [...before, ...after];
    return [
      rowOf({ name: "event committed → in the browser", unit: "ms", values: live, floor: { name: "bare event stream", values: bare } }),
    ];
  } finally {
    await browser.close();
  }
}

async function watchTask(
  { api, model, repositoryId, loginLink, signal }: Product,
  browser: Browser,
  { steps }: { steps: number },
): Promise<number[]> {
  const page = await browser.newPage();
  await page.goto(loginLink);
  const begin = Promise.withResolvers<void>();
  const plan = model.plan({ steps, begin: begin.promise, pauseMs: PAUSE_MS });
  const { id, turnList } = await api.submit({ repositoryId, prompt: plan.prompt });
  await plan.firstRequest;
  const attemptId = turnList[0]?.attempts[0]?.id;
  await listen(page, { url: `/api/v1/stream?attempt=${attemptId}`, event: "attempt" });
  const openedAt = Date.now();
  begin.resolve();
  await api.waitForEnd(id, signal);
  const arrivals = await arrivalsOf(page);
  await page.close();
  // What had happened before the page looked came as a batch.
  return arrivals.filter(({ sentAt }) => sentAt > openedAt).map(latency);
}

async function watchBareStream(browser: Browser, { count, signal }: { count: number; signal: AbortSignal }): Promise<number[]> {
  const server = createServer((request, response) => {
    if (request.url === "/") return void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
    response.writeHead(200, { "content-type": "text/event-stream" }).write(": open\n\n");
    void sendEvents((text) => response.write(text), { count, signal });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Listening on a TCP port, so the address is an object.
  const { port } = server.address() as AddressInfo;
  const page = await browser.newPage();
  try {
    await page.goto(`http://127.0.0.1:${port}/`);
    await listen(page, { url: "/stream", event: "attempt" });
    await page.waitForFunction((expected) => (window as unknown as Watching).arrivals.length >= expected, count);
    return (await arrivalsOf(page)).map(latency);
  } finally {
    await page.close();
    server.closeAllConnections();
    server.close();
  }
}

async function sendEvents(write: (text: string) => void, { count, signal }: { count: number; signal: AbortSignal }): Promise<void> {
  for (let sent = 0; sent < count && !signal.aborted; sent++) {
    await delay(PAUSE_MS / 4);
    const data = { at: new Date().toISOString(), filling: "x".repeat(BARE_BYTES) };
    write(`event: attempt\ndata: ${JSON.stringify(data)}\n\n`);
  }
}

type Watching = { arrivals: Arrival[] };

/** Resolves once the page's stream is open. */
function listen(page: Page, watched: { url: string; event: string }): Promise<void> {
  return page.evaluate(({ url, event }) => {
    const arrivals: Arrival[] = [];
    Object.assign(window, { arrivals });
    const source = new EventSource(url);
    source.addEventListener(event, ({ data }) => {
      const arrivedAt = performance.timeOrigin + performance.now();
      arrivals.push({ arrivedAt, sentAt: Date.parse(JSON.parse(data).at) });
    });
    return new Promise<void>((resolve) => source.addEventListener("open", () => resolve(), { once: true }));
  }, watched);
}

function arrivalsOf(page: Page): Promise<Arrival[]> {
  return page.evaluate(() => (window as unknown as Watching).arrivals);
}

function latency({ sentAt, arrivedAt }: Arrival): number {
  return Math.max(0, arrivedAt - sentAt);
}
