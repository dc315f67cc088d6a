import * as z from "zod";
import { sessionTimes } from "../../core/bounds.ts";
import { Rejected, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { isObject, toId } from "../../core/rows.ts";
import { SECOND } from "../../core/time.ts";
import {
  type Call,
  defineVendor,
  type HttpRequest,
  type Operation,
  type OperationCall,
  type Send,
  type Session,
  type ShopContext,
  withPersonal,
} from "../../core/vendor.ts";
import { judge } from "./answers.ts";
import { collections } from "./collections.ts";
import { read } from "./listings.ts";
import { operations } from "./operations.ts";
import { personal } from "./personal.ts";
import { resources } from "./resources.ts";
import { Token } from "./schema.ts";
import { sources } from "./sources.ts";
import { webhooks } from "./webhooks.ts";
import { writes } from "./writes.ts";

const hosts = { api: "https://public.kiotapi.com", id: "https://id.kiotviet.vn" } as const;
/** F&B shops are another product line with addresses and tokens of its own (field note). */
const foodHosts = { ...hosts, api: "https://publicfnb.kiotapi.com" } as const;

const credentials = z.object({
  clientId: z.string().trim().min(1).describe("ClientId"),
  clientSecret: z.string().trim().min(1).describe("Mã bảo mật (client secret)").meta({ secret: true }),
  retailer: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, "the shop's short name: what stands before .kiotviet.vn")
    .describe("Tên gian hàng (shop name)"),
});

const settings = z.object({
  product: z.enum(["retail", "fnb"]).default("retail").describe("the product line that the shop uses"),
});

// ---- requests ------------------------------------------------------------------------------------------------------

/** Production users wait 90 s in general and 180 s for orders (field note). */
const timeoutOf = (operation: Operation): number =>
  /^(orders|invoices)\.list$/.test(operation.id) ? 180 * SECOND : 90 * SECOND;

/** Lists go as one comma-separated value, which the vendor's framework reads as an array (inferred). */
const queryValue = (value: unknown): string => (Array.isArray(value) ? value.join(",") : String(value));

const addressOf = (operation: Operation, call: OperationCall, base: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams();
  let path = operation.path;
  for (const [name, value] of Object.entries(call.params ?? {})) {
    if (value === undefined || value === null) continue;
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
    else query.append(name, queryValue(value));
  }
  const text = query.toString();
  return `${base[operation.host ?? "api"]}${path}${text ? `?${text}` : ""}`;
};

const request = (operation: Operation, call: OperationCall, shop: ShopContext): HttpRequest => {
  const url = addressOf(operation, call, shop.hosts);
  if (operation.kind === "auth") {
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    const body = new URLSearchParams(call.body as Record<string, string>).toString();
    return { method: operation.method, url, headers, body, timeout: 30 * SECOND };
  }
  const token = shop.access.session?.token;
  if (!token) throw new SignInAgain("KiotViet: no token yet");
  const { retailer } = credentials.parse(shop.access.credentials);
  const headers = { authorization: `Bearer ${token}`, retailer, accept: "application/json" };
  const timeout = timeoutOf(operation);
  return call.body === undefined
    ? { method: operation.method, url, headers, timeout }
    : {
        method: operation.method,
        url,
        headers: { ...headers, "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify(call.body),
        timeout,
      };
};

// ---- signing in ----------------------------------------------------------------------------------------------------

const authorize = async (shop: ShopContext, send: Send): Promise<Session> => {
  const { clientId, clientSecret } = credentials.parse(shop.access.credentials);
  const operation = operations.find(({ id }) => id === "token.create") as Operation;
  const answer = await send(
    request(
      operation,
      {
        body: {
          scopes: shop.settings.product === "fnb" ? "PublicApi.Access.FNB" : "PublicApi.Access",
          grant_type: "client_credentials",
          client_id: clientId,
          client_secret: clientSecret,
        },
      },
      shop,
    ),
  );
  const token = Token.parse(judge(answer, operation));
  return {
    token: token.access_token,
    // 24 hours by the document; there is no refresh token, signing in again is free.
    ...sessionTimes(token.expires_in, answer.receivedAt, 86_400),
    ...(typeof token.scope === "string" && token.scope !== "" ? { grants: { scope: token.scope } } : {}),
  };
};

/** The shop's name cannot be read from the token: only a call with it proves that both belong together (field note). */
const check = async (call: Call) => {
  const page = read(await call("branches.list", { params: { pageSize: 100 } }));
  const branches = page.rows.filter(isObject);
  const owners = [...new Set(branches.flatMap(({ retailerId }) => toId(retailerId) ?? []))];
  return {
    branches: branches.map(({ branchName }) => (typeof branchName === "string" ? branchName : "")),
    ...(owners.length === 1 ? { retailerId: owners[0] } : {}),
    ...(await stockSettings(call)),
  };
};

/** Whether the shop sells and takes orders below stock (§2.22). A shop that does not show it is not held to it. */
const stockSettings = async (call: Call): Promise<Readonly<Record<string, boolean>>> => {
  try {
    const settings = (await call("settings.get", {})) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      ["AllowOrderWhenOutStock", "AllowSellWhenOutStock"].flatMap((name) =>
        typeof settings[name] === "boolean" ? [[name, settings[name]]] : [],
      ),
    );
  } catch (error) {
    if (error instanceof Rejected || error instanceof VendorChanged) return {};
    throw error;
  }
};

export const kiotviet = defineVendor({
  id: "kiotviet",
  name: "KiotViet",
  hosts,
  hostsFor: ({ product }) => (product === "fnb" ? foodHosts : hosts),
  credentials,
  settings,
  limits: [
    {
      id: "get",
      scope: "shop",
      per: "all",
      capacity: 5_000,
      windowSeconds: 3_600,
      source: "KiotViet Public API §2: GET calls are limited to 5,000 requests per hour",
    },
    {
      id: "write",
      scope: "shop",
      per: "all",
      capacity: 250,
      windowSeconds: 1,
      adaptive: true,
      source: "not documented: only GET is limited; halved when the vendor complains",
    },
  ],
  operations,
  resources: withPersonal(resources, personal),
  collections,
  sources,
  writes,
  account: ({ credentials: { retailer }, settings: { product } }) =>
    `${product === "fnb" ? "fnb" : "retail"}:${String(retailer).trim().toLowerCase()}`,
  authorize,
  renewable: true,
  // An hour, as the vendor's own plugin does (field note).
  check,
  request,
  judge,
  webhooks,
});
