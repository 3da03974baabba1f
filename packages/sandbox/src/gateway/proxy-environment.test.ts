import { expect, test } from "vitest";
import { proxyEnvironment } from "./proxy-environment.ts";

test("programs find the gateway under every customary name, and what is local stays local", () => {
  const environment = proxyEnvironment({ hasAuthorities: false });
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"]) expect(environment[name]).toBe("http://127.0.0.1:3128");
  for (const name of ["NO_PROXY", "no_proxy"]) expect(environment[name]).toBe("localhost,.localhost,127.0.0.1,127.0.0.0/8,0.0.0.0,::1");
  expect(environment).toMatchObject({ NODE_USE_ENV_PROXY: "1" });
  expect(environment).not.toHaveProperty("SSL_CERT_FILE");
});

test("the host's authorities are named only where they were put in", () => {
  const environment = proxyEnvironment({ hasAuthorities: true });
  const names = [
    "SSL_CERT_FILE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "PIP_CERT",
    "REQUESTS_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "CARGO_HTTP_CAINFO",
  ];
  for (const name of names) expect(environment[name]).toBe("/opt/slipway/ca.crt");
});
