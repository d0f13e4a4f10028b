import { BlockList, isIPv4, isIPv6 } from "node:net";

/** IPv4 that is not the public Internet (IANA special-purpose registry, RFC 6890 and what came after it). */
const NOT_PUBLIC_4: readonly (readonly [net: string, prefix: number])[] = [
  ["0.0.0.0", 8], // this host
  ["10.0.0.0", 8],
  ["100.64.0.0", 10], // carrier-grade NAT; also 100.100.100.200, a cloud's metadata
  ["127.0.0.0", 8],
  ["168.63.129.16", 32], // a cloud's own agent endpoint, on a public-looking address
  ["169.254.0.0", 16], // link-local; also 169.254.169.254, metadata
  ["172.16.0.0", 12],
  ["192.0.0.0", 24], // protocol assignments; also 192.0.0.192, metadata
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16],
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved and broadcast
];
/** What is not public inside 2000::/3, the only range of IPv6 that is public at all. */
const NOT_PUBLIC_6: readonly (readonly [net: string, prefix: number])[] = [
  ["2001::", 23], // protocol assignments: Teredo (carries an IPv4 address), benchmarks, ORCHID
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4 carries an IPv4 address
  ["3fff::", 20], // documentation
];

const refused4 = listOf(NOT_PUBLIC_4, "ipv4");
const refused6 = listOf(NOT_PUBLIC_6, "ipv6");
const public6 = listOf([["2000::", 3]], "ipv6");
const loopback = listOf([["127.0.0.0", 8]], "ipv4");
/** RFC 1918, RFC 6598, loopback; RFC 4193. */
const private4 = listOf(
  [
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
  ],
  "ipv4",
);
const private6 = listOf([["fc00::", 7]], "ipv6");

/**
 * Whether a literal address belongs to the public Internet. IPv4 inside IPv6 (mapped, or behind the well-known NAT64 prefix) is
 * judged as what it leads to; every other form that hides one is refused.
 * @param address dotted IPv4, or IPv6 without brackets; anything else is not public
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refused4.check(address, "ipv4");
  const words = wordsOf(address);
  if (words === null) return false;
  const inside = embedded(words);
  if (inside !== null) return !refused4.check(inside, "ipv4");
  // An ISATAP interface id tunnels to the IPv4 address behind it, whatever prefix stands before it.
  if ((words[4] === 0 || words[4] === 0x0200) && words[5] === 0x5efe) return false;
  return public6.check(address, "ipv6") && !refused6.check(address, "ipv6");
}

/**
 * Whether a literal address lies in somebody's own network: what an administrator may open to connections by naming the host.
 * Link-local addresses, where clouds keep their metadata, are none.
 */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return private4.check(address, "ipv4") && address !== "100.100.100.200"; // a cloud's metadata in carrier-grade NAT
  const words = wordsOf(address);
  if (words === null) return false;
  if (isMapped(words)) return isPrivateAddress(dotted(words));
  return isLoopback(address) || (private6.check(address, "ipv6") && !(words[0] === 0xfd00 && words[1] === 0xec2));
}

export function isLoopback(address: string): boolean {
  if (isIPv4(address)) return loopback.check(address, "ipv4");
  const words = wordsOf(address);
  if (words === null) return false;
  if (words.every((word, i) => word === (i === 7 ? 1 : 0))) return true;
  const mapped = isMapped(words) ? dotted(words) : null;
  return mapped !== null && loopback.check(mapped, "ipv4");
}

/** The eight 16-bit words of an IPv6 address; null for what is none, and for one that names an interface (`%eth0`). */
function wordsOf(address: string): number[] | null {
  if (!isIPv6(address) || address.includes("%")) return null;
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((word) => word.toString(16)).join(":"),
  );
  const [before = "", after] = plain.split("::");
  const read = (text: string) => (text === "" ? [] : text.split(":").map((word) => Number.parseInt(word, 16)));
  const head = read(before);
  const tail = after === undefined ? [] : read(after);
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

/** The IPv4 address inside ::ffff:0:0/96 (mapped) or 64:ff9b::/96 (NAT64, RFC 6052); null where there is none. */
function embedded(words: readonly number[]): string | null {
  const nat64 = words[0] === 0x64 && words[1] === 0xff9b && words.slice(2, 6).every((word) => word === 0);
  return isMapped(words) || nat64 ? dotted(words) : null;
}

function isMapped(words: readonly number[]): boolean {
  return words[5] === 0xffff && words.slice(0, 5).every((word) => word === 0);
}

function dotted(words: readonly number[]): string {
  return [words[6] ?? 0, words[7] ?? 0].flatMap((word) => [word >> 8, word & 255]).join(".");
}

function listOf(nets: readonly (readonly [net: string, prefix: number])[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of nets) list.addSubnet(net, prefix, family);
  return list;
}
