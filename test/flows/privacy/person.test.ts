import { describe, expect, test, vi } from "vitest";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import { phoneKey } from "../../../shared/core/finding.ts";
import { phonesIn } from "../../../shared/core/personal.ts";
import { createWorld, shopId, type World } from "../../contract/vendors/contract-world.ts";
import { itemTexts } from "./table.ts";

vi.setConfig({ testTimeout: 240_000 });

const all = async (world: World, path: string, phone: string): Promise<any[]> => {
  const found: any[] = [];
  for (let cursor: string | undefined; ; ) {
    const { status, body } = await world.request("POST", path, { phone, ...(cursor ? { cursor } : {}) });
    expect(status, JSON.stringify(body)).toBe(200);
    found.push(...body.data);
    if (body.next === null) return found;
    cursor = body.next;
  }
};

describe.each(["kiotviet", "nhanh-v3", "nhanh-v2", "pancake", "isale"] as const)("a person at %s", (id) => {
  test("is exported and erased by any spelling of the phone, and no later reading brings the person back", async () => {
    await using world = await createWorld(id, await simulators[id]!(), { size: 12, days: 3 });
    await world.register(shopId);
    await world.cycle(undefined, true);
    const customers = [...(await world.records("customers")).values()];
    const person = customers.find(({ phoneE164 }) => phoneE164 !== undefined);
    const key = phoneKey(person.phone)!;
    const spelled = person.phoneE164.replace(/^\+84(\d{2})(\d{3})/, "(+84) $1.$2 ");
    const isTheirs = (text: string): boolean => phonesIn(text).has(key);
    const others = itemTexts(world.stack).filter((text) => /#R#customers/.test(text) && !isTheirs(text)).length;
    expect(itemTexts(world.stack).filter(isTheirs).length).toBeGreaterThan(0);

    const exported = await all(world, "/v1/people/export", spelled);
    expect(exported).toContainEqual(expect.objectContaining({ kind: "record", resource: "customers", id: person.id }));
    for (const { data } of exported) expect(phonesIn(data).has(key)).toBe(true);

    const erased = await all(world, "/v1/people/erase", spelled);
    expect(erased).toContainEqual({ kind: "record", shop: shopId, vendor: id, resource: "customers", id: person.id });
    await world.stack.drain();
    const left = () => itemTexts(world.stack).filter((text) => isTheirs(text));
    expect(left().map((text) => text.slice(0, 120))).toEqual([]);
    const { body: versions } = await world.request("GET", `/v1/shops/${shopId}/customers/${person.id}`);
    expect(versions._meta.leftOut).toContain("phone");
    expect(versions.phone).toBeUndefined();

    await world.cycle(undefined, true);
    expect(left().map((text) => text.slice(0, 120))).toEqual([]);
    const { body: again } = await world.request("GET", `/v1/shops/${shopId}/customers/${person.id}`);
    expect(again._meta.version).toBe(versions._meta.version);
    expect((await all(world, "/v1/people/export", person.phone)).length).toBe(0);
    // Nobody else has lost anything.
    const whole = itemTexts(world.stack).filter((text) => /#R#customers/.test(text) && !text.includes("leftOut"));
    expect(whole.length).toBe(others);
    const trail = (await world.request("GET", "/v1/audit")).body.data;
    expect(trail.some(({ action }: any) => action === "people.erase")).toBe(true);
    expect(JSON.stringify(trail)).not.toContain(key.slice(-8));
  });

  test("who was written is exported and erased with the call that went to the vendor", async () => {
    await using world = await createWorld(id, await simulators[id]!(), { size: 6, days: 3 });
    await world.register(shopId);
    await world.cycle(undefined, true);
    const phone = "0987123456";
    const written = await world.write("POST", "customers", { name: "Lê Thị Hồng", phone }, "the-person");
    expect(written.state).toBe("succeeded");
    const path = `/v1/shops/${shopId}/writes/${written.id}`;
    const sent = (await world.request("GET", path)).body.exchange.request;
    expect(decodeURIComponent(JSON.stringify(sent))).toContain(phone.slice(1));

    const exported = await all(world, "/v1/people/export", phone);
    const call = exported.find(({ kind }) => kind === "call");
    expect(call).toMatchObject({
      shop: shopId,
      vendor: id,
      id: written.id,
      data: { request: { method: sent.method } },
    });
    const erased = await all(world, "/v1/people/erase", phone);
    expect(erased).toContainEqual({ kind: "call", shop: shopId, vendor: id, id: written.id });
    expect(erased).toContainEqual({ kind: "write", shop: shopId, vendor: id, id: written.id });
    expect((await world.request("GET", path)).body).not.toHaveProperty("exchange");
    await world.stack.drain();
    expect(itemTexts(world.stack).filter((text) => text.includes(phone.slice(1)))).toEqual([]);
  });
});

test("a person of whom there is much is exported in pages that can be answered", async () => {
  await using world = await createWorld("kiotviet", await simulators.kiotviet!(), { size: 3, days: 3 });
  await world.register(shopId);
  const phone = "0987123456";
  const ids = Array.from({ length: 40 }, (_, index) => String(7_000_000 + index));
  const rows = ids.map((id) => ({
    id,
    modified: undefined,
    record: { id, customerPhone: phone },
    raw: { id, contactNumber: phone, description: Array.from({ length: 11_000 }, (_, at) => `${id}${at}`).join(" ") },
  }));
  await world.stack.deps.records.upsert({ tenant: "acme", shop: shopId }, "orders", rows, Date.now(), {});
  const exported = await all(world, "/v1/people/export", phone);
  expect(exported.map(({ id }) => id).sort()).toEqual(ids);
});
