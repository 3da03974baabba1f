import { expect, test } from "vitest";
import { refuseGatewaySecrets } from "./refuse-gateway-secrets.ts";

test("a secret that no part of the product would send is refused by name; others pass", () => {
  expect(() => refuseGatewaySecrets({ A: "123456", B: { value: "123456", scope: "agent", hosts: [] }, C: null })).not.toThrow();
  expect(() => refuseGatewaySecrets(undefined)).not.toThrow();
  const refused = { TOKEN: { value: "123456", scope: "gateway" as const, hosts: ["a.example"] } };
  expect(() => refuseGatewaySecrets(refused)).toThrow(/cannot send secrets in this version/);
});
