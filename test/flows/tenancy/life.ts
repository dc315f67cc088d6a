import { expect } from "vitest";
import { accessSecrets, secretFields } from "../../../shared/http/redact.ts";
import { writeRenewal } from "../../../shared/usecases/shops/renewal.ts";
import { ensureHookSecret, hookAddress } from "../../../shared/usecases/webhooks/hook-secret.ts";
import { shopId, tenant, type World } from "../../contract/vendors/contract-world.ts";
import { operatorKey } from "../../helpers/memory-deps.ts";
import { spellingsOf } from "./spellings.ts";
import { createTellingVendor } from "./telling-vendor.ts";
import { createWorkers } from "./workers.ts";

const ref = { tenant, shop: shopId };

/** Every secret that the shop has now. */
const secretsOf = ({ stack, vendor }: World): Set<string> => {
  const fields = secretFields(vendor.credentials);
  const stored = [...stack.secrets.values()];
  return new Set(stored.flatMap((access) => accessSecrets(fields, access)));
};

/** At these vendors a person types the address and the token into a page of the app. */
const typeInWebhooks = async ({ vendor, stack, simulator }: World): Promise<void> => {
  if (vendor.webhooks?.scope !== "app") return;
  const access = await ensureHookSecret(await stack.deps.shops.find(ref), stack.deps);
  const url = hookAddress(await stack.deps.shops.find(ref), vendor, access!, stack.deps.config.intakeUrl);
  const body = JSON.stringify({ url, verifyToken: access!.hook!.secret });
  simulator.handle({ method: "POST", path: "/console/webhooks", query: new URLSearchParams(), headers: {}, body });
};

/** What the software of a tenant and its people do with the API while all is well. */
const workWithApi = async (world: World, work: () => Promise<void>): Promise<void> => {
  const { stack, vendor } = world;
  const at = `/v1/shops/${shopId}`;
  const first = async (resource: string) => (await world.request("GET", `${at}/${resource}?limit=1`)).body.data?.[0];
  const [location, product] = [await first("locations"), await first("products")];
  const order = {
    ...(location ? { locationId: location.id } : {}),
    customer: { name: "Nguyễn Văn A", phone: "0900000001" },
    lines: [{ productId: product?.id, quantity: 1, price: 50_000 }],
  };
  const placed = await world.request("POST", `${at}/orders`, order, "order-1");
  await world.request("POST", `${at}/orders`, order, "order-1");
  await world.request("POST", `${at}/orders`, [order, order], "orders-2");
  await work();
  await world.request("GET", `${at}/writes/${placed.body.id}`);
  await world.request("PATCH", `${at}/orders/${placed.body.result?.id ?? 1}`, { note: "Gọi trước" }, "order-3");
  await world.request("POST", `${at}/products`, { name: "Áo mưa", code: "AM-1", price: 125_000 }, "product-1");
  await work();
  await world.request("GET", `${at}/orders?phone=0901234567`);
  await world.request("GET", `${at}/orders?status=pending`);
  await world.request("POST", `${at}/orders`, { ...order, lines: [{ code: "AM-1", quantity: 1 }] }, "order-4");
  await world.request("POST", `${at}/writes/retry`, { state: "rejected" });
  await work();
  for (const resource of vendor.resources.slice(0, 3).map(({ name }) => name)) {
    await world.request("POST", `${at}/${resource}/verify`, { sample: 5 });
    await world.request("GET", `${at}/${resource}/deletions?limit=10`);
    await world.request("GET", `${at}/${resource}/verify`);
  }
  await work();
  const endpoints = (await world.request("GET", "/v1/endpoints")).body.data;
  for (const { id } of endpoints) {
    await world.request("POST", `/v1/endpoints/${id}/test`);
    await world.request("GET", `/v1/endpoints/${id}/events`);
    await world.request("POST", `/v1/endpoints/${id}/rotate`);
  }
  await work();
  const { body: key } = await world.request("POST", "/v1/keys", { name: "second", scope: "read" });
  await world.request("GET", "/v1/keys");
  await world.request("DELETE", `/v1/keys/${key.id}`);
  await world.request("POST", `${at}/pause`);
  await world.request("POST", `${at}/resume`);
  await world.request("POST", `${at}/consent`);
  await world.request("GET", "/v1/quotas");
  await stack.request("GET", "/v1/consent/unknown");
  await stack.request("GET", "/v1/return/nhanh?accessCode=none");
  await openConnectLink(world);
  if (product) await world.request("PUT", `${at}/products/${product.id}/metadata`, { crm: "A-1" });
  await stack.request("GET", "/v1/tenants", { key: operatorKey });
  const named = await stack.request("POST", "/v1/operator/keys", { key: operatorKey, body: { name: "lan" } });
  await stack.request("GET", "/v1/operator/keys", { key: operatorKey });
  await stack.request("GET", "/v1/operator/audit", { key: operatorKey });
  await stack.request("DELETE", `/v1/operator/keys/${named.body.id}`, { key: operatorKey });
  for (const [path, body] of [
    [`tenants/${tenant}/suspend`, { reason: "no contract" }],
    [`tenants/${tenant}/resume`, undefined],
    [`vendors/${vendor.id}/pause`, { reason: "no answers" }],
    [`vendors/${vendor.id}/resume`, undefined],
  ] as const)
    await stack.request("POST", `/v1/operator/${path}`, { key: operatorKey, body });
};

