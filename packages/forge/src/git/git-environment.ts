/** Which transports one git call may use. `file` serves repositories on this machine, `http` loopback servers alone. */
export type GitTransport = "none" | "https" | "file" | "http";

export type Credential = { username: string; token: string };

// Historical malformations that many public repositories carry and that harm nobody; everything else fsck finds is refused.
const harmlessFaults = [
  "badDate",
  "badDateOverflow",
  "badEmail",
  "badTimezone",
  "missingEmail",
  "missingNameBeforeEmail",
  "missingSpaceBeforeDate",
  "missingSpaceBeforeEmail",
  "zeroPaddedDate",
  "zeroPaddedFilemode",
];

/** Options of every git call on the host: no hook, no monitor, no transport but the wanted one, every object checked. */
export function gitOptions(transport: GitTransport): string[] {
  const settings = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    "core.alternateRefsCommand=:",
    "protocol.allow=never",
    ...(transport === "none" ? [] : [`protocol.${transport}.allow=always`]),
    "transfer.fsckObjects=true",
    ...harmlessFaults.map((fault) => `fetch.fsck.${fault}=ignore`),
    "safe.bareRepository=explicit",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "http.followRedirects=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
    "gc.auto=0",
    "maintenance.auto=false",
  ];
  return settings.flatMap((setting) => ["-c", setting]);
}

/**
 * The whole environment of a git call; nothing is inherited. The credential travels here alone, so that it stands neither in
 * the process list nor on disk, and is sent to `credentialUrl`'s origin only.
 */
export function gitEnvironment(call: {
  transport: GitTransport;
  credential?: Credential | null;
  credentialUrl?: string;
}): Record<string, string> {
  return {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin",
    HOME: "/nonexistent",
    LC_ALL: "C",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_LFS_SKIP_SMUDGE: "1",
    GIT_CEILING_DIRECTORIES: "/",
    // git's own bound on one allocation: a pack of a few bytes may claim to unpack to any size.
    GIT_ALLOC_LIMIT: "2g",
    GIT_ALLOW_PROTOCOL: transportList(call.transport),
    ...credentialEnvironment(call.credential, call.credentialUrl),
  };
}

function transportList(transport: GitTransport): string {
  return transport === "none" ? "" : transport;
}

function credentialEnvironment(credential: Credential | null | undefined, url: string | undefined): Record<string, string> {
  if (credential === null || credential === undefined || url === undefined) return {};
  const encoded = Buffer.from(`${credential.username}:${credential.token}`).toString("base64");
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${new URL(url).origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${encoded}`,
  };
}

/**
 * The other side of a call to a repository on this machine. Its own configuration is read by that process, so what could
 * execute something is overridden here; `safe.directory` since such a repository may belong to another user.
 */
export function localProgram(program: "upload-pack" | "receive-pack"): string {
  const settings = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.alternateRefsCommand=:",
    "receive.denyCurrentBranch=refuse",
    "receive.autogc=false",
    "gc.auto=0",
    "safe.directory=*",
  ];
  return `git ${settings.map((setting) => `-c '${setting}'`).join(" ")} ${program}`;
}
