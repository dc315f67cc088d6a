import { describe, expect, test } from "vitest";
import { DAY, HOUR } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";
import { answerWith } from "./answers.ts";

type Body = Readonly<Record<string, unknown>>;
const isList = (body: unknown): body is Body => Array.isArray((body as Body | null)?.data);

/** Each list in the vendor's own envelope, and nothing in it. */
const emptied: Readonly<Record<string, (body: unknown) => unknown>> = {
  kiotviet: (body) => (isList(body) ? { ...body, total: 0, data: [] } : undefined),
  "nhanh-v3": (body) => (isList(body) ? { ...body, data: [], paginator: {} } : undefined),
  pancake: (body) => (isList(body) ? { ...body, data: [], total_entries: 0, total_pages: 0 } : undefined),
  isale: (body) => (isList(body) ? { ...body, data: [] } : Array.isArray(body) ? [] : undefined),
};

/** Lists of other forms, which are not emptied here, and one whose rows may go without having been deleted. */
const LEFT_OUT = ["attributes", "crm-tables", "crm-records", "inventory-histories"];
const MAIN = ["orders", "products", "customers", "inventory"];

interface Status {
  readonly resource: string;
  readonly state: string;
  readonly reason?: string;
  readonly provenAt: string | null;
  readonly records: number;
}

describe.each(Object.keys(emptied) as VendorId[])("%s: every list is empty", (vendor) => {
  test("for a day and more: nothing that has records counts as current or as proven meanwhile", async () => {
    const shop = await openWriteShop(vendor);
    const { world } = shop;
    await world.pass(2 * HOUR);
    const statuses = async () => (await shop.request("GET", "sync")).body.data as readonly Status[];
    const held = async (name: string) => (await world.deps.records.newest(world.ref, name)).length > 0;
    const before = new Map((await statuses()).map((one) => [one.resource, one]));
    const answers = answerWith(world, (_request, honest) => {
      const told = honest();
      if (told.kind !== "answer" || told.status !== 200) return told;
      const body = emptied[vendor]!(JSON.parse(told.body));
      return body === undefined ? told : { ...told, body: JSON.stringify(body) };
    });
    const since = world.time.now();
    await world.pass(6 * HOUR);
    const orders = (await statuses()).find(({ resource }) => resource === "orders")!;
    expect(orders).toMatchObject({
      state: "incomplete",
      reason: "Something is missing: the vendor's list shows nothing, while the copy has records.",
    });
    await world.pass(DAY);
    for (const one of await statuses()) {
      if (LEFT_OUT.includes(one.resource) || !(await held(one.resource))) continue;
      const told = `${one.resource} ${one.state} ${one.provenAt}`;
      expect(told).toBe(`${one.resource} incomplete ${before.get(one.resource)!.provenAt}`);
      expect(Date.parse(one.provenAt ?? "")).toBeLessThan(since);
    }
    answers.honest();
    await world.pass(2 * HOUR);
    for (const one of (await statuses()).filter(({ resource }) => MAIN.includes(resource))) {
      expect(`${one.resource} ${one.state}`).toBe(`${one.resource} current`);
      expect(Date.parse(one.provenAt!)).toBeGreaterThan(since);
    }
  }, 240_000);
});