/** The owner opens a link to the shop and looks. */
const openConnectLink = async ({ stack, request }: World): Promise<void> => {
  const { body: link } = await request("POST", "/v1/connect-links", { shop: shopId });
  const ticket = link.url.slice(link.url.lastIndexOf("/") + 1);
  const { body, cookies } = await stack.request("POST", "/v1/connect/open", { body: { ticket } });
  const headers = { cookie: cookies[0]!.split(";")[0]!, "tillbridge-page": `connect ${body.id}` };
  for (const path of ["/v1/connect", "/v1/connect/progress"]) await stack.request("GET", path, { headers });
  const renewal = writeRenewal({ tenant, shop: shopId, at: stack.deps.clock() }, await stack.deps.readSigningKey());
  expect((await stack.request("POST", "/v1/connect/reopen", { body: { renewal } })).status).toBe(200);
};

/** What comes in from the vendor, from somebody who knows the address, and from a stranger. */
const hearVendor = async (
  { simulator, vendor }: World,
  texts: () => readonly string[],
  receive: ReturnType<typeof createWorkers>["receive"],
) => {
  for (let round = 0; round < 8; round += 1) simulator.change();
  const deliveries = simulator.takeDeliveries().slice(0, 12);
  for (const { url, headers, body } of deliveries) {
    await receive(url, headers, body);
    const told = texts().join(" ").replaceAll('"', "");
    const said = `${url}?said=${encodeURIComponent(told)}`;
    await receive(said, { ...headers, "x-said": told }, `${body.slice(0, -1)},"said":"${told}"}`);
    await receive(url, { "content-type": "application/json" }, `{"said":"${told}"}`);
  }
  const [secret = ""] = texts();
  await receive(`https://hooks.example/${vendor.id}/nobody/${secret}`, { authorization: secret }, texts().join(" "));
  return deliveries;
};

/** The vendor refuses most, and repeats what it was sent. */
const suffer = async (world: World, work: () => Promise<void>): Promise<void> => {
  const { stack, vendor } = world;
  const at = `/v1/shops/${shopId}`;
  const read = vendor.operations.find(({ method }) => method === "GET");
  for (let round = 0; round < 3; round += 1) {
    await world.request("POST", `${at}/sync`, { full: round === 1 });
    await work();
    const command = { name: "An", phone: "0900000001", lines: [{ code: "X", quantity: 1 }] };
    for (const name of ["customers", "orders"])
      await world.request("POST", `${at}/${name}`, command, `${name}-suffered-${round}`);
    await work();
    await world.request("POST", `${at}/check`);
    if (read) await world.request("POST", `${at}/operations/${read.id}`, {});
    world.pass(10 * 60_000);
    await stack.tick();
    await work();
  }
};

/** Every answer that shows what is stored. */
const readAll = async (world: World, seen: string[]): Promise<void> => {
  const at = `/v1/shops/${shopId}`;
  for (const { name } of world.vendor.resources) await world.request("GET", `${at}/${name}?raw=true&limit=500`);
  for (const path of ["sync", "webhooks", "writes", "budget", "changes", "activity", "operations", "deliveries"])
    await world.request("GET", `${at}/${path}`);
  const { body } = await world.request("GET", `${at}/deliveries`);
  for (const { id } of body.data?.slice(0, 30) ?? []) await world.request("GET", `${at}/deliveries/${id}`);
  if (body.data?.length > 0) await world.request("POST", `${at}/deliveries/${body.data[0].id}/replay`);
  for (const path of ["/v1/audit", "/v1/shops", "/v1/endpoints"]) await world.request("GET", path);
  for (const path of [
    "/v1/unrouted-deliveries",
    "/v1/operator/drift",
    "/v1/operator/status",
    "/v1/operator/shops",
    "/v1/operator/breakers",
  ])
    seen.push(JSON.stringify((await world.stack.request("GET", path, { key: operatorKey })).body));
};

/**
 * A whole life of a shop, from its registration to its end, at a vendor that repeats every secret in every spelling
 * wherever text can stand.
 */
export const live = async (world: World) => {
  const { stack } = world;
  const { deps } = stack;
  const known = new Set<string>();
  /** Those of now: a vendor repeats what it is sent. */
  const note = () => {
    const now = secretsOf(world);
    for (const secret of now) known.add(secret);
    return now;
  };
  const telling = createTellingVendor(deps.send, note);
  Object.assign(deps, { send: telling.send });
  const { work, receive, messages, deadLetters } = createWorkers(stack, world.pass);
  const seen: string[] = [];

  const since = new Date(world.now() - 3 * 86_400_000).toISOString();
  expect((await world.register(shopId, undefined, { since })).status).toBe(201);
  await typeInWebhooks(world);
  await world.request("POST", "/v1/endpoints", { url: "http://127.0.0.1:9/hook", payload: "full" });
  telling.on = true;
  telling.refusals = false;
  // No worker understands it: it ends as a dead letter.
  stack.queues.sync.push({ body: { type: "unheard-of", ...ref }, group: tenant });
  await work();
  world.pass(5 * 60_000);
  await world.request("POST", `/v1/shops/${shopId}/webhooks/register`);
  await workWithApi(world, work);
  const deliveries = await hearVendor(world, () => [...note()].flatMap(spellingsOf), receive);
  await stack.tick();
  await work();
  world.pass(3 * 60_000);
  await stack.tick();
  await work();
  telling.refusals = true;
  await suffer(world, work);
  await readAll(world, seen);
  await world.request("POST", `/v1/shops/${shopId}/webhooks/rotate`);
  await work();
  note();
  telling.on = false;
  await world.request("DELETE", `/v1/shops/${shopId}`);
  await work();
  world.pass(11 * 60_000);
  await stack.tick();
  await work();
  return { known, told: telling.told, messages, deadLetters, deliveries, answers: [...world.answers, ...seen] };
};
