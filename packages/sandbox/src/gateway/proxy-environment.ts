const PROXY = "http://127.0.0.1:3128";
/** What is the sandbox itself. Programs differ in which of these forms they read. */
const DIRECT = "localhost,.localhost,127.0.0.1,127.0.0.0/8,0.0.0.0,::1";
/** What the platform puts into a sandbox for its network. Root's, readable by all. */
export const AUTHORITIES_PATH = "/opt/slipway/ca.crt";
const JAVA = ["http", "https"].map((scheme) => `-D${scheme}.proxyHost=127.0.0.1 -D${scheme}.proxyPort=3128`).join(" ");

/** The builder gives its commands these, declared or not, and keeps them neither in the image nor in its history. */
export const BUILD_PROXY: Record<string, string> = {
  HTTP_PROXY: PROXY,
  HTTPS_PROXY: PROXY,
  NO_PROXY: DIRECT,
  http_proxy: PROXY,
  https_proxy: PROXY,
  no_proxy: DIRECT,
};

/** The variables by which programs in a sandbox find the gateway, and the authorities that the host trusts, by themselves. */
export function proxyEnvironment({ hasAuthorities }: { hasAuthorities: boolean }): Record<string, string> {
  const proxy = {
    ...BUILD_PROXY,
    YARN_HTTP_PROXY: PROXY,
    YARN_HTTPS_PROXY: PROXY,
    NODE_USE_ENV_PROXY: "1",
    MAVEN_OPTS: JAVA,
    GRADLE_OPTS: JAVA,
  };
  return hasAuthorities ? { ...proxy, ...AUTHORITIES } : proxy;
}

const AUTHORITIES = {
  SSL_CERT_FILE: AUTHORITIES_PATH,
  CURL_CA_BUNDLE: AUTHORITIES_PATH,
  NODE_EXTRA_CA_CERTS: AUTHORITIES_PATH,
  PIP_CERT: AUTHORITIES_PATH,
  REQUESTS_CA_BUNDLE: AUTHORITIES_PATH,
  GIT_SSL_CAINFO: AUTHORITIES_PATH,
  CARGO_HTTP_CAINFO: AUTHORITIES_PATH,
  AWS_CA_BUNDLE: AUTHORITIES_PATH,
  DENO_CERT: AUTHORITIES_PATH,
};
