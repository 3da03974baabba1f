import { expect, test } from "vitest";
import { addressFault } from "./vet-address.ts";

const own = new Set(["198.41.0.4", "2001:500:2::c"]);
const alwaysClosed = [
  ...["168.63.129.16", "::ffff:168.63.129.16"],
  ...["127.0.0.1", "127.9.9.9", "0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "ff02::1"],
  ...["::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1"],
  ...["2002:7f00:1::1", "2002:a00:1::", "2001::1", "not an address", ""],
];
const privateOnes = ["10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "203.0.113.9", "fd00:ec2::254", "fc00::1", "::ffff:10.0.0.1"];

test("N13: an address that is not public is refused, however it is written", () => {
  for (const address of [...alwaysClosed, ...privateOnes])
    expect([address, addressFault(address, { mayBePrivate: false, own })]).toEqual([address, expect.any(String)]);
});

test("N03: loopback, metadata and embedded addresses stay closed to hosts that may be private", () => {
  for (const address of alwaysClosed)
    expect([address, addressFault(address, { mayBePrivate: true, own })]).toEqual([address, expect.any(String)]);
  for (const address of privateOnes) expect([address, addressFault(address, { mayBePrivate: true, own })]).toEqual([address, null]);
});

test("a public address passes", () => {
  for (const address of ["93.184.215.14", "1.1.1.1", "2606:4700::1111"])
    expect(addressFault(address, { mayBePrivate: false, own })).toBeNull();
});

test("N01: this machine's own public addresses are refused, unless an operator excepted the host", () => {
  for (const address of ["198.41.0.4", "::ffff:198.41.0.4", "2001:500:2::c", "2001:0500:0002:0000:0000:0000:0000:000c"]) {
    expect(addressFault(address, { mayBePrivate: false, own })).toMatch(/this machine.*SLIPWAY_PRIVATE_HOSTS/);
    expect(addressFault(address, { mayBePrivate: true, own })).toBeNull();
  }
});

test("who may open a private address is told, where anybody may", () => {
  expect(addressFault("10.0.0.1", { mayBePrivate: false, own })).toContain("SLIPWAY_PRIVATE_HOSTS");
  expect(addressFault("169.254.169.254", { mayBePrivate: false, own })).not.toContain("SLIPWAY_PRIVATE_HOSTS");
});
