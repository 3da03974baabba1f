import { realpathSync, statSync } from "node:fs";
import { basename, isAbsolute, sep } from "node:path";
import { InvalidInputError, type RepositoryKind } from "@slipway/core";
import { isLoopback } from "./remote.ts";

export type RepositoryLocation = { kind: RepositoryKind; location: string; name: string };

export type LocationPolicy = {
  /** Folders under which paths are accepted, links resolved; `any` while only the operator can reach the dashboard. */
  allowPaths: "any" | readonly string[];
  /** Hosts that speak GitHub's API. */
  githubHosts?: readonly string[];
  allowLoopbackHttp?: boolean;
};

/** Checks what a person typed and brings it into one form. Throws InvalidInputError that says what to give. */
export function parseRepositoryLocation(
  input: { url?: string | undefined; path?: string | undefined },
  policy: LocationPolicy,
): RepositoryLocation {
  if (input.path !== undefined && input.url === undefined) return parsePath(input.path, policy.allowPaths);
  if (input.url !== undefined && input.path === undefined) return parseUrl(input.url, policy);
  throw refusal("", "Give either url (https://…) or path (a folder on this machine).");
}

function parsePath(path: string, allowPaths: LocationPolicy["allowPaths"]): RepositoryLocation {
  if (path.includes("\0") || !isAbsolute(path)) throw refusal("path", "Give an absolute path, such as /home/me/project.");
  const location = realFolder(path);
  if (allowPaths !== "any" && !allowPaths.some((folder) => isInside(location, folder))) {
    throw refusal(
      "path",
      allowPaths.length === 0
        ? "Repositories on this machine are not accepted here. Set SLIPWAY_LOCAL_REPOSITORIES to the folder that holds them."
        : `Only repositories under ${allowPaths.join(", ")} are accepted (SLIPWAY_LOCAL_REPOSITORIES).`,
    );
  }
  const name = basename(location) === ".git" ? basename(location.slice(0, -"/.git".length)) : basename(location);
  return { kind: "path", location, name: name.replace(/\.git$/, "") || "repository" };
}

function realFolder(path: string): string {
  try {
    const location = realpathSync(path);
    if (statSync(location).isDirectory()) return location;
  } catch {
    throw refusal("path", `There is no folder ${path} that Slipway can read on this machine.`);
  }
  throw refusal("path", `${path} is not a folder.`);
}

function isInside(location: string, folder: string): boolean {
  try {
    const root = realpathSync(folder);
    return location === root || location.startsWith(root.endsWith(sep) ? root : root + sep);
  } catch {
    return false;
  }
}

function parseUrl(text: string, policy: LocationPolicy): RepositoryLocation {
  const url = URL.parse(text);
  if (url === null || !isAcceptedScheme(url, policy)) {
    throw refusal("url", "Give an https address such as https://github.com/owner/name. For a folder on this machine, give its path.");
  }
  if (url.username !== "" || url.password !== "") {
    throw refusal("url", "Leave the user name and password out of the address; a token is set in the settings.");
  }
  const path = url.pathname.replace(/\/+$/, "");
  // Percent escapes and dots could make two spellings, or a header, of one address.
  if (url.search !== "" || url.hash !== "" || !/^(\/[\w.~+@-]+)+$/.test(path)) {
    throw refusal("url", "Give the address of the repository alone, without query, fragment or special characters.");
  }
  const github = (policy.githubHosts ?? ["github.com"]).includes(url.hostname);
  const bare = path.replace(/\.git$/, "");
  if (github && bare.split("/").length !== 3) throw refusal("url", "A GitHub address reads https://github.com/owner/name.");
  const name = bare.split("/").slice(-2).join("/").replace(/^\//, "");
  return { kind: github ? "github" : "https", location: `${url.origin}${github ? bare : path}`, name };
}

function isAcceptedScheme(url: URL, policy: LocationPolicy): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && policy.allowLoopbackHttp === true && isLoopback(url.hostname));
}

function refusal(path: string, message: string): InvalidInputError {
  return new InvalidInputError(message, [{ path, message }]);
}
