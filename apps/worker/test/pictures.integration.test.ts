import { isTerminal, type TaskStatus } from "@slipway/core";
import { ensureOwner, readEvents, readImage, storeImage } from "@slipway/db";
import { expect, test, vi } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

vi.setConfig({ testTimeout: 120_000 });

/** By its name a model that sees. */
const seeing = "gpt-5";

/** One pixel. */
const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==", "base64");
const page = `<!doctype html><meta name="viewport" content="width=device-width"><title>Shop</title><h1>Shop</h1>
<img src="/missing.png"><div style="height:1500px"></div><script>console.error("no cart"); fetch("/api")</script>`;

const over = ({ status }: { status: TaskStatus }) => isTerminal(status);
const finished = { calls: [{ name: "finish", input: { title: "Done", summary: "Did it." }, callId: "end" }] };

test("a page of a server in the sandbox is photographed, wide and on a phone, for the model and for the person", async () => {
  const shots = [
    { url: "http://localhost:8000/", full_page: true },
    { url: "localhost:8000/index.html", width: "phone", wait_for: "h1" },
    { url: "localhost:8000/long.html", width: "phone", full_page: true },
  ];
  await using repository = await aSampleRepository();
  await using model = await aScriptedModel(({ step }) => {
    if (step === 0) {
      const command = `mkdir site && cat > site/index.html <<'E'\n${page}\nE\nsed s/1500px/6000px/ site/index.html > site/long.html\npython3 -m http.server 8000 -d site & until curl -sf localhost:8000 >/dev/null; do sleep 0.1; done`;
      return { calls: [{ name: "shell", input: { command }, callId: "serve" }] };
    }
    const shot = shots[step - 1];
    return shot === undefined ? finished : { calls: [{ name: "screenshot", input: shot, callId: `shot-${step}` }] };
  });
  await using site = await aWorkerSite(model.variables);
  await site.start();
  const { taskId, attemptId } = await sendTask(site.db, { location: repository.folder, prompt: "Draw the shop", task: { model: seeing } });
  await untilTask(site.db, taskId, over);

  const events = (await readEvents(site.db, { attemptId, after: 0, limit: 1_000 })).map(({ body }) => body);
  const failed = events.filter((body) => body.type === "tool.finished" && body.failed);
  expect(failed).toEqual([]);
  const added = events.flatMap((body) => (body.type === "image.added" ? [body] : []));
  expect(added.map(({ callId, source, image: { width, mediaType } }) => ({ callId, source, width, mediaType }))).toEqual([
    { callId: "shot-1", source: "http://localhost:8000/", width: 1_440, mediaType: "image/png" },
    { callId: "shot-2", source: "http://localhost:8000/index.html", width: 780, mediaType: "image/png" },
    { callId: "shot-3", source: "http://localhost:8000/long.html", width: 780, mediaType: "image/png" },
  ]);
  expect(added[0]?.image.height).toBeGreaterThan(1_500);
  expect(added[1]?.image.height).toBe(1_688);
  expect(added[2]?.image.height).toBe(8_000);
  expect(JSON.stringify(events.find((body) => body.type === "tool.finished" && body.callId === "shot-3"))).toContain("was cut");
  const { content } = await readImage(site.db, { imageId: added[0]?.image.id ?? "", userId: null });
  expect(content).toHaveLength(added[0]?.image.bytes ?? 0);
  const told = events.find((body) => body.type === "tool.finished" && body.callId === "shot-1");
  expect(told).toMatchObject({
    failed: false,
    output: expect.stringMatching(
      /"Shop"[\s\S]*no cart[\s\S]*GET http:\/\/localhost:8000\/missing.png: 404[\s\S]*GET http:\/\/localhost:8000\/api: 404/,
    ),
  });
  expect(JSON.stringify(model.server.requests.at(-1)?.body)).toContain(Buffer.from(content).toString("base64"));
});

