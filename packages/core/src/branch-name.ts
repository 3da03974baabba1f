import { z } from "zod";

// git-check-ref-format(1), rules 1–10, with git's own special names refused.
const forbidden =
  /[\p{Cc} ~^:?*[\\\u202A-\u202E\u2066-\u2069\u200B-\u200F\u2060\uFEFF]|\.\.|@\{|\/\/|\.lock(\/|$)|(^|\/)\.|\.$|\/$|^\/|^-|^@$|^HEAD$|^refs\//u;

/** A branch's short name. Stricter than git where git's rules let hidden characters or full ref names through. */
export const BranchName = z
  .string()
  .min(1, { error: "Name a branch." })
  .max(200, { error: "A branch name has at most 200 characters." })
  .refine((name) => !forbidden.test(name), {
    error:
      "This is not a branch name that git accepts: no spaces, control or invisible characters, '..', '~^:?*[\\', leading '-' or '/', trailing '/', '.' or '.lock'.",
  });
export type BranchName = z.infer<typeof BranchName>;
