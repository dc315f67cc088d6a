import { createHash, createHmac } from "node:crypto";
import * as z from "zod";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import type { Untyped } from "../../core/rows.ts";
import { SECOND } from "../../core/time.ts";
import {
  type Call,
  defineVendor,
  type HttpRequest,
  type Operation,
  type OperationCall,
  type ShopContext,
  withPersonal,
} from "../../core/vendor.ts";
import { judge } from "./answers.ts";
import { collections } from "./collections.ts";
import { operations } from "./operations.ts";
import { personal } from "./personal.ts";
import { resources } from "./resources.ts";
import { rowsIn } from "./schema.ts";
import { sources } from "./sources.ts";
import { writes } from "./writes.ts";

const Credentials = z.object({
  publicKey: z.string().trim().min(8).describe("Kết nối phần mềm khác, Tạo mã mới: shown once").meta({ secret: true }),
});

const Settings = z.object({
  hmac: z
    .object({
      enabled: z.boolean().default(false),
      canonical: z
        .string()
        .default("{method}\n{path}\n{timestamp}\n{nonce}\n{body}")
        .describe("what is signed; the vendor does not document it. Also: {query}, {bodySha256}"),
    })
    .prefault({}),
});

// ---------------------------------------------------------------------------------------------------- requests

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/**
 * Sending any one of the three headers switches the vendor's check on (iSale External API, HMAC), so all of them go
 * together or none does, and only with writes.
 */
const signature = (request: HttpRequest, shop: ShopContext, key: string): Record<string, string> => {
  const { hmac } = Settings.parse(shop.settings);
  if (!hmac.enabled || request.method === "GET") return {};
  const { pathname, search } = new URL(request.url);
  const timestamp = String(shop.now());
  const nonce = shop.randomId();
  const body = request.body ?? "";
  const bodySha256 = createHash("sha256").update(body).digest("hex");
  const query = search.slice(1);
  const signed = fill(hmac.canonical, {
    method: request.method,
    path: pathname,
    query,
    timestamp,
    nonce,
    body,
    bodySha256,
  });
  return {
    "x-timestamp": timestamp,
    "x-nonce": nonce,
    "x-signature": createHmac("sha256", key).update(signed).digest("hex"),
  };
};

const request = (operation: Operation, call: OperationCall, shop: ShopContext): HttpRequest => {
  const { publicKey } = Credentials.parse(shop.access.credentials);
  const rest = { ...call.params };
  const path = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) query.set(name, String(value));
  const search = query.size === 0 ? "" : `?${query}`;
  const unsigned: HttpRequest = {
    method: operation.method,
    url: `${shop.hosts.api}${path}${search}`,
    headers: {
      authorization: `Apikey ${publicKey}`,
      accept: "application/json",
      ...(call.body !== undefined && { "content-type": "application/json" }),
    },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    timeout: 30 * SECOND,
  };
  return { ...unsigned, headers: { ...unsigned.headers, ...signature(unsigned, shop, publicKey) } };
};

// ----------------------------------------------------------------------------------------------------- account

/** Lists worth a call of the 120 per minute: each stands for one permission. */
const probed = ["orders.list", "products.list", "contacts.list", "leads.list", "calendar-events.list"] as const;

const check = async (call: Call): Promise<Readonly<Record<string, unknown>>> => {
  const permissions: Record<string, boolean> = {};
  for (const id of probed) {
    const permission = operations.find((operation) => operation.id === id)?.permission ?? id;
    permissions[permission] = await allowed(() => call(id, { params: { limit: 1 } }));
  }
  return { permissions, tables: await readableNames(call) };
};

/** For show only: what its list looks like is nowhere documented, and no reason to refuse a key. */
const readableNames = async (call: Call): Promise<readonly string[]> => {
  try {
    return rowsIn(await call("tables.list", {})).map(nameOf);
  } catch (error) {
    if (error instanceof Rejected || error instanceof VendorChanged) return [];
    throw error;
  }
};

const allowed = async (probe: () => Promise<unknown>): Promise<boolean> => {
  try {
    await probe();
    return true;
  } catch (error) {
    if (error instanceof Rejected && error.forbidden) return false;
    throw error;
  }
};

const nameOf = (table: Untyped): string => {
  if (typeof table === "string") return table;
  const word = table?.name ?? table?.table;
  return typeof word === "string" ? word : "";
};

export const isale = defineVendor({
  id: "isale",
  name: "iSale",
  hosts: { api: "https://api2.isale.online" },
  credentials: Credentials,
  settings: Settings,
  // iSale External API, Rate limit. Counted in the memory of each of its machines, so that it may let more through;
  // all tenants of a deployment leave through the same address and share the first one.
  limits: [
    { id: "ip", scope: "ip", per: "all", capacity: 120, windowSeconds: 60, source: "iSale External API, Rate limit" },
    {
      id: "key",
      scope: "shop",
      per: "all",
      capacity: 300,
      windowSeconds: 60,
      // Every call of a key leaves through our address as well, which may make 120.
      within: "ip",
      source: "iSale External API, Rate limit",
    },
    {
      id: "writes",
      scope: "shop",
      per: "all",
      capacity: 60,
      windowSeconds: 60,
      source: "iSale External API, Rate limit",
    },
  ],
  operations,
  resources: withPersonal(resources, personal),
  collections,
  sources,
  writes,
  account: ({ credentials }) =>
    createHash("sha256").update(Credentials.parse(credentials).publicKey).digest("hex").slice(0, 32),
  accountIsKey: true,
  authorize: async (shop, send) => {
    const { publicKey } = Credentials.parse(shop.access.credentials);
    // There is nothing to sign in to. The cheapest call shows whether the key is alive; without its permission the
    // vendor says 403, and that too is said to a living key only.
    const operation = operations.find((each) => each.id === "tables.list")!;
    const answer = await send(request(operation, {}, shop));
    try {
      judge(answer, operation);
    } catch (error) {
      if (error instanceof SignInAgain) throw new Rejected("iSale does not accept this key", { code: "unauthorized" });
      if (!(error instanceof Rejected)) throw error;
      // Another complaint is not about the key, and refusing it would stop the shop until a person types in a new one.
      if (!error.forbidden) throw new RetryLater(`iSale: ${error.message}`);
    }
    return { token: publicKey };
  },
  // A key that was switched off may be switched on again: asking costs one call.
  renewable: true,
  check,
  request,
  judge,
});
