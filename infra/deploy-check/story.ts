import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  expect,
  hearOfSale,
  removeTenant,
  repairDefectiveRelease,
  sellSomething,
  updateUnderTraffic,
} from "./chapters.ts";
import { client, reachable, until } from "./client.ts";
import { operatorCommand } from "./command-line.ts";
import type { Deployed } from "./deploy.ts";
import { clientOptions, type Emulator } from "./emulator.ts";
import type { Release } from "./emulator-template.ts";
import { startCourier, startReceiver } from "./loopback.ts";
import type { Shop } from "./shop.ts";

interface Scene {
  stage: string;
  emulator: Emulator;
  deployed: Deployed;
  shop: Shop;
  say: (line: string) => void;
  /** Deploys another release over the one that is there. */
  release: (release: Release) => Promise<unknown>;
}

const operatorKeyOf = async ({ emulator, deployed }: Scene) => {
  const secrets = new SecretsManagerClient(clientOptions(emulator));
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: deployed.operatorKeySecret }));
  secrets.destroy();
  return SecretString!;
};

/** The gateway sends paths of pages, and none of the API's, to the function that holds the pages. */
const openPages = async (api: string) => {
  const { status, headers } = await fetch(`${api}/`, { redirect: "manual" });
  expect(status === 302 && headers.get("location") === "/console", `GET / does not lead to the console: ${status}`);
  for (const path of ["/console", "/console/shops/shop", "/connect/abc", "/portal", "/docs"]) {
    const answer = await fetch(`${api}${path}`);
    const isPage = answer.ok && answer.headers.get("content-type")?.startsWith("text/html") === true;
    expect(isPage, `GET ${path} is no page: ${answer.status} ${await answer.clone().text()}`);
    const [, script] = (await answer.text()).match(/<script[^>]* src="(\/assets\/[^"]+\.js)"/) ?? [];
    expect(script !== undefined, `the page at ${path} loads no script`);
    const loaded = await fetch(`${api}${script}`);
    const isScript = loaded.ok && loaded.headers.get("content-type")?.startsWith("text/javascript") === true;
    expect(isScript, `GET ${script} is no script: ${loaded.status}`);
    // Sent compressed and in base64: what arrives must be the script again.
    expect((await loaded.text()).includes("import"), `GET ${script} cannot be read`);
  }
};

/** From the operator's first key to a shop that is gone again, as a tenant's software lives it. */
export const tellStory = async (scene: Scene) => {
  const { emulator, deployed, shop, say } = scene;
  const { simulator } = shop;
  const api = reachable(emulator, deployed.apiUrl);

  await openPages(api);
  say("the pages open");

  const operatorKey = await operatorKeyOf(scene);
  const operator = client(api, operatorKey);
  await operator("POST /v1/tenants", { body: { id: "acme", name: "Acme CRM" } });
  const { key } = await operator("POST /v1/tenants/acme/keys", { body: { name: "deploy check", scope: "admin" } });
  const tenant = client(api, key);
  say("the operator created a tenant and its key");

  await tenant("POST /v1/shops", {
    body: {
      id: "shop",
      vendor: simulator.vendor,
      name: "A shop on loopback",
      credentials: simulator.credentials,
      settings: simulator.settings,
      // As often as a shop may be polled: the schedule's minute is then what decides.
      schedule: { "*": 10 },
    },
  });
  say("the tenant registered a shop");

  const sold = simulator.rows("products").length;
  const products = await until(`${sold} products`, 120, async () => {
    const { data } = await tenant("GET /v1/shops/shop/products?limit=500");
    return data.length >= sold ? data : undefined;
  });
  say(`${products.length} products can be read`);

  const feed = async (from: string | undefined) => {
    const changes = [];
    let cursor = from;
    for (;;) {
      const page = await tenant(`GET /v1/shops/shop/changes?limit=1000${cursor ? `&cursor=${cursor}` : ""}`);
      changes.push(...page.data);
      cursor = page.next as string;
      if (page.data.length === 0) return { changes, cursor };
    }
  };
  const first = await until("every product in the feed", 60, async () => {
    const read = await feed(undefined);
    const seen = new Set(read.changes.filter(({ resource }) => resource === "products").map(({ id }) => id));
    return seen.size >= sold ? read : undefined;
  });
  say(`${first.changes.length} changes in the feed`);

  const [product] = products;
  const [location] = await until("a location", 60, async () => {
    const { data } = await tenant("GET /v1/shops/shop/locations");
    return data.length > 0 ? data : undefined;
  });
  const order = {
    body: {
      locationId: location.id,
      lines: [{ productId: product.id, quantity: 2, price: 125_000 }],
      note: "deploy check",
    },
    headers: { "idempotency-key": "deploy-check-1" },
  };
  const accepted = await tenant("POST /v1/shops/shop/orders", order);
  const written = await until("the order at the vendor", 60, async () => {
    const write = await tenant(`GET /v1/shops/shop/writes/${accepted.id}`);
    if (["rejected", "dead"].includes(write.state)) throw new Error(`the order ended ${JSON.stringify(write)}`);
    return write.state === "succeeded" ? write : undefined;
  });
  const again = await tenant("POST /v1/shops/shop/orders", order);
  expect(again.id === written.id, "the same Idempotency-Key made a second write");
  const orders = simulator.journal.filter(({ operation }) => operation === "orders.create");
  expect(orders.length === 1, `the simulator holds ${orders.length} orders instead of one`);
  say(`one order is at the vendor: ${orders[0]!.id}`);

  await until("every resource to be complete", 120, async () => {
    const { data } = await tenant("GET /v1/shops/shop/sync");
    return data.every((status: { provenAt: string | null }) => status.provenAt !== null) || undefined;
  });
  const sale = sellSomething(shop);
  await until(`invoice ${sale}, which only the schedule can find`, 150, async () => {
    const { changes } = await feed(first.cursor);
    return changes.some(({ resource, id }) => resource === "invoices" && id === sale) || undefined;
  });
  say("the schedule found a new sale in the shop by itself");

  const chapter = { ...scene, tenant, operate: operatorCommand(api, operatorKey), order: order.body };
  await using receiver = await startReceiver();
  await using courier = startCourier(simulator, reachable(emulator, deployed.intakeUrl));
  await tenant("POST /v1/endpoints", { body: { url: receiver.url, types: ["invoices.added"] } });
  await hearOfSale(chapter, receiver, courier);
  await updateUnderTraffic(chapter, receiver);
  await repairDefectiveRelease(chapter, receiver);
  await removeTenant(chapter);
  expect(simulator.limitBroken === 0, "a limit of the vendor was broken");
};
