import type { Route } from "../../../shared/api/route.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { twinned, twinOf } from "../../../shared/api/routes/operator-tenants.ts";
import { eventId } from "../../../shared/core/events.ts";
import { silentAgain } from "../../../shared/core/silence.ts";
import type { WriteKind } from "../../../shared/core/vendor.ts";
import { refOf } from "../../../shared/stores/shops.ts";
import { exampleEvent } from "../../../shared/usecases/events/example-event.ts";
import { renewalAddress } from "../../../shared/usecases/shops/renewal.ts";
import { startReceiver } from "../../flows/webhooks/receiver.ts";
import { operatorKey, type TestStack } from "../../helpers/memory-deps.ts";
import { allFields, type Known } from "../writes/fidelity-fields.ts";
import { type ExampleWorld, openExampleWorld } from "./world.ts";

/** One request of an operation, and how it was answered. */
export interface Example {
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
  readonly answer?: unknown;
}

export type Examples = Readonly<Record<string, Example>>;

interface Ask {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const NOT_FOR_EYES: readonly (readonly [RegExp, string])[] = [
  [/tbo?_[\w-]{20,}/g, "tb_..."],
  [/tbp_[\w-]{20,}/g, "tbp_..."],
  [/\/connect\/[\w-]{32}/g, "/connect/..."],
  [/\/consent\/[\w-]{32}/g, "/consent/..."],
  [/("ticket":)"[\w-]{32}"/g, '$1"ticket-of-a-link-0123456789abcde"'],
  [/("renewal":)"[^"]*"/g, '$1"..."'],
  [/http:\/\/127\.0\.0\.1:\d+\/hooks/g, "https://crm.example/hooks"],
  [/("(?:clientSecret|secretKey|accessToken|apiKey|api_key)":)"[^"]*"/g, '$1"..."'],
  [/whsec_[\w+/=-]{20,}/g, "whsec_..."],
];

/** Of a browser: they say who it is. */
const ofBrowsers: readonly string[] = ["cookie", "tillbridge-page"];

const cleaned = (value: unknown): unknown => {
  if (value === undefined) return undefined;
  let text = JSON.stringify(value);
  for (const [pattern, instead] of NOT_FOR_EYES) text = text.replaceAll(pattern, instead);
  return shortened(JSON.parse(text));
};

/** Two entries of a list show its form, and the first letters of a long text. */
const shortened = (value: unknown): unknown => {
  if (typeof value === "string") return value.length > 300 ? `${value.slice(0, 300)}...` : value;
  if (Array.isArray(value)) return value.slice(0, 2).map(shortened);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shortened(inner)]));
};

/** Asks for every operation once, in an order in which each finds what it needs. */
export const takeTour = async (): Promise<Examples> => {
  const world = await openExampleWorld();
  const { stack, key } = world;
  const examples: Record<string, Example> = {};
  let count = 0;

  const asked = new Map<string, Ask>();
  const ask = async (operationId: string, { params = {}, query, body, headers = {} }: Ask = {}): Promise<any> => {
    const route = routes.find((one) => one.operationId === operationId);
    if (!route) throw new Error(`there is no operation ${operationId}`);
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? `missing-${name}`);
    if (!asked.has(operationId)) asked.set(operationId, { params, query, body, headers } as Ask);
    count += 1;
    const own: Record<string, string> = route.idempotencyKey
      ? { "idempotency-key": `order-${1_000 + count}`, ...headers }
      : { ...headers };
    const shownHeaders = Object.fromEntries(Object.entries(own).filter(([name]) => !ofBrowsers.includes(name)));
    const answer = await stack.request(route.method, query ? `${path}?${query}` : path, {
      ...keyFor(route, key),
      body,
      headers: own,
    });
    // A page says what is the matter.
    if (answer.status >= 400 && !isOfHtml(answer))
      throw new Error(`${operationId}: ${answer.status} ${JSON.stringify(answer.body)}`);
    examples[operationId] ??= {
      path: cleaned(path) as string,
      ...(query ? { query } : {}),
      ...(Object.keys(shownHeaders).length > 0 ? { headers: shownHeaders } : {}),
      ...(body === undefined ? {} : { body: cleaned(body) }),
      status: answer.status,
      ...(answer.body === "" ? {} : { answer: cleaned(headOf(operationId, answer.body)) }),
    };
    return answer.body;
  };

  await askAboutTheDeployment(ask);
  await askAboutShops(ask, world);
  await askForRecords(ask, world);
  await askForWrites(ask, world);
  await askForEvents(ask, world);
  await askForWebhooks(ask, world);
  await askInATenantsPlace(ask, asked);
  await askForTheEnd(ask, world);
  return Object.fromEntries(Object.entries(examples).sort(([left], [right]) => (left < right ? -1 : 1)));
};

