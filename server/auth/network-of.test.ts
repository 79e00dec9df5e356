import { expect, test } from "vitest";
import { networkOf } from "./network-of.ts";

test.each([
  ["192.0.2.17", "192.0.2.x"],
  ["::ffff:192.0.2.17", "192.0.2.x"],
  ["2001:db8:aBcd:12:0:0:0:1", "2001:db8:abcd::"],
  ["2001:0db8::1", "2001:db8:0::"],
  ["fe80::1%eth0", "fe80:0:0::"],
  ["::1", "0:0:0::"],
  ["unknown", "unknown"],
])("%s belongs to %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("four groups of IPv6 are one line of a customer", () => {
  expect(networkOf("2001:db8::12:0:0:1", 4)).toBe("2001:db8:0:0::");
});
