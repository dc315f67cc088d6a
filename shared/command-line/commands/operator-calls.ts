import { pathPart } from "../path-part.ts";
import type { World } from "../world.ts";

type Options = Readonly<Record<string, string | boolean | undefined>>;

interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
}

/** A command that is one request of the operator's API. */
export interface OperatorCall {
  readonly name: string;
  readonly does: string;
  readonly takes: readonly string[];
  readonly options?: readonly (readonly [flags: string, does: string])[];
  readonly example: string;
  /** What is shown of each row, where the answer is a list. */
  readonly columns?: readonly string[];
  /** Asked again with `cursor` in the body until nothing is left. */
  readonly goesOn?: true;
  call(given: readonly string[], options: Options): Call;
}

const of = (...parts: readonly string[]): string =>
  `/v1/operator/${parts.map((part, index) => pathPart(parts[index - 1] ?? "path", part)).join("/")}`;
const text = (value: string | boolean | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

const ofShop = (
  name: string,
  does: string,
  call: (path: string, options: Options, more: readonly string[]) => Call,
  more: Partial<Pick<OperatorCall, "options" | "columns" | "goesOn" | "example" | "takes">> = {},
): OperatorCall => ({
  name,
  does,
  takes: ["tenant", "shop"],
  example: `tillbridge operator ${name} acme my-shop`,
  ...more,
  call: ([tenant = "", shop = "", ...given], options) => call(of("tenants", tenant, "shops", shop), options, given),
});

export const operatorCalls: readonly OperatorCall[] = [
  {
    name: "dead-letters",
    does: "Messages of a queue (sync, news, slow, backfill, writes, deliveries) that failed too often: whose work each is.",
    takes: ["queue"],
    example: "tillbridge operator dead-letters sync",
    columns: ["id", "sentAt", "bytes", "isOurs", "about"],
    call: ([queue]) => ({ method: "GET", path: of("dead-letters"), query: { queue } }),
  },
  {
    name: "redrive",
    does: "Sends dead letters to their queue again: one, or all of them.",
    takes: ["queue"],
    options: [["--id <id>", "only this one"]],
    example: "tillbridge operator redrive sync",
    call: ([queue], { id }) => ({
      method: "POST",
      path: of("dead-letters", "redrive"),
      body: { queue, ...(text(id) === undefined ? {} : { ids: [id] }) },
    }),
  },
  {
    name: "breakers",
    does: "Shops whose vendor's server answers nothing: since when, and when it is asked again.",
    takes: [],
    options: [
      ["--tenant <id>", "shops of this tenant"],
      ["--vendor <vendor>", "kiotviet, nhanh-v3, ..."],
    ],
    example: "tillbridge operator breakers",
    columns: ["tenant", "shop", "vendor", "host", "since", "nextProbeAt", "serverIsSilent"],
    call: (_, { tenant, vendor }) => ({
      method: "GET",
      path: of("breakers"),
      query: { tenant: text(tenant), vendor: text(vendor) },
    }),
  },
  ofShop(
    "resources",
    "How current a shop's copy is, per resource.",
    (path) => ({ method: "GET", path: `${path}/sync` }),
    {
      columns: ["resource", "state", "lagSeconds", "promisedSeconds", "reason"],
    },
  ),
  ofShop(
    "sync",
    "Reads a shop now; with --full all of it, to compare everything.",
    (path, { full }) => ({ method: "POST", path: `${path}/sync`, body: { full: full === true } }),
    { options: [["--full", "all of it"]] },
  ),
  ofShop(
    "explain",
    "Why a record of a shop is here, or is not.",
    (path, options) => ({
      method: "GET",
      path: `${path}/explain`,
      query: Object.fromEntries(["resource", "id", "code", "phone"].map((name) => [name, text(options[name])])),
    }),
    {
      options: [
        ["--resource <name>", "orders, customers, ..."],
        ["--id <id>", "the vendor's id"],
        ["--code <code>", "the code that people see"],
        ["--phone <phone>", "a phone number"],
      ],
    },
  ),
  ofShop("index", "Builds the index that filters and searches use anew; the vendor is not asked.", (path) => ({
    method: "POST",
    path: `${path}/index`,
  })),
  ofShop("pause", "Stops polling a shop.", (path) => ({ method: "POST", path: `${path}/pause` })),
  ofShop("resume", "Polls a shop again.", (path) => ({ method: "POST", path: `${path}/resume` })),
  {
    name: "suspend",
    does: "Stops all work of a tenant. Its keys are refused; nothing is lost.",
    takes: ["tenant", "reason"],
    example: 'tillbridge operator suspend acme "the contract has ended"',
    call: ([tenant = "", reason]) => ({ method: "POST", path: of("tenants", tenant, "suspend"), body: { reason } }),
  },
  {
    name: "resume-tenant",
    does: "Lets a suspended tenant go on.",
    takes: ["tenant"],
    example: "tillbridge operator resume-tenant acme",
    call: ([tenant = ""]) => ({ method: "POST", path: of("tenants", tenant, "resume") }),
  },
  {
    name: "vendors",
    does: "The vendors, and which of them are paused.",
    takes: [],
    example: "tillbridge operator vendors",
    columns: ["vendor", "name", "paused"],
    call: () => ({ method: "GET", path: of("vendors") }),
  },
  {
    name: "pause-vendor",
    does: "Stops all calls of a vendor, for the shops of all tenants. Readings and writes wait.",
    takes: ["vendor", "reason"],
    example: 'tillbridge operator pause-vendor kiotviet "KiotViet blocks our address"',
    call: ([vendor = "", reason]) => ({ method: "POST", path: of("vendors", vendor, "pause"), body: { reason } }),
  },
  {
    name: "resume-vendor",
    does: "Lets a paused vendor be called again.",
    takes: ["vendor"],
    example: "tillbridge operator resume-vendor kiotviet",
    call: ([vendor = ""]) => ({ method: "POST", path: of("vendors", vendor, "resume") }),
  },
  ofShop("remove-shop", "Removes a shop and its data.", (path) => ({ method: "DELETE", path })),
  ofShop("webhooks", "What is registered at the vendor for a shop.", (path) => ({
    method: "GET",
    path: `${path}/webhooks`,
  })),
  ofShop(
    "publish",
    "Tells a shop's records once more in its feed and to its endpoints, each as it is now.",
    (path, { resource, since }) => ({ method: "POST", path: `${path}/publish`, body: { resource, since } }),
    {
      options: [
        ["--resource <name>", "only this one"],
        ["--since <time>", "only records that have changed since, ISO 8601"],
      ],
    },
  ),
  ofShop(
    "replay-webhooks",
    "Works the vendor's webhooks of a stretch of time off once more.",
    (path, { until, state }, [since]) => ({
      method: "POST",
      path: `${path}/deliveries/replay`,
      body: { since, until, state },
    }),
    {
      takes: ["tenant", "shop", "since"],
      example: "tillbridge operator replay-webhooks acme my-shop 2026-11-28T00:00:00Z",
      options: [
        ["--until <time>", "ISO 8601"],
        ["--state <state>", "waiting, processed, quarantined, ignored or failed"],
      ],
      goesOn: true,
    },
  ),
  {
    name: "usage",
    does: "What a tenant has used on each of the last seven days.",
    takes: ["tenant"],
    example: "tillbridge operator usage acme",
    call: ([tenant = ""]) => ({ method: "GET", path: of("tenants", tenant, "usage") }),
  },
  {
    name: "endpoints",
    does: "Where a tenant is told.",
    takes: ["tenant"],
    example: "tillbridge operator endpoints acme",
    columns: ["id", "url", "state"],
    call: ([tenant = ""]) => ({ method: "GET", path: of("tenants", tenant, "endpoints") }),
  },
  {
    name: "replay-events",
    does: "Sends the events of a stretch of time to an endpoint again.",
    takes: ["tenant", "endpoint", "since"],
    options: [
      ["--until <time>", "ISO 8601"],
      ["--state <state>", "delivered or failed"],
    ],
    example: "tillbridge operator replay-events acme 01kezqvs7ac049c1mv9h02 2026-11-28T00:00:00Z",
    goesOn: true,
    call: ([tenant = "", endpoint = "", since], { until, state }) => ({
      method: "POST",
      path: of("tenants", tenant, "endpoints", endpoint, "replay"),
      body: { since, until, state },
    }),
  },
  {
    name: "rebuild-shops",
    does: "Writes the lines that the list of all shops lacks.",
    takes: [],
    example: "tillbridge operator rebuild-shops",
    goesOn: true,
    call: () => ({ method: "POST", path: of("shops", "rebuild"), body: {} }),
  },
  {
    name: "tenants",
    does: "The tenants.",
    takes: [],
    example: "tillbridge operator tenants",
    columns: ["id", "name", "createdAt"],
    call: () => ({ method: "GET", path: "/v1/tenants", query: { limit: "500" } }),
  },
  {
    name: "remove-tenant",
    does: "Removes a tenant with its shops, their webhooks at the vendors, their secrets and all data.",
    takes: ["tenant"],
    example: "tillbridge operator remove-tenant acme",
    call: ([tenant = ""]) => ({ method: "DELETE", path: `/v1/tenants/${pathPart("tenant", tenant)}` }),
  },
  {
    name: "removal",
    does: "What is left of a tenant that is being removed.",
    takes: ["tenant"],
    example: "tillbridge operator removal acme",
    call: ([tenant = ""]) => ({ method: "GET", path: `/v1/tenants/${pathPart("tenant", tenant)}/removal` }),
  },
  {
    name: "keys",
    does: "The API keys of a tenant.",
    takes: ["tenant"],
    example: "tillbridge operator keys acme",
    columns: ["id", "name", "scope", "createdAt", "expiresAt"],
    call: ([tenant = ""]) => ({ method: "GET", path: of("tenants", tenant, "keys") }),
  },
  {
    name: "operators",
    does: "The operators' keys, with their ends.",
    takes: [],
    example: "tillbridge operator operators",
    columns: ["id", "name", "createdAt", "expiresAt"],
    call: () => ({ method: "GET", path: of("keys") }),
  },
  {
    name: "add-operator",
    does: "Gives an operator, a person or a program, a key.",
    takes: ["name"],
    example: "tillbridge operator add-operator lan",
    call: ([name]) => ({ method: "POST", path: of("keys"), body: { name } }),
  },
  {
    name: "quotas",
    does: "What a tenant may use, and uses.",
    takes: ["tenant"],
    example: "tillbridge operator quotas acme",
    call: ([tenant = ""]) => ({ method: "GET", path: of("tenants", tenant, "quotas") }),
  },
  {
    name: "audit",
    does: "What was done about a tenant, newest first; without one, what operators did; with --all, everything.",
    takes: ["[tenant]"],
    options: [["--all", "the trails of all tenants and of the operators as one"]],
    example: "tillbridge operator audit acme",
    columns: ["at", "by", "tenant", "action", "subject"],
    call: ([tenant], { all }) => ({
      method: "GET",
      path: tenant !== undefined ? of("tenants", tenant, "audit") : all === true ? of("audit", "all") : of("audit"),
    }),
  },
  {
    name: "drift",
    does: "What vendors' answers show that was not known.",
    takes: [],
    example: "tillbridge operator drift",
    columns: ["vendor", "operation", "kind", "path", "lastAt"],
    call: () => ({ method: "GET", path: of("drift") }),
  },
  {
    name: "unrouted",
    does: "Webhooks that belong to no shop.",
    takes: [],
    example: "tillbridge operator unrouted",
    call: () => ({ method: "GET", path: "/v1/unrouted-deliveries" }),
  },
];

export const runOperatorCall = async (
  { api, output }: World,
  { columns, goesOn, call }: OperatorCall,
  given: readonly string[],
  options: Options,
): Promise<void> => {
  const { method, path, query = {}, body } = call(given, options);
  const ask = (more: object = {}) =>
    api.call(method, path, { query, ...(body === undefined ? {} : { body: { ...body, ...more } }) });
  let answer = await ask();
  while (goesOn && answer?.next) answer = added(answer, await ask({ cursor: answer.next }));
  const rows = answer?.data as readonly Readonly<Record<string, unknown>>[] | undefined;
  if (output.json || !columns || !rows) return output.json ? output.value(answer ?? null) : output.say(pretty(answer));
  output.table(
    columns,
    rows.map((row) => columns.map((column) => cellOf(row[column]))),
  );
};

/** Counts of parts, as one. */
const added = (before: Readonly<Record<string, unknown>>, part: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(part).map(([name, value]) => [
      name,
      typeof value === "number" ? value + Number(before[name]) : value,
    ]),
  );

const pretty = (answer: unknown): string => JSON.stringify(answer ?? { done: true }, null, 2);

const cellOf = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return String(value);
  return Object.values(value).map(String).join(" ");
};