type AskFor = (operationId: string, options?: Ask) => Promise<any>;
const shop = "kiotviet";

/** The document is no example of itself. */
const headOf = (operationId: string, body: any): unknown =>
  operationId === "getOpenApi" ? { openapi: body.openapi, info: body.info } : body;

const isOfHtml = ({ headers }: { readonly headers: Readonly<Record<string, unknown>> }): boolean =>
  String(headers["content-type"] ?? "").startsWith("text/html");

const keyFor = (route: Route, key: string): { key?: string } =>
  route.access === "public" || route.access === "connect"
    ? {}
    : { key: route.access === "operator" ? operatorKey : key };

const askAboutTheDeployment = async (ask: AskFor): Promise<void> => {
  await ask("getHealth");
  await ask("getOpenApi");
  await ask("getProblem", { params: { code: "unknown-shop" } });
  await ask("createTenant", { body: { id: "globex", name: "Globex ERP" } });
  await ask("listTenants", { query: "limit=2" });
  await ask("getTenant", { params: { tenant: "acme" } });
  await ask("setRetention", { body: { resources: { "*": { deleted: 30 }, orders: { raw: 365 } }, deliveries: 7 } });
  await ask("getRetention");
  await ask("updateTenant", { params: { tenant: "globex" }, body: { name: "Globex" } });
  await ask("createTenantKey", { params: { tenant: "globex" }, body: { name: "main", scope: "admin" } });
  await ask("getTenantQuotas", { params: { tenant: "globex" } });
  await ask("setTenantQuotas", { params: { tenant: "globex" }, body: { unitsPerMinute: 12_000 } });
  await ask("listTenantAuditEntries", { params: { tenant: "globex" } });
  const operator = await ask("createOperatorKey", { body: { name: "lan" } });
  await ask("listOperatorKeys");
  const next = await ask("rotateOperatorKey", { params: { key: operator.id } });
  await ask("deleteOperatorKey", { params: { key: next.id } });
  await ask("suspendTenant", { params: { tenant: "globex" }, body: { reason: "The contract has ended." } });
  await ask("resumeTenant", { params: { tenant: "globex" } });
  await ask("pauseVendor", { params: { vendor: "isale" }, body: { reason: "iSale blocks our address." } });
  await ask("listVendorStandings");
  await ask("resumeVendor", { params: { vendor: "isale" } });
  await ask("getTenantUsage", { params: { tenant: "acme" }, query: "days=2" });
  await ask("listAllAuditEntries", { query: "limit=2" });
  await ask("rebuildShopList", { body: {} });
  await ask("listOperatorAuditEntries", { query: "limit=2" });
  await ask("listDrift");
  await ask("listDeadLetters", { query: "queue=sync" });
  await ask("redriveDeadLetters", { body: { queue: "sync" } });
  await ask("getDeploymentStatus");
  await ask("listAllShops", { query: "limit=2" });
  await ask("listUnroutedDeliveries");
  const spare = await ask("createKey", { body: { name: "reports", scope: "read" } });
  await ask("listKeys");
  const rotated = await ask("rotateKey", { params: { key: spare.id }, body: { overlapSeconds: 3_600 } });
  await ask("deleteKey", { params: { key: rotated.id } });
  await ask("listAuditEntries", { query: "limit=2" });
  await ask("getQuotas");
};

