// Runs inside the sandbox, by whatever Node the image has: `node photograph.mjs <folder> <request as JSON> <PATH>`. Drives the image's Chromium
// over its debugging pipe (https://chromedevtools.github.io/devtools-protocol/) and leaves `picture` and `report.json` in the folder.
// Exit code 3: the image has no browser.
import { spawn } from "node:child_process";
import { accessSync, constants, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const [folder, text, path] = process.argv.slice(2);
const request = JSON.parse(text);
const names = ["chromium-headless-shell", "headless_shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const maxPictureBytes = 9 * 2 ** 20;
const maxEntries = 40;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const browser = findBrowser();
if (browser === null) process.exit(3);
// Namespaces and set-user-id programs are refused in here: the container is the sandbox of what the browser loads.
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--hide-scrollbars",
  "--mute-audio",
  "--no-first-run",
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-breakpad",
  "--remote-debugging-pipe",
  `--user-data-dir=${join(folder, "profile")}`,
];
const chromium = spawn(browser, flags, { detached: true, stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const report = { error: null, title: "", url: request.url, text: "", height: 0, isCut: false, console: [], requests: [], notes: [] };
const watched = new Map();
const inFlight = new Set();
let quietSince = Date.now();

const { send, once } = openPipe(chromium.stdio[3], chromium.stdio[4], onEvent);
try {
  await photograph();
} catch (error) {
  report.error = String(error?.message ?? error);
} finally {
  writeFileSync(join(folder, "report.json"), JSON.stringify(report));
  try {
    process.kill(-chromium.pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
  process.exit(0);
}

function findBrowser() {
  for (const name of names) {
    for (const place of path.split(delimiter)) {
      try {
        accessSync(join(place, name), constants.X_OK);
        return join(place, name);
      } catch {
        // Not here.
      }
    }
  }
  return null;
}

/** Messages are JSON, each ended by NUL. */
function openPipe(output, input, onMessage) {
  const answers = new Map();
  const waiting = new Map();
  let last = 0;
  let rest = Buffer.alloc(0);
  const fail = () => {
    for (const { reject } of answers.values()) reject(new Error("the browser ended"));
    answers.clear();
  };
  const take = (message) => {
    const answer = answers.get(message.id);
    answers.delete(message.id);
    if (answer === undefined) {
      onMessage(message);
      waiting.get(message.method)?.(message.params);
    } else if (message.error) answer.reject(new Error(message.error.message));
    else answer.resolve(message.result);
  };
  input.on("data", (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
      take(JSON.parse(rest.toString("utf8", 0, end)));
      rest = rest.subarray(end + 1);
    }
  });
  for (const stream of [input, output]) stream.on("error", fail);
  input.on("close", fail);
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        last += 1;
        answers.set(last, { resolve, reject });
        output.write(`${JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) })}\0`);
      }),
    once: (method) => new Promise((resolve) => waiting.set(method, resolve)),
  };
}

async function photograph() {
  await send("Browser.setDownloadBehavior", { behavior: "deny" });
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  for (const domain of ["Page", "Runtime", "Log", "Network", "Inspector"]) await page(`${domain}.enable`);
  const { width, height, scale, mobile } = request;
  await page("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: scale, mobile });
  if (mobile) await page("Emulation.setTouchEmulationEnabled", { enabled: true });
  const loaded = once("Page.loadEventFired");
  const navigation = await page("Page.navigate", { url: request.url });
  if (navigation.errorText) throw new Error(`the page could not be opened: ${navigation.errorText}`);
  const isLoaded = await Promise.race([loaded.then(() => true), wait(request.loadMs).then(() => false)]);
  if (!isLoaded) report.notes.push(`The page was still loading after ${request.loadMs / 1000} s.`);
  await settle(page);
  await describe(page);
  await takePicture(page);
}

async function settle(page) {
  if (request.selector !== null && !(await appears(page, request.selector))) {
    report.notes.push(`Nothing matched ${request.selector} within ${request.selectorMs / 1000} s.`);
  }
  const deadline = Date.now() + request.quietMs;
  while (Date.now() < deadline && (inFlight.size > 0 || Date.now() - quietSince < 300)) await wait(50);
  if (request.waitMs > 0) await wait(request.waitMs);
  const drawn =
    "(document.fonts?.ready ?? Promise.resolve()).then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))";
  await Promise.race([page("Runtime.evaluate", { expression: drawn, awaitPromise: true }), wait(2_000)]);
}

async function appears(page, selector) {
  const deadline = Date.now() + request.selectorMs;
  const expression = `document.querySelector(${JSON.stringify(selector)}) !== null`;
  while (Date.now() < deadline) {
    const { result, exceptionDetails } = await page("Runtime.evaluate", { expression, returnByValue: true });
    if (exceptionDetails) throw new Error(`wait_for is not a CSS selector: ${selector}`);
    if (result.value === true) return true;
    await wait(100);
  }
  return false;
}

async function describe(page) {
  const expression = "({ title: document.title, url: location.href, text: (document.body?.innerText ?? '').slice(0, 4000) })";
  const { result } = await page("Runtime.evaluate", { expression, returnByValue: true });
  Object.assign(report, result.value);
}

async function takePicture(page) {
  const { cssContentSize } = await page("Page.getLayoutMetrics");
  const whole = Math.max(1, Math.ceil(cssContentSize.height));
  report.height = request.fullPage ? Math.min(whole, request.maxHeight) : request.height;
  report.isCut = request.fullPage && whole > request.maxHeight;
  const clip = { x: 0, y: 0, width: request.width, height: report.height, scale: 1 };
  const area = request.fullPage ? { captureBeyondViewport: true, clip } : {};
  const png = await page("Page.captureScreenshot", { format: "png", ...area });
  let picture = Buffer.from(png.data, "base64");
  if (picture.length > maxPictureBytes) {
    const jpeg = await page("Page.captureScreenshot", { format: "jpeg", quality: 75, ...area });
    picture = Buffer.from(jpeg.data, "base64");
  }
  writeFileSync(join(folder, "picture"), picture);
}

function onEvent({ method, params, sessionId }) {
  if (method === "Page.javascriptDialogOpening") {
    note("console", `dialog (${params.type}): ${params.message}`);
    send("Page.handleJavaScriptDialog", { accept: true }, sessionId).catch(() => undefined);
  } else if (method === "Inspector.targetCrashed") {
    note("console", "the page crashed");
  } else if (method === "Runtime.consoleAPICalled" && ["error", "warning", "assert"].includes(params.type)) {
    note("console", `${params.type}: ${params.args.map(words).join(" ")}`);
  } else if (method === "Runtime.exceptionThrown") {
    const { exception, text: what } = params.exceptionDetails;
    note("console", `uncaught: ${exception?.description ?? what}`);
  } else if (method === "Log.entryAdded" && params.entry.level === "error" && params.entry.source !== "network") {
    note("console", `${params.entry.source}: ${params.entry.text}`);
  } else {
    onTraffic(method, params);
  }
}

function onTraffic(method, params) {
  const id = params?.requestId;
  if (method === "Network.requestWillBeSent") {
    watched.set(id, `${params.request.method} ${params.request.url.slice(0, 300)}`);
    inFlight.add(id);
  } else if (method === "Network.responseReceived") {
    if (params.response.status >= 400) note("requests", `${watched.get(id)}: ${params.response.status} ${params.response.statusText}`);
    // Streams of events never end; what they belong to is on the page already.
    if (params.type === "EventSource") settled(id);
  } else if (method === "Network.loadingFinished") {
    settled(id);
  } else if (method === "Network.loadingFailed") {
    settled(id);
    if (!params.canceled) note("requests", `${watched.get(id)}: ${params.errorText}`);
  }
}

function settled(id) {
  inFlight.delete(id);
  quietSince = Date.now();
}

function words({ value, description, preview }) {
  if (preview?.subtype === undefined && preview?.properties.length > 0) {
    return `{ ${preview.properties.map((property) => `${property.name}: ${property.value}`).join(", ")} }`;
  }
  return description ?? String(value);
}

function note(list, line) {
  if (report[list].length < maxEntries) report[list].push(line.slice(0, 1_000));
}
