import { AppError, NotFoundError, UnavailableError } from "@slipway/core";

const START_DOCKER =
  "Docker does not answer. Start it (for example: sudo systemctl start docker), or set DOCKER_HOST to an engine that runs.";
const ALLOW_DOCKER =
  "Docker refuses this user. Add the user to the docker group and log in again, or run Slipway as a user who may use Docker.";
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOENT", "ENOTFOUND", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH"]);

/** Says what was attempted and what to do. Own errors pass unchanged. */
export function translateDockerError(error: unknown, attempted: string): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode, message } = describeError(error);
  if (code === "EACCES") return new UnavailableError(`${ALLOW_DOCKER} (${attempted})`, { cause: error });
  if (code !== undefined && UNREACHABLE.has(code)) return new UnavailableError(`${START_DOCKER} (${attempted})`, { cause: error });
  if (statusCode === 404 && /no such image/i.test(message)) {
    return new NotFoundError(`The sandbox image is not there (${attempted}). Build it with docker/sandbox/build.sh, or pull it.`, {
      cause: error,
    });
  }
  if (statusCode === 404 || statusCode === 409) return new UnavailableError(`The sandbox is gone (${attempted}).`, { cause: error });
  return new UnavailableError(`Docker could not do it (${attempted}): ${message}`, { cause: error });
}

export function isGone(error: unknown): boolean {
  return describeError(error).statusCode === 404;
}

function describeError(error: unknown): { code: string | undefined; statusCode: number | undefined; message: string } {
  if (!(error instanceof Error)) return { code: undefined, statusCode: undefined, message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const statusCode = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : undefined;
  return { code, statusCode, message: error.message };
}