const askAboutShops = async (ask: AskFor, { stack, simulators, hostsOf }: ExampleWorld): Promise<void> => {
  await ask("listVendors");
  await ask("listVendorWrites", { params: { vendor: "kiotviet" } });
  const { credentials, settings } = simulators.kiotviet!;
  await ask("createShop", {
    body: { id: "my-shop", vendor: "kiotviet", name: "My shop", credentials, settings, hosts: hostsOf("kiotviet") },
  });
  await stack.drain();
  await ask("listShops", { query: "limit=2" });
  await ask("getShop", { params: { shop } });
  await ask("updateShop", { params: { shop }, body: { schedule: { orders: 60, "*": 300 }, quietHours: [1, 5] } });
  await ask("updateShop", { params: { shop }, body: { schedule: {}, quietHours: null } });
  await ask("replaceCredentials", { params: { shop }, body: credentials });
  await ask("checkShop", { params: { shop } });
  await ask("getBudget", { params: { shop } });
  await ask("pauseShop", { params: { shop: "my-shop" } });
  await ask("resumeShop", { params: { shop: "my-shop" } });
  await ask("getSyncStatus", { params: { shop } });
  await ask("getActivity", { params: { shop }, query: "days=1" });
  const silent = { tenant: "acme", shop: "pancake" };
  await stack.deps.shops.change(silent, { silence: silentAgain(undefined, "pancake.test", stack.deps.clock()) });
  await ask("listBreakers");
  await stack.deps.shops.change(silent, { silence: undefined });
  await ask("startSync", { params: { shop }, body: { resources: ["orders"] } });
  await ask("buildIndex", { params: { shop } });
  await ask("createConsent", { params: { shop: "nhanh-v3" } });
  await ask("createConnectLink", {
    body: { vendors: ["kiotviet", "pancake"], returnUrl: "https://crm.example/shops" },
  });
  await ask("createPortalToken", { params: { shop } });
  await ask("signIn");
  await ask("getSession");
  await ask("signOut");
};

/** What is looked for in all shops. */
const foundInAllShops: Readonly<Record<string, string>> = {
  listOrdersOfAllShops: "limit=1&sort=newest",
  listInvoicesOfAllShops: "limit=1&sort=newest",
  listReturnsOfAllShops: "limit=1&sort=newest",
  listCustomersOfAllShops: "limit=1&sort=newest",
  listProductsOfAllShops: "limit=1&sort=newest",
  searchRecords: "q=DH000008&limit=1",
};

const askForRecords = async (ask: AskFor, world: ExampleWorld): Promise<void> => {
  await ask("exportTenant", { query: "limit=2" });
  const { stack, shops } = world;
  // No sandbox has one from its beginning.
  for (const resource of ["promotions", "advanced-promotions"]) {
    const record = { id: "77", code: "TET2026", name: "Khuyến mãi Tết", active: true };
    const seen = { id: "77", modified: undefined, record, raw: { id: 77, name: record.name } };
    await stack.deps.records.upsert({ tenant: "acme", shop: "pancake" }, resource, [seen], stack.deps.clock());
  }
  const idIn = async (name: string, resource: string): Promise<string | undefined> => {
    const answer = await stack.request("GET", `/v1/shops/${name}/${resource}?limit=1`, { key: world.key });
    return answer.status === 200 ? answer.body.data[0]?.id : undefined;
  };
  const isList = ({ tag, path, operationId }: Route) =>
    tag === "Records" && operationId.startsWith("list") && path.startsWith("/v1/shops/");
  for (const route of routes.filter(isList)) {
    const resource = route.path.includes("{resource}") ? "surcharges" : route.path.split("/").at(-1)!;
    const one = routes.find(({ path, method }) => method === "GET" && path === `${route.path}/{id}`)!;
    for (const name of shops) {
      const id = await idIn(name, resource);
      if (id === undefined) continue;
      await ask(route.operationId, { params: { shop: name, resource }, query: "limit=2" });
      await ask(one.operationId, { params: { shop: name, resource, id } });
      break;
    }
  }
  await stack.drain();
  for (const [operationId, query] of Object.entries(foundInAllShops)) await ask(operationId, { query });
  const id = (await idIn(shop, "customers"))!;
  const params = { shop, resource: "customers", id };
  await ask("replaceMetadata", { params, body: { crm: "C-17", vip: true } });
  await ask("updateMetadata", { params, body: { vip: null } });
  await ask("deleteMetadata", { params });
  await stack.drain();
  await ask("getRecordHistory", { params });
  await ask("listChanges", { params: { shop }, query: "limit=2" });
  await ask("listAllChanges", { query: "limit=2&include=record&resources=orders" });
  await ask("explainRecord", { params: { shop }, query: "resource=customers&id=1" });
  await ask("startVerification", { params: { shop, resource: "customers" }, body: { sample: 2 } });
  await stack.drain();
  await ask("getVerification", { params: { shop, resource: "customers" } });
  await ask("listDeletions", { params: { shop, resource: "customers" } });
  await ask("decideDeletions", { params: { shop, resource: "customers" }, body: { decision: "dismiss" } });
};

