import * as z from "zod";
import { endOfAccess } from "../../core/bounds.ts";
import { Rejected, VendorChanged } from "../../core/errors.ts";
import { isObject, type Untyped } from "../../core/rows.ts";
import {
  defineVendor,
  type HttpRequest,
  type Operation,
  type OperationCall,
  type ShopContext,
  withPersonal,
} from "../../core/vendor.ts";
import { judge, type Loose } from "./answers.ts";
import { collections } from "./collections.ts";
import { hanoi } from "./listings.ts";
import { operations } from "./operations.ts";
import { personal } from "./personal.ts";
import { resources } from "./resources.ts";
import * as schema from "./schema.ts";
import { toRows } from "./schema.ts";
import { sources } from "./sources.ts";
import { webhooks } from "./webhooks.ts";
import { writes } from "./writes.ts";

/* ------------------------------------------------------------------- calls */

const VERSION = "2.0";

/** The document asks for form-data; values are text, so the parts are written by hand. */
const multipart = (fields: Loose, boundary: string): string =>
  Object.entries(fields)
    .map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .concat(`--${boundary}--\r\n`)
    .join("");

/** Some calls take a bare id or a fixed word instead of JSON (product/detail, product/category). */
const toData = (operation: Operation, body: unknown): string => {
  const data = body ?? operation.body?.safeParse(undefined).data ?? {};
  return typeof data === "string" ? data : JSON.stringify(data);
};

const request = (operation: Operation, call: OperationCall, shop: ShopContext): HttpRequest => {
  const url = new URL(`${shop.hosts[operation.host ?? "api"]}${operation.path}`);
  for (const [name, value] of Object.entries(call.params ?? {})) url.searchParams.set(name, String(value));
  const { credentials, session } = shop.access;
  const own =
    operation.kind === "auth"
      ? { ...(call.body as Loose) }
      : {
          businessId: session?.grants?.businessId ?? "",
          accessToken: session?.token ?? "",
          data: toData(operation, call.body),
        };
  const boundary = `----tillbridge${shop.randomId().replaceAll(/[^0-9A-Za-z]/g, "")}`;
  return {
    method: "POST",
    url: url.href,
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, accept: "application/json" },
    body: multipart({ version: VERSION, appId: credentials.appId, ...own }, boundary),
    timeout: operation.kind === "write" ? 60_000 : 30_000,
  };
};

/* ------------------------------------------------------------------ vendor */

const signIn = operations.find(({ kind }) => kind === "auth")!;

export const nhanhV2 = defineVendor({
  id: "nhanh-v2",
  name: "Nhanh.vn (Open API 2.0)",
  // Nhanh Open API v2, introduction: no support after this day; v3 takes its place.
  sunset: "2026-11-30",
  successor: "nhanh-v3",
  hosts: { api: "https://pos.open.nhanh.vn", consent: "https://nhanh.vn" },
  credentials: z.strictObject({
    appId: z.string().regex(/^\d+$/).describe("id of the app at open.nhanh.vn"),
    secretKey: z.string().min(1).meta({ secret: true }).describe("on the app's page at open.nhanh.vn"),
    accessCode: z
      .string()
      .min(1)
      .optional()
      .meta({ secret: true })
      .describe("brought back by the consent page; works once, within ten minutes"),
    businessId: z
      .union([z.string().regex(/^\d+$/), z.number().int().positive()])
      .optional()
      .describe("the shop's id at Nhanh: the consent of another shop is refused then"),
  }),
  settings: z.strictObject({}),
  limits: [
    {
      id: "calls",
      scope: "shop",
      per: "operation",
      capacity: 150,
      windowSeconds: 30,
      source: "Nhanh Open API v2, API Rate Limit",
    },
  ],
  operations,
  resources: withPersonal(resources, personal),
  collections,
  sources,
  writes,
  // The limit is counted by app, business and address.
  account: ({ credentials, grants }) => `${credentials.appId}:${grants?.businessId ?? ""}`,
  renewable: false,
  authorize: async (shop, send) => {
    const { accessCode, secretKey } = shop.access.credentials;
    if (!accessCode)
      throw new Rejected("a person has to consent in the browser first", { fields: { accessCode: "is missing" } });
    const answer = await send(request(signIn, { body: { accessCode, secretKey } }, shop));
    const parsed = schema.TokenAnswer.safeParse(judge(answer, signIn));
    if (!parsed.success) throw new VendorChanged(`${signIn.path}: no token in the answer`, "");
    const token = schema.Token.parse(isObject(parsed.data.data) ? parsed.data.data : parsed.data);
    return {
      token: token.accessToken,
      ...endOfAccess(hanoi(token.expiredAt) ?? hanoi(token.expiredDateTime), answer.receivedAt),
      grants: {
        businessId: String(token.businessId),
        // Empty: every depot.
        depotIds: token.depotIds ?? [],
        permissions: token.permissions ?? [],
      },
    };
  },
  check: async (call) => {
    const answer: Untyped = await call("depots.list", { body: {} });
    const depots = toRows(answer?.data);
    return { locations: depots.length, names: depots.slice(0, 10).map((depot) => String(depot?.name ?? "")) };
  },
  request,
  judge,
  webhooks,
  consent: {
    address: "nhanh",
    url: ({ credentials, returnLink, hosts }) => {
      const url = new URL(`${hosts.consent}/oauth`);
      url.searchParams.set("version", VERSION);
      url.searchParams.set("appId", String(credentials.appId));
      url.searchParams.set("returnLink", returnLink);
      return url.href;
    },
    codeParameter: "accessCode",
    codeField: "accessCode",
  },
});
