import { isIPv6 } from "node:net";

/**
 * The network an address belongs to: the first three numbers of IPv4; of IPv6 the first `groups` groups, three of which are what a provider
 * hands to one customer. Enough to recognise a place, not enough to follow a person.
 */
export function networkOf(address: string, groups = 3): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (!isIPv6(plain)) return plain.includes(".") ? `${plain.split(".").slice(0, 3).join(".")}.x` : plain;
  const [head = "", tail = ""] = plain.split("::");
  const [before, after] = [head, tail].map((part) => part.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => "0");
  const all = [...(before ?? []), ...zeros, ...(after ?? [])].map((group) => group.replace(/^0+(?=.)/, "").toLowerCase());
  return `${all.slice(0, groups).join(":")}::`;
}
