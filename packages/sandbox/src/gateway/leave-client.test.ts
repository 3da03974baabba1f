import { describe, expect, test } from "vitest";
import { openTestProxy } from "../../test/open-test-proxy.ts";

describe("a client that is refused leaves no place taken, also when it goes on sending", () => {
  const refused: Record<string, string> = {
    "a tunnel": "CONNECT other.test:443 HTTP/1.1\r\nHost: other.test:443\r\n\r\n",
    "a tunnel in a tunnel":
      "CONNECT allowed.test:80 HTTP/1.1\r\nHost: allowed.test:80\r\n\r\nCONNECT other.test:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a switch of protocol": "GET http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "a plain request": "GET http://other.test/ HTTP/1.1\r\nHost: other.test\r\n\r\n",
    "no HTTP": "nonsense\r\n\r\n",
  };
  for (const [name, bytes] of Object.entries(refused)) {
    test(name, async () => {
      await using proxy = await openTestProxy();
      const client = proxy.connect();
      client.send(bytes);
      const text = await client.ended();
      expect(text).toMatch(/HTTP\/1\.1 40[03] .*[\s\S]*Slipway: .*\.\n$/);
      client.send("more\r\n\r\n");
      client.finish();
      await client.closed();
    });
  }
});
