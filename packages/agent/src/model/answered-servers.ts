/**
 * Base URLs that gave a whole reply since the process began. What fails at one of them is an outage that passes, and no wrong address.
 */
export const answeredServers = new Set<string>();
