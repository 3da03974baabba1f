import { type AppError, ConflictError, ForbiddenError, InvalidInputError, NotFoundError, UnavailableError } from "@slipway/core";
import type { Remote } from "./remote.ts";

type Explanation = { sign: RegExp; explain(remote: Remote, stderr: string): AppError };

// git's messages under LC_ALL=C; the first that fits wins.
const explanations: Explanation[] = [
  {
    sign: /refusing to update checked out branch|branch is currently checked out/i,
    explain: ({ location }) =>
      new ConflictError(
        `The branch is checked out in ${location}. Choose another branch name, or switch to another branch there, and try again.`,
      ),
  },
  {
    sign: /does not appear to be a git repository|not a git repository/i,
    explain: ({ location }) =>
      new InvalidInputError(
        `${location} is not a git repository. Give the folder that holds .git or a bare repository, or run \`git init\` there.`,
      ),
  },
  {
    sign: /shallow roots are not allowed|shallow update not allowed/i,
    explain: ({ location }) =>
      new InvalidInputError(
        `${location} is a shallow clone, without its whole history. Run \`git fetch --unshallow\` there and try again.`,
      ),
  },
  {
    sign: /Authentication failed|could not read Username|could not read Password|returned error: 401|HTTP 401/i,
    explain: ({ location, credential }) =>
      new ForbiddenError(
        credential === null
          ? `${location} asks for authentication. Add a token that may read it, or check that the address is right.`
          : `${location} does not accept the token. Renew it, or check that it may read this repository.`,
      ),
  },
  {
    sign: /returned error: 403|Permission to .* denied/i,
    explain: ({ location }) =>
      new ForbiddenError(`${location} refuses this access. The token needs the right to read and write its contents.`),
  },
  {
    sign: /returned error: 404|repository .* not found|not valid: is this a git repository/i,
    explain: ({ location }) =>
      new NotFoundError(`There is no git repository at ${location}, or it is private and needs a token. Check the address.`),
  },
  {
    sign: /returned error: 30\d|unable to update url base from redirection/i,
    explain: ({ location }) => new InvalidInputError(`${location} redirects elsewhere. Give the address that it leads to.`),
  },
  {
    sign: /Could not resolve host/i,
    explain: ({ location }) =>
      new UnavailableError(`The host of ${location} cannot be found. Check the address and this machine's network.`),
  },
  {
    sign: /SSL certificate|certificate verif|SSL peer/i,
    explain: ({ location }) => new UnavailableError(`The certificate of ${location} is not trusted by this machine.`),
  },
  {
    sign: /Permission denied|unable to (create|open|write)|Read-only file system|insufficient permission/i,
    explain: ({ location }) =>
      new ForbiddenError(`The files of ${location} may not be accessed by the user that runs Slipway. Change their permissions.`),
  },
];

/** The AppError for a failed call to a remote, with what to do about it; unknown failures count as unreachable. */
export function explainRemoteFailure(remote: Remote, stderr: string): AppError {
  const known = explanations.find(({ sign }) => sign.test(stderr));
  if (known !== undefined) return known.explain(remote, stderr);
  const reason = stderr.trim().split("\n").slice(-3).join(" ").slice(0, 500);
  return new UnavailableError(`${remote.location} cannot be reached: ${reason || "git gave no reason"}. Check the address and try again.`);
}
