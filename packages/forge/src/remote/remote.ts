import { BranchName, InvalidInputError, type RepositoryKind } from "@slipway/core";
import { type Credential, type GitTransport, localProgram } from "../git/git-environment.ts";
import { type WebAccess, webEnvironment } from "./web-access.ts";

/** A repository elsewhere, as git is told of it. */
export type Remote = {
  kind: RepositoryKind;
  location: string;
  credential: Credential | null;
  /** Lets `location` be http on a loopback address; for tests and development servers. */
  allowLoopbackHttp?: boolean | undefined;
  web?: WebAccess | undefined;
};

/** What `runGit` needs to speak to a remote. */
type RemoteCall = {
  transport: GitTransport;
  credential: Credential | null;
  credentialUrl?: string;
  environment?: Record<string, string>;
};

/** What a call to `remote` needs; throws InvalidInputError for a location that no call may be made to. */
export function remoteCall(remote: Remote): RemoteCall {
  if (remote.kind === "path") {
    if (!remote.location.startsWith("/")) throw new InvalidInputError(`"${remote.location}" is not an absolute path.`);
    return { transport: "file", credential: null };
  }
  const transport = transportOf(remote);
  return { transport, credential: remote.credential, credentialUrl: remote.location, environment: webEnvironment(remote.web) };
}

function transportOf(remote: Remote): "https" | "http" {
  const url = URL.parse(remote.location);
  if (url?.username || url?.password) throw new InvalidInputError("A repository's address may not carry a user name or password.");
  if (url?.protocol === "https:") return "https";
  if (url?.protocol === "http:" && remote.allowLoopbackHttp && isLoopback(url.hostname)) return "http";
  throw new InvalidInputError(`"${remote.location}" is not an https address. Use https://…`);
}

export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** `--upload-pack=…` for repositories on this machine; nothing for others. */
export function programOption(remote: Remote, program: "upload-pack" | "receive-pack"): string[] {
  return remote.kind === "path" ? [`--${program}=${localProgram(program)}`] : [];
}

/** Returns the name, or throws InvalidInputError with git's rules. */
export function branchName(name: string): string {
  const parsed = BranchName.safeParse(name);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(parsed.error.issues[0]?.message ?? "This is not a branch name.", [
    { path: "branch", message: "Not a branch name." },
  ]);
}
