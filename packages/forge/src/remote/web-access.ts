/** How https remotes are reached from this network; what a company proxy or a custom authority asks for. */
export type WebAccess = {
  /** `http://host:port`, as in HTTPS_PROXY. */
  proxy?: string | undefined;
  /** Hosts that are reached without the proxy, comma-separated, as in NO_PROXY. */
  noProxy?: string | undefined;
  /** Path of a PEM file with every authority that is trusted. */
  caBundle?: string | undefined;
};

/** The variables with which git (libcurl) follows it; an address alone never chooses its own way. */
export function webEnvironment(access: WebAccess = {}): Record<string, string> {
  return {
    ...(access.proxy === undefined ? {} : { https_proxy: access.proxy }),
    ...(access.noProxy === undefined ? {} : { no_proxy: access.noProxy }),
    ...(access.caBundle === undefined ? {} : { GIT_SSL_CAINFO: access.caBundle }),
  };
}
