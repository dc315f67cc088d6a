import * as z from "zod";
import { endOfAccess } from "../../core/bounds.ts";
import { Rejected, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { timeOrNone } from "../../core/time.ts";
import {
  defineVendor,
  type HttpRequest,
  type Operation,
  type OperationCall,
  type Session,
  type ShopContext,
  withPersonal,
} from "../../core/vendor.ts";
import { GET_TOKEN, judge } from "./answers.ts";
import { collections } from "./collections.ts";
import { operations } from "./operations.ts";
import { personal } from "./personal.ts";
import { canonical, rawResources } from "./resources.ts";
import { Grant } from "./schema.ts";
import { sources } from "./sources.ts";
import { webhooks } from "./webhooks.ts";
import { writes } from "./writes.ts";

/* ------------------------------------------------------------------- access */

const credentials = z.strictObject({
  appId: z.union([z.string().regex(/^\d+$/), z.number().int().positive()]).describe("id of the app at open.nhanh.vn"),
  secretKey: z.string().min(1).describe("secret key of the app").meta({ secret: true }),
  accessCode: z
    .string()
    .min(1)
    .optional()
    .describe("single-use code of the consent, valid for 10 minutes")
    .meta({ secret: true }),
  accessToken: z
    .string()
    .min(16)
    .optional()
    .describe("a v3 token that the shop already has, together with businessId")
    .meta({ secret: true }),
  businessId: z.union([z.string().regex(/^\d+$/), z.number().int().positive()]).optional(),
  expiredAt: z.number().int().positive().optional().describe("unix seconds at which accessToken ends"),
});

const operationById = (id: string): Operation => operations.find((operation) => operation.id === id)!;
const CHECK_TOKEN = "app.check-access-token";

/** Campaigns, live statistics of Meta and hand-overs to a carrier take seconds by the vendor's own word. */
const slow = new Set([
  "orders.create",
  "orders.update",
  "campaigns.list",
  "campaigns.create",
  "campaigns.resend",
  "shipments.rate",
  "shipments.create",
  "shipments.send",
]);

const businessOf = ({ access }: ShopContext): string | undefined => {
  const id = access.session?.grants?.businessId ?? access.credentials.businessId;
  return id === undefined || id === null ? undefined : String(id);
};

/** Every call is a POST with a JSON body; the token goes raw into `Authorization`, without "Bearer". */
const request = (operation: Operation, call: OperationCall, shop: ShopContext): HttpRequest => {
  const { appId, secretKey, accessCode } = shop.access.credentials;
  const query = new URLSearchParams({ appId: String(appId) });
  const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json" };
  let body = call.body ?? {};
  if (operation.id === GET_TOKEN) body = { accessCode, secretKey };
  else {
    const business = businessOf(shop);
    const token = shop.access.session?.token ?? shop.access.credentials.accessToken;
    if (business === undefined || typeof token !== "string")
      throw new SignInAgain(`${operation.id}: the shop has no token yet`);
    query.set("businessId", business);
    headers.authorization = token;
    if (operation.id === CHECK_TOKEN) body = { secretKey };
  }
  return {
    method: operation.method,
    url: `${shop.hosts[operation.host ?? "api"]}${operation.path}?${query}`,
    headers,
    body: JSON.stringify(body),
    timeout: slow.has(operation.id) ? 60_000 : 30_000,
  };
};

const endOf = (told: unknown): number | undefined => timeOrNone(told, "hanoi");

interface KnownToken {
  readonly accessToken?: string;
  readonly expiredAt?: unknown;
}

/** @param known what the tenant has handed in */
const sessionOf = (answer: unknown, receivedAt: number, known: KnownToken = {}): Session => {
  const grant = Grant.safeParse(answer);
  const data = grant.data?.data;
  const granted = known.accessToken ?? data?.accessToken;
  if (!data || !granted) throw new VendorChanged("app/getaccesstoken: no token in the answer", "");
  return {
    token: granted,
    ...endOfAccess(endOf(data.expiredAt) ?? endOf(known.expiredAt), receivedAt),
    // Depots, pages and permissions are frozen at the consent: later changes of the user's rights need a new one.
    grants: {
      businessId: String(data.businessId),
      depotIds: data.depotIds ?? [],
      pageIds: data.pageIds ?? [],
      permissions: data.permissions ?? [],
    },
  };
};

export const nhanhV3 = defineVendor({
  id: "nhanh-v3",
  name: "Nhanh.vn (Open API v3)",
  hosts: {
    api: "https://pos.open.nhanh.vn",
    vpage: "https://vpage.open.nhanh.vn",
    ship: "https://ship.open.nhanh.vn",
    consent: "https://nhanh.vn",
  },
  credentials,
  settings: z.strictObject({}),
  limits: [
    {
      id: "calls",
      scope: "shop",
      per: "operation",
      capacity: 150,
      windowSeconds: 30,
      source: "Nhanh Open API v3, API Rate Limit",
    },
  ],
  operations,
  resources: withPersonal([...canonical, ...rawResources], personal),
  collections,
  sources,
  writes,
  // Before the consent nobody knows the business.
  account: ({ credentials: given, grants }) => `${given.appId}:${grants?.businessId ?? given.businessId ?? ""}`,

  authorize: async (shop, send) => {
    const { accessCode, accessToken, businessId, expiredAt } = shop.access.credentials;
    if (typeof accessCode === "string") {
      const operation = operationById(GET_TOKEN);
      const answer = await send(request(operation, {}, shop));
      const granted = refusedInstead(() => judge(answer, operation));
      return sessionOf(granted, answer.receivedAt);
    }
    if (typeof accessToken !== "string" || businessId === undefined)
      throw new Rejected("the shop's owner has to give consent first, or hand in accessToken and businessId", {
        code: "consent_required",
        fields: { accessCode: "comes back from the consent page" },
      });
    // A token that was obtained elsewhere is checked, which also tells its permissions and its end.
    const operation = operationById(CHECK_TOKEN);
    const asked: ShopContext = { ...shop, access: { credentials: shop.access.credentials } };
    const answer = await send(request(operation, {}, asked));
    const accepted = refusedInstead(() => judge(answer, operation));
    return sessionOf(accepted, answer.receivedAt, { accessToken, expiredAt });
  },
  // The code is single-use and there is no refresh token: a year later a person has to consent again.
  renewable: false,

  check: async (call) => {
    const { data } = Grant.safeParse(await call(CHECK_TOKEN, {})).data ?? {};
    if (!data) throw new VendorChanged("app/checkaccesstoken: no business in the answer", "");
    const end = endOf(data.expiredAt);
    return {
      businessId: String(data.businessId),
      depotIds: data.depotIds ?? [],
      permissions: data.permissions ?? [],
      ...(end === undefined ? {} : { expiresAt: new Date(end).toISOString() }),
    };
  },

  request,
  judge,
  webhooks,
  consent: {
    address: "nhanh",
    url: ({ credentials: given, returnLink, hosts }) =>
      // The document wants appId and returnLink; integrations add the version.
      `${hosts.consent}/oauth?${new URLSearchParams({ appId: String(given.appId), returnLink, version: "3.0" })}`,
    codeParameter: "accessCode",
    codeField: "accessCode",
  },
});

/** While signing in, a dead token or code is a refusal: there is nothing to sign in again with. */
const refusedInstead = (decide: () => unknown): unknown => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof SignInAgain) throw new Rejected(error.message, { code: "credentials_refused" });
    throw error;
  }
};
