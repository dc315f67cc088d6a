import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * Addresses that a tenant's endpoint may not have: our own network, this machine, the cloud's metadata service.
 * IANA IPv4 and IPv6 Special-Purpose Address Registries; of IPv6 only global unicast is public at all.
 */
const closed = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  closed.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  // Teredo and 6to4 carry an IPv4 address of their own choice; the others are for documents and tests.
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  closed.addSubnet(network, prefix, "ipv6");
const global = new BlockList();
global.addSubnet("2000::", 3, "ipv6");

export const isPublicAddress = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, "ipv4");
  // Mapped addresses (::ffff:10.0.0.1), link-local and unique local ones lie outside of 2000::/3.
  return family === 6 && global.check(address, "ipv6") && !closed.check(address, "ipv6");
};

export const isLoopbackHost = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** Why an endpoint's address is refused; undefined: it may be used, as far as its text tells. */
export const addressFault = (text: string, allowLocal: boolean): string | undefined => {
  if (!URL.canParse(text)) return "not a URL";
  const url = new URL(text);
  const local = allowLocal && isLoopbackHost(url.hostname);
  if (url.protocol !== "https:" && !(local && url.protocol === "http:")) return "must begin with https://";
  if (url.username !== "" || url.password !== "") return "must not carry a user name or password";
  if (local) return undefined;
  // A name that ends in a dot is the same name.
  const host = url.hostname.replace(/^\[|\]$|\.+$/g, "");
  if (isIP(host) !== 0) return isPublicAddress(host) ? undefined : "must be a public address";
  if (!host.includes(".") || /\.(local|internal|localhost|home\.arpa)$/i.test(host)) return "must be a public name";
  return undefined;
};

/** Resolves a name as it is dialled, so that a name cannot point elsewhere between a check and the connection. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 0);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(Object.assign(new Error("not a public address"), { code: "EADDRREFUSED" }), "", 0);
    }
    // With `all` the caller wants the list (Happy Eyeballs).
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};