test("who only asks can look at a page too, and the work tree stays sealed", async () => {
  await using repository = await aSampleRepository();
  await using model = await aScriptedModel(({ step }) => {
    const command = "mkdir /tmp/site && echo '<title>Answer</title>' > /tmp/site/index.html; touch new || echo sealed";
    if (step === 0) return { calls: [{ name: "shell", input: { command }, callId: "make" }] };
    return step === 1 ? { calls: [{ name: "screenshot", input: { url: "/tmp/site/index.html" }, callId: "shot" }] } : finished;
  });
  await using site = await aWorkerSite(model.variables);
  await site.start();
  const { taskId, attemptId } = await sendTask(site.db, {
    location: repository.folder,
    prompt: "How does it look?",
    task: { mode: "ask", model: seeing },
  });
  expect((await untilTask(site.db, taskId, over)).status).toBe("succeeded");
  const events = (await readEvents(site.db, { attemptId, after: 0, limit: 1_000 })).map(({ body }) => body);
  const [made, shot] = events.flatMap((body) => (body.type === "tool.finished" ? [body] : []));
  expect(made?.output).toContain("sealed");
  expect(shot).toMatchObject({ failed: false, output: expect.stringContaining('"Answer"') });
  expect(events.filter(({ type }) => type === "image.added")).toHaveLength(1);
});

test("the browser reaches what a command of the agent reaches and nothing more, and leaves nothing behind (C19)", async () => {
  const closed = [
    "http://localhost:9999/",
    "http://169.254.169.254/latest/",
    "http://172.17.0.1/",
    "https://example.org/",
    "file:///etc/shadow",
  ];
  await using repository = await aSampleRepository();
  await using model = await aScriptedModel(({ step }) => {
    const url = closed[step];
    if (url !== undefined) return { calls: [{ name: "screenshot", input: { url }, callId: `shot-${step}` }] };
    const command = "pgrep -c chromium; ls /tmp | grep -c slipway";
    return step === closed.length ? { calls: [{ name: "shell", input: { command }, callId: "left" }] } : finished;
  });
  await using site = await aWorkerSite(model.variables);
  await site.start();
  const { taskId, attemptId } = await sendTask(site.db, { location: repository.folder, prompt: "Look" });
  await untilTask(site.db, taskId, over);
  const events = (await readEvents(site.db, { attemptId, after: 0, limit: 1_000 })).map(({ body }) => body);
  const answers = events.flatMap((body) => (body.type === "tool.finished" ? [body.output] : []));
  // What goes through the gateway is refused by it: with a page where it can answer, by closing the tunnel under TLS.
  expect(answers.slice(0, 5).map((answer) => /net::\w+|http:\S+: 403/.exec(answer)?.[0])).toEqual([
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_INTERNET_DISCONNECTED",
    "http://172.17.0.1/: 403",
    "net::ERR_TUNNEL_CONNECTION_FAILED",
    "net::ERR_ACCESS_DENIED",
  ]);
  expect(answers[5]).toMatch(/\n0\n0\n/);
});

test("a picture of the prompt and one of the repository reach the model", async () => {
  await using repository = await aSampleRepository();
  await using model = await aScriptedModel(({ step }) => {
    const command = `echo ${pixel.toString("base64")} | base64 -d > dot.png`;
    if (step === 0) return { calls: [{ name: "shell", input: { command }, callId: "make" }] };
    return step === 1 ? { calls: [{ name: "view_image", input: { path: "dot.png" }, callId: "view" }] } : finished;
  });
  await using site = await aWorkerSite(model.variables);
  await site.start();
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  const upload = await storeImage(site.db, { content: pixel, owner: { userId } });
  const task = { images: [upload.id], model: seeing };
  const { taskId } = await sendTask(site.db, { location: repository.folder, prompt: "As in the picture", task });
  await untilTask(site.db, taskId, over);
  const [first, , last] = model.server.requests.map(({ body }) => JSON.stringify(body));
  expect(first?.split(pixel.toString("base64"))).toHaveLength(2);
  expect(last?.split(`data:image/png;base64,${pixel.toString("base64")}`)).toHaveLength(3);
});

test("a picture is not sent to a model that cannot see, and the person is told", async () => {
  await using repository = await aSampleRepository();
  await using model = await aScriptedModel(() => finished);
  await using site = await aWorkerSite(model.variables);
  await site.start();
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  const upload = await storeImage(site.db, { content: pixel, owner: { userId } });
  const { taskId } = await sendTask(site.db, { location: repository.folder, prompt: "As in the picture", task: { images: [upload.id] } });
  const task = await untilTask(site.db, taskId, over);
  expect(task.turnList[0]?.attempts[0]).toMatchObject({ state: "failed", failure: { message: expect.stringContaining("picture") } });
  expect(model.server.requests).toEqual([]);
});
