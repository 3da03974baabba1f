import { APIError } from "openai";

/**
 * Request fields that make a reply better and that not every model or compatible server knows. One that a server
 * refuses by name is left out from then on, so the first request of a process may be made more than once.
 */
export type OptionalFields<Name extends string> = {
  has(name: Name): boolean;
  /** Runs `send` again without the field that the server refused. */
  send<Result>(send: () => Promise<Result>): Promise<Result>;
};

export function optionalFields<Name extends string>(names: readonly Name[]): OptionalFields<Name> {
  const known = new Set(names);
  return {
    has: (name) => known.has(name),
    async send(send) {
      for (;;) {
        try {
          return await send();
        } catch (error) {
          const refused = [...known].find((name) => isRefusal(error, name));
          if (refused === undefined) throw error;
          known.delete(refused);
        }
      }
    },
  };
}

function isRefusal(error: unknown, name: string): boolean {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return false;
  if (error.param !== null && error.param !== undefined)
    return (
      error.param === name || error.param.startsWith(`${name}.`) || error.param.startsWith(`${name}[`) || error.param.endsWith(`.${name}`)
    );
  return error.message.includes(name);
}
