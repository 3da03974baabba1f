import { InvalidInputError } from "@slipway/core";
import { z } from "zod";
import { explainGithubFailure, isUnclear, type Pause, pauseFor, statusOf, throughRateLimit } from "./github-request.ts";

const Answer = z.object({ number: z.int(), html_url: z.string(), title: z.string(), body: z.string().nullable().default(null) });
type Answer = z.infer<typeof Answer>;

export type EnsurePullRequestOptions = {
  /** The repository's address, `https://host/owner/name`. */
  location: string;
  head: string;
  base: string;
  title: string;
  body: string;
  draft: boolean;
  token: string;
  /** The API's address where it is not github.com's or GitHub Enterprise Server's usual one. */
  apiUrl?: string;
  signal?: AbortSignal;
  /** Waits for rate limits and between retries; real time by default. */
  pause?: Pause;
  now?: () => number;
};

export type PullRequest = { number: number; url: string; created: boolean };

type Call = (route: string, parameters: Record<string, unknown>) => Promise<unknown>;

const createRounds = 3;

/**
 * One open pull request from `head` into `base`: the present one, brought up to date, or a new one. Before every attempt to
 * create, the open ones are read, so an answer that was lost does not lead to a second. Throws ForbiddenError, NotFoundError,
 * InvalidInputError or UnavailableError.
 */
export async function ensurePullRequest(options: EnsurePullRequestOptions): Promise<PullRequest> {
  const { owner, name, apiUrl } = readLocation(options);
  const call = await openCall(options, apiUrl);
  try {
    const present = await findOpen(call, { owner, name }, options);
    if (present !== null) return await update(call, { owner, name }, options, present);
    return await create(call, { owner, name }, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw explainGithubFailure(error, `${owner}/${name}`);
  }
}

type Place = { owner: string; name: string };

function readLocation(options: EnsurePullRequestOptions): Place & { apiUrl: string } {
  const url = URL.parse(options.location);
  const [, owner, name, ...rest] = (url?.pathname ?? "").replace(/(\.git)?\/*$/, "").split("/");
  if (url === null || !owner || !name || rest.length > 0) {
    throw new InvalidInputError(`"${options.location}" is not the address of a GitHub repository. It reads https://github.com/owner/name.`);
  }
  const usual = url.hostname === "github.com" ? "https://api.github.com" : `${url.origin}/api/v3`;
  return { owner, name, apiUrl: options.apiUrl ?? usual };
}

/** octokit's own retries are off: they would repeat a POST whose effect nobody looked for. */
async function openCall(options: EnsurePullRequestOptions, apiUrl: string): Promise<Call> {
  const { Octokit } = await import("octokit");
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: apiUrl.replace(/\/+$/, ""),
    retry: { enabled: false },
    throttle: { enabled: false },
    log: quiet,
    userAgent: "slipway",
  });
  const pause = options.pause ?? pauseFor(options.signal);
  const now = options.now ?? Date.now;
  return (route, parameters) =>
    throughRateLimit(
      async () => {
        const limit = AbortSignal.timeout(30_000);
        const signal = options.signal === undefined ? limit : AbortSignal.any([limit, options.signal]);
        return (await octokit.request(route, { ...parameters, request: { signal } })).data;
      },
      pause,
      now,
    );
}

async function findOpen(call: Call, { owner, name }: Place, options: EnsurePullRequestOptions): Promise<Answer | null> {
  const query = { owner, repo: name, head: `${owner}:${options.head}`, base: options.base, state: "open", per_page: 1 };
  const found = await repeatRead(() => call("GET /repos/{owner}/{repo}/pulls", query), options);
  return z.array(Answer).parse(found)[0] ?? null;
}

async function update(call: Call, { owner, name }: Place, options: EnsurePullRequestOptions, present: Answer): Promise<PullRequest> {
  if (present.title !== options.title || present.body !== options.body) {
    await call("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
      owner,
      repo: name,
      pull_number: present.number,
      title: options.title,
      body: options.body,
    });
  }
  return { number: present.number, url: present.html_url, created: false };
}

async function create(call: Call, place: Place, options: EnsurePullRequestOptions): Promise<PullRequest> {
  for (let round = 1; ; round += 1) {
    const attempt = await tryCreate(call, place, options);
    if (attempt.kind === "made") return attempt.pullRequest;
    const present = await findOpen(call, place, options);
    if (present !== null) return { number: present.number, url: present.html_url, created: attempt.kind === "unclear" };
    if (attempt.kind === "refused") {
      throw new InvalidInputError(`GitHub refuses the pull request: ${message(attempt.error)}`, [], { cause: attempt.error });
    }
    if (round === createRounds) throw attempt.error;
    await (options.pause ?? pauseFor(options.signal))(round * 1_000);
  }
}

/** `unclear`: the answer was lost or a server's fault, so that a pull request may have been made all the same. */
type CreateAttempt = { kind: "made"; pullRequest: PullRequest } | { kind: "refused"; error: unknown } | { kind: "unclear"; error: unknown };

async function tryCreate(call: Call, { owner, name }: Place, options: EnsurePullRequestOptions): Promise<CreateAttempt> {
  const { head, base, title, body, draft } = options;
  try {
    const made = Answer.parse(await call("POST /repos/{owner}/{repo}/pulls", { owner, repo: name, head, base, title, body, draft }));
    return { kind: "made", pullRequest: { number: made.number, url: made.html_url, created: true } };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (statusOf(error) === 422) return { kind: "refused", error };
    if (isUnclear(error)) return { kind: "unclear", error };
    throw error;
  }
}

/** Reading is safe to repeat after a server's fault. */
async function repeatRead<T>(read: () => Promise<T>, options: EnsurePullRequestOptions): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await read();
    } catch (error) {
      options.signal?.throwIfAborted();
      if (round === createRounds || !isUnclear(error)) throw error;
      await (options.pause ?? pauseFor(options.signal))(round * 1_000);
    }
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 500) : "no reason given";
}
