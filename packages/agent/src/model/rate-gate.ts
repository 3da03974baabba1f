/**
 * What all requests of one account know of its rate limit. Whoever is told of a limit says so, whoever is about to ask looks first; a
 * gate that several processes share makes the whole product wait as one.
 */
export type RateGate = {
  limitedUntil(): Promise<Date | null>;
  /** A limit that ends earlier than the one that is known changes nothing. */
  limit(until: Date): Promise<void>;
};

const accounts = new Map<string, RateGate>();

/** The process's own gate for an account, which is a server and a key. */
export function gateOfAccount({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }): RateGate {
  const account = `${baseUrl}\n${apiKey}`;
  const known = accounts.get(account) ?? openGate();
  accounts.set(account, known);
  return known;
}

function openGate(): RateGate {
  let until: Date | null = null;
  return {
    limitedUntil: async () => until,
    limit: async (next) => {
      if (until === null || next > until) until = next;
    },
  };
}
