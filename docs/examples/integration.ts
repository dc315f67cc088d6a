// A small CRM: it reads a shop, follows it, orders once and takes webhooks. URL, KEY and SHOP come from the environment.
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createTillbridge, type Order, TillbridgeProblem } from "@tillbridge/client";
import { verifyEvent } from "@tillbridge/client/webhooks";

const { URL: url = "", KEY: key = "", SHOP: shop = "", PLACE: place = "place.txt" } = process.env;
const tillbridge = createTillbridge({ url, key });
const orders = new Map<string, Order>();
const at = { params: { path: { shop } } };

// Read: every order that the copy has, page after page.
for await (const order of tillbridge.list("/v1/shops/{shop}/orders", at)) orders.set(order.id, order);
console.log("orders", orders.size);

// Follow: go on where the last run ended. The place is kept when the changes are done.
const followed: string[] = [];
const from = existsSync(place) ? readFileSync(place, "utf8") : undefined;
for await (const { changes, next } of tillbridge.follow(shop, { from, once: true, query: { resources: "orders" } })) {
  for (const { type, id } of changes) {
    if (type === "orders.deleted") orders.delete(id);
    else orders.set(id, await tillbridge.get("/v1/shops/{shop}/orders/{id}", { params: { path: { shop, id } } }));
    followed.push(id);
  }
  writeFileSync(place, next);
}
console.log("followed", followed.length);

// Write: the same key is the same order, however often this program runs.
const [product] = (await tillbridge.get("/v1/shops/{shop}/products", at)).data;
const [location] = (await tillbridge.get("/v1/shops/{shop}/locations", at)).data;
const lines = [{ productId: product?.id ?? "", quantity: 1, price: 150_000 }];
const command = { locationId: location?.id ?? "", lines };
const write = await tillbridge.write(shop, "orders.create", command, { idempotencyKey: "crm-order-1" });
console.log("write", write.state, write.id);

// A refusal is an error with a code, and names the fields at fault.
const missing = { params: { path: { shop: "no-such-shop" } } };
const refusal = await tillbridge.get("/v1/shops/{shop}", missing).catch((error: unknown) => error);
if (refusal instanceof TillbridgeProblem) console.log("refused", refusal.status, refusal.code);

// Receive: an endpoint of ours, and a test event to it.
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  const { event } = verifyEvent(endpoint.secret, { headers: request.headers, body });
  response.writeHead(204).end();
  // The order that was written above may be told too, before the test.
  if (event.type !== "orders.updated") return;
  console.log("event", event.type, event.data.id, event.data.fields.join());
  server.close();
}).listen(0, "127.0.0.1");
await once(server, "listening");
const hooks = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
const endpoint = await tillbridge.post("/v1/endpoints", { body: { url: hooks, types: ["orders.*"] } });
const toIt = { params: { path: { endpoint: endpoint.id } } };
await tillbridge.post("/v1/endpoints/{endpoint}/test", { ...toIt, body: { type: "orders.updated" } });
server.on("close", () => tillbridge.delete("/v1/endpoints/{endpoint}", toIt));