/** What commands name, as the copy of a shop has it. */
const knownIn = async ({ stack }: ExampleWorld, name: string): Promise<Known> => {
  const { records } = stack.deps;
  const stored = await stack.deps.shops.find({ tenant: "acme", shop: name });
  const idsOf = async (resource: string): Promise<string[]> =>
    (await records.page(refOf(stored), resource, { limit: 50 })).records.map(({ id }) => id);
  const [products, locations, customers] = await Promise.all(["products", "locations", "customers"].map(idsOf));
  const first = async (resource: string): Promise<string | undefined> => (await idsOf(resource))[0];
  return {
    productId: products![0]!,
    otherProductId: products![1]!,
    locationId: locations![0]!,
    otherLocationId: locations![1],
    customerId: customers![0]!,
    orderId: await first("orders"),
    invoiceId: await first("invoices"),
    categoryId: await first("categories"),
    staffId: await first("staff"),
    tag: undefined,
    group: undefined,
    vendor: stored.vendor,
    supplierIds: await idsOf("suppliers"),
    purchaseId: await first("purchase-orders"),
    transferId: await first("transfers"),
    campaignId: await first("voucher-campaigns"),
    priceBookId: await first("price-books"),
    codes: [],
    onHand: 0,
    shipmentId: undefined,
  };
};

const spot = (name: string) => ({
  name,
  phone: "0912345678",
  address: { line: "1 Lê Lợi", provinceId: "254", wardId: "1116" },
});

/** Commands of which only the id or a code says what they are about. */
const shortCommands = (known: Known): Partial<Record<WriteKind, object>> => ({
  "invoices.update": { id: known.invoiceId, channel: "Facebook" },
  "invoices.cancel": { id: known.invoiceId },
  "products.delete": { id: known.otherProductId },
  "customers.delete": { id: known.customerId },
  "categories.delete": { id: known.categoryId },
  "purchases.cancel": { id: known.purchaseId },
  "transfers.cancel": { id: known.transferId },
  "vouchers.release": { campaignId: known.campaignId, codes: ["TET-1"] },
  "vouchers.cancel": { campaignId: known.campaignId, codes: ["TET-1"] },
  "shipments.create": {
    sender: spot("Kho"),
    receiver: spot("Nguyễn Thị Lan"),
    lines: [{ name: "Áo thun", quantity: 1, price: 100_000 }],
    weightGrams: 500,
    carrierCode: "AHAMOVE",
    serviceCode: "5",
  },
  "shipments.send": { id: "501" },
  "shipments.cancel": { id: "501" },
});

const commandsFor = (kind: WriteKind, known: Known): object[] => {
  const short = shortCommands(known)[kind];
  const isWhole = short !== undefined && Object.values(short).every((value) => value !== undefined);
  return [
    ...(isWhole ? [short] : []),
    ...allFields(known).flatMap((field) => (field.kind === kind ? [field.command] : [])),
  ];
};

const kindOf = (route: Route): WriteKind | undefined =>
  (route.body?.meta() as { commandOf?: WriteKind } | undefined)?.commandOf;

const askForWrites = async (ask: AskFor, world: ExampleWorld): Promise<void> => {
  const known = new Map<string, Known>();
  for (const name of world.shops) known.set(name, await knownIn(world, name));
  const written: { shop: string; write: string }[] = [];
  for (const route of routes.filter((one) => kindOf(one) !== undefined)) {
    const kind = kindOf(route)!;
    const failures: string[] = [];
    let done = false;
    for (const [name, of] of known) {
      if (done) break;
      for (const command of commandsFor(kind, of)) {
        const { id, ...rest } = command as { id?: string };
        const byId = route.path.includes("{id}");
        if (byId && id === undefined) continue;
        const body = byId ? (Object.keys(rest).length > 0 ? rest : undefined) : command;
        try {
          const entry = await ask(route.operationId, { params: { shop: name, ...(byId ? { id: id! } : {}) }, body });
          written.push({ shop: name, write: entry.id });
          done = true;
          break;
        } catch (error) {
          failures.push(`${name}: ${(error as Error).message}`);
        }
      }
    }
    if (!done) throw new Error(`${route.operationId} of ${kind}: ${failures.slice(0, 4).join("\n")}`);
  }
  const [first] = written;
  await ask("getWrite", { params: first!, query: "wait=0" });
  await ask("listWrites", { params: { shop }, query: "limit=2" });
  await world.stack.drain();
  await ask("listOperations", { params: { shop } });
  await ask("callOperation", { params: { shop, operation: "branches.list" }, body: { params: { pageSize: 1 } } });
  await askToDecide(ask, world);
};

