import { describe, expect, test, vi } from "vitest";
import { simulators } from "../../infra/local/sandbox-shops.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { accessSecrets, secretFields } from "../../shared/http/redact.ts";
import { ensureHookSecret, hookAddress } from "../../shared/usecases/webhooks/hook-secret.ts";
import { operatorKey } from "../helpers/memory-deps.ts";
import { createWorld, shopId, tableText, tenant, type World } from "../vendors/contract-world.ts";
import { createWorkers } from "./journey.ts";
import { createSearch, spellingsOf } from "./spellings.ts";
import { createTellingVendor } from "./telling-vendor.ts";

vi.setConfig({ testTimeout: 120_000 });

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

/** A whole life of a shop at a vendor that repeats every secret in every spelling wherever text can stand. */
const live = async (world: World) => {
  const { stack, simulator, vendor } = world;
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

  expect((await world.register(shopId, undefined, { since: new Date(world.now() - 3 * 86_400_000) })).status).toBe(201);
  await typeInWebhooks(world);
  await world.request("POST", "/v1/endpoints", { url: "http://127.0.0.1:9/hook" });
  telling.on = true;
  telling.refusals = false;
  // No worker understands it: it ends as a dead letter.
  stack.queues.sync.push({ body: { type: "unheard-of", ...ref }, group: tenant });
  await work();
  world.pass(5 * 60_000);
  await world.request("POST", `/v1/shops/${shopId}/webhooks/register`);

  // Genuine webhooks, the same with secrets in their texts, and a stranger's that holds nothing else.
  const texts = () => [...note()].flatMap(spellingsOf);
  for (let round = 0; round < 8; round += 1) simulator.change();
  const deliveries = simulator.takeDeliveries().slice(0, 12);
  for (const { url, headers, body } of deliveries) {
    await receive(url, headers, body);
    const told = texts().join(" ").replaceAll('"', "");
    await receive(
      `${url}?said=${encodeURIComponent(told)}`,
      { ...headers, "x-said": told },
      `${body.slice(0, -1)},"said":"${told}"}`,
    );
    await receive(url, { "content-type": "application/json" }, `{"said":"${told}"}`);
  }
  await receive(
    `https://hooks.example/${vendor.id}/nobody/${[...note()][0]}`,
    { authorization: [...note()][0]! },
    texts().join(" "),
  );
  await work();
  const listed = (await world.request("GET", `/v1/shops/${shopId}/deliveries`)).body?.data ?? [];
  for (const { id } of listed.slice(0, 30)) await world.request("GET", `/v1/shops/${shopId}/deliveries/${id}`);

  telling.refusals = true;
  for (let round = 0; round < 3; round += 1) {
    await world.request("POST", `/v1/shops/${shopId}/sync`, { full: round === 1 });
    await work();
    for (const name of ["customers", "orders"])
      await world.request(
        "POST",
        `/v1/shops/${shopId}/${name}`,
        { name: "An", phone: "0900000001", lines: [{ code: "X", quantity: 1 }] },
        `${name}-${round}`,
      );
    await work();
    await world.request("POST", `/v1/shops/${shopId}/check`);
    const read = vendor.operations.find(({ method }) => method === "GET");
    if (read) await world.request("POST", `/v1/shops/${shopId}/operations/${read.id}`, {});
    world.pass(10 * 60_000);
    await stack.tick();
    await work();
  }
  for (const { name } of vendor.resources) await world.request("GET", `/v1/shops/${shopId}/${name}?raw=true&limit=500`);
  for (const path of ["sync", "webhooks", "writes", "budget", "changes", "operations"])
    await world.request("GET", `/v1/shops/${shopId}/${path}`);
  for (const path of ["/v1/audit", "/v1/shops", "/v1/endpoints"]) await world.request("GET", path);
  for (const path of ["/v1/unrouted-deliveries", "/v1/operator/drift"])
    world.answers.concat(JSON.stringify((await stack.request("GET", path, { key: operatorKey })).body));
  await world.request("POST", `/v1/shops/${shopId}/webhooks/rotate`);
  await work();
  note();
  await world.request("DELETE", `/v1/shops/${shopId}`);
  await work();
  note();
  return { known, told: telling.told, messages, deadLetters, deliveries };
};

describe.each(Object.entries(simulators))("%s", (id, load) => {
  test("no secret is in the table, a log line, a message or an answer, in any spelling", async () => {
    await using world = await createWorld(id as VendorId, await load(), { size: 12, days: 3 });
    const { known, told, messages, deadLetters, deliveries } = await live(world);
    expect(told).toBeGreaterThan(20);
    expect(deadLetters.length).toBeGreaterThan(0);
    if (world.vendor.webhooks) expect(deliveries.length).toBeGreaterThan(0);
    const search = createSearch(known);
    const found = [
      ...[...tableText(world.stack)].flatMap((text) => search(text).map((trace) => `table: ${trace}`)),
      ...messages.flatMap((text) => search(text).map((trace) => `message: ${trace}`)),
      ...deadLetters.flatMap((text) => search(text).map((trace) => `dead letter: ${trace}`)),
      ...world.answers.flatMap((text) => search(text).map((trace) => `answer: ${trace}`)),
    ];
    expect(found.slice(0, 20)).toEqual([]);
  });
});

test("the search finds each spelling of a secret within other text", () => {
  for (const secret of ["s3cr3t/key+of=the-shop", "0123456789abcdef0123456789abcdef"])
    for (const text of spellingsOf(secret)) expect(createSearch([secret])(`{"a":"x${text}y"}`), text).not.toEqual([]);
});