const askToDecide = async (ask: AskFor, world: ExampleWorld): Promise<void> => {
  const queued = async () =>
    (
      await world.stack.request("POST", `/v1/shops/${shop}/customers`, {
        key: world.key,
        body: { name: "Trần Văn Tư", phone: "0987654321" },
        headers: { "idempotency-key": `decide-${Math.floor(world.stack.deps.clock())}` },
      })
    ).body.id as string;
  await ask("cancelWrite", { params: { shop, write: await queued() } });
  const ref = { tenant: "acme", shop };
  const refuse = async (event: "reject" | "lose"): Promise<string> => {
    const id = await queued();
    const write = await world.stack.deps.ledger.find(ref, id);
    const sending = await world.stack.deps.ledger.move(write, "claim", { attempts: 1 });
    const error = {
      code: "KvValidateException",
      message: "Số điện thoại không hợp lệ",
      fields: { phone: "không hợp lệ" },
    };
    await world.stack.deps.ledger.move(sending!, event, { error });
    return id;
  };
  await ask("retryWrite", { params: { shop, write: await refuse("reject") }, body: {} });
  await ask("adoptWrite", { params: { shop, write: await refuse("lose") }, body: { id: "1001" } });
  const { id: listener } = await ask("createListener", { body: {} });
  const { endpoints, clock } = world.stack.deps;
  const event = exampleEvent("shop.needs-reauth", [])!;
  const told = { ...event, id: eventId(event.at, event.type) };
  await endpoints.queue("acme", listener, [told], { dueAt: clock(), now: clock() });
  await ask("nextEvents", { params: { listener }, body: { taken: [] } });
  await ask("deleteListener", { params: { listener } });
  await refuse("reject");
  await ask("retryWrites", { params: { shop }, body: { state: "rejected" } });
};

const askForEvents = async (ask: AskFor, { deliver }: ExampleWorld): Promise<void> => {
  await using receiver = await startReceiver();
  await ask("listEventTypes");
  const made = await ask("createEndpoint", { body: { url: receiver.url, types: ["orders.*"] } });
  const params = { endpoint: made.id };
  await ask("listEndpoints");
  await ask("getEndpoint", { params });
  await ask("sendTestEvent", { params, body: { type: "orders.updated" } });
  const waiting = await ask("listEvents", { params, query: "state=pending" });
  if (waiting.data.length !== 1) throw new Error("the test event does not wait");
  await ask("updateEndpoint", { params, body: { payload: "full", backfill: true } });
  await ask("rotateEndpointSecret", { params });
  await deliver();
  const { data } = await ask("listEvents", { params });
  await ask("getEvent", { params: { ...params, event: data[0].id } });
  await ask("replayEvents", { params, body: { shop, resource: "orders", after: 0 } });
  await ask("deleteEndpoint", { params });
};

const askForWebhooks = async (ask: AskFor, { stack, intake }: ExampleWorld): Promise<void> => {
  await ask("getWebhooks", { params: { shop } });
  await ask("getWebhookInstructions", { params: { shop: "nhanh-v3" } });
  await ask("registerWebhooks", { params: { shop }, body: {} });
  await ask("rotateWebhookSecret", { params: { shop }, body: {} });
  const { hookToken } = await stack.deps.shops.find({ tenant: "acme", shop });
  await intake(`/kiotviet/${hookToken}`, '{"Notifications":[]}');
  await stack.drain();
  const { data } = await ask("listDeliveries", { params: { shop } });
  const params = { shop, delivery: data[0].id };
  await ask("getDelivery", { params });
  await ask("replayDelivery", { params });
  await ask("replayDeliveries", { params: { shop }, body: { since: "2026-01-15T00:00:00Z", state: "quarantined" } });
};

/** An operator asks what the tenant has asked. */
const askInATenantsPlace = async (ask: AskFor, asked: ReadonlyMap<string, Ask>): Promise<void> => {
  const { id } = await ask("createKey", { body: { name: "spare", scope: "read" } });
  const endpoint = await ask("createEndpoint", asked.get("createEndpoint"));
  const own: Readonly<Record<string, Ask>> = {
    deleteKey: { params: { key: id } },
    deleteShop: { params: { shop: "my-shop" } },
    replayEvents: { params: { endpoint: endpoint.id }, body: { since: "2026-01-15T00:00:00Z" } },
  };
  await ask("publishAgain", { params: { tenant: "acme", shop }, body: { since: "2026-01-15T00:00:00Z" } });
  for (const operationId of twinned) {
    const { params, ...rest } = own[operationId] ?? asked.get(operationId) ?? {};
    await ask(twinOf(operationId), { params: { ...params, tenant: "acme" }, ...rest });
  }
};

/** A browser with a link. @returns what it sends with each request */
const openLink = async (ask: AskFor, stack: TestStack, url: string): Promise<Readonly<Record<string, string>>> => {
  const ticket = url.slice(url.lastIndexOf("/") + 1);
  const { body, cookies } = await stack.request("POST", "/v1/connect/open", { body: { ticket } });
  const headers = { cookie: cookies[0]!.split(";")[0]!, "tillbridge-page": `connect ${body.id}` };
  await ask("openConnectLink", { body: { ticket }, headers });
  return headers;
};

/** What the pages ask that a shop's owner sees. */
const askAtTheConnectPage = async (ask: AskFor, { stack, hostsOf, simulators }: ExampleWorld): Promise<void> => {
  const { credentials, settings } = simulators.kiotviet!;
  const presets = { kiotviet: { hosts: hostsOf("kiotviet") } };
  const link = await ask("createConnectLink", { body: { vendors: ["kiotviet"], presets } });
  const headers = await openLink(ask, stack, link.url);
  await ask("getConnectState", { headers });
  const wanted = { vendor: "kiotviet", name: "Nhà thuốc Lan", credentials, settings };
  const { shop: made } = await ask("connectShop", { headers, body: wanted });
  await stack.drain();
  await ask("getConnectProgress", { headers });
  await ask("renewConnectedShop", { headers, body: credentials });
  const resources = ["orders", "products", "locations"];
  await ask("changeShared", { headers, body: { resources, personalData: "left-out" } });
  const at = stack.deps.clock();
  const event = { ...exampleEvent("shop.needs-reauth", [])!, id: eventId(at, "example"), shop: made.id as string, at };
  const keys = { signingKey: await stack.deps.readSigningKey(), publicUrl: stack.deps.config.publicUrl };
  const again = renewalAddress("acme", event, keys)!;
  await ask("reopenShop", { body: { renewal: again.slice(again.indexOf("#") + 1) } });
  await ask("withdrawShop", { headers });
  const { appId, secretKey } = simulators["nhanh-v3"]!.credentials as Record<string, string>;
  const next = { "nhanh-v3": { credentials: { appId, secretKey }, hosts: hostsOf("nhanh-v3") } };
  const other = await ask("createConnectLink", { body: { shop: "nhanh-v2", presets: next } });
  const owner = await openLink(ask, stack, other.url);
  await ask("moveConnectedShop", { headers: owner });
  const { consentUrl } = await ask("beginConnectConsent", { headers: owner });
  await ask("beginConsent", { params: { ticket: consentUrl.slice(consentUrl.lastIndexOf("/") + 1) } });
  await ask("finishConsent", { params: { address: "nhanh" }, query: "accessCode=of-the-vendor" });
};

const askForTheEnd = async (ask: AskFor, world: ExampleWorld): Promise<void> => {
  const { hostsOf, simulators } = world;
  const { secretKey, appId } = simulators["nhanh-v3"]!.credentials as Record<string, string>;
  await ask("startMigration", {
    params: { shop: "nhanh-v2" },
    body: { credentials: { appId, secretKey }, hosts: hostsOf("nhanh-v3") },
  });
  await ask("cancelMigration", { params: { shop: "nhanh-v2" } });
  await askAtTheConnectPage(ask, world);
  await ask("deleteShop", { params: { shop: "my-shop" } });
  await ask("exportPerson", { body: { phone: "0912 345 678" } });
  await ask("erasePerson", { body: { phone: "0912 345 678" } });
  await ask("deleteTenant", { params: { tenant: "globex" } });
  await ask("getTenantRemoval", { params: { tenant: "globex" } });
};
