import { describe, expect, test } from "vitest";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import type { SimulatedOutcome, SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { createWorld, shopId } from "../../contract/vendors/contract-world.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

/* A vendor answers about another record than the one that a write asks for. */

const openShop = async () => {
  const shop = await openWriteShop("kiotviet");
  await shop.world.pass(5 * MINUTE);
  const [asked, other] = shop.world.simulator.rows("customers") as any[];
  const isDetail = ({ method, path }: SimulatedRequest) => method === "GET" && path.endsWith(`/customers/${asked.id}`);
  const aboutOther = (request: SimulatedRequest) =>
    shop.world.askVendor({ ...request, path: request.path.replace(`/${asked.id}`, `/${other.id}`) });
  /** The copy does not have it yet. */
  const changedByStaff = (request: SimulatedRequest): SimulatedOutcome => {
    const honest = shop.world.askVendor(request);
    if (honest.kind !== "answer") return honest;
    return { ...honest, body: JSON.stringify({ ...JSON.parse(honest.body), address: "By staff" }) };
  };
  return { ...shop, asked, isDetail, aboutOther, changedByStaff };
};

/** The first read before the change is answered so, later ones with what staff has changed meanwhile: that has to stay. */
const changeName = async (
  shop: Awaited<ReturnType<typeof openShop>>,
  first: (request: SimulatedRequest) => SimulatedOutcome,
): Promise<void> => {
  let told = 0;
  let put: any;
  shop.world.between = {
    answer: (request) => {
      if (request.method === "PUT") put = JSON.parse(request.body!);
      if (!shop.isDetail(request)) return shop.world.askVendor(request);
      told += 1;
      return told === 1 ? first(request) : shop.changedByStaff(request);
    },
  };
  const { body } = await shop.request("PATCH", `customers/${shop.asked.id}`, { name: "Lan" });
  await shop.settle(10);
  expect(await shop.write(body.id)).toMatchObject({ state: "succeeded" });
  expect(put).toMatchObject({ name: "Lan", address: "By staff" });
};

describe("an answer about another record to the read before a change", () => {
  test("does not stand for this one: what staff has just changed stays", async () => {
    const shop = await openShop();
    await changeName(shop, shop.aboutOther);
  });

  test("nor does another shop's record of the same number", async () => {
    const shop = await openShop();
    await changeName(shop, (request) => {
      const staffs = shop.changedByStaff(request);
      if (staffs.kind !== "answer") return staffs;
      const stranger = { ...JSON.parse(staffs.body), retailerId: 666, address: "A stranger's" };
      return { ...staffs, body: JSON.stringify(stranger) };
    });
  });

  test("does not pass `ifVersion`: the record is asked for again", async () => {
    const shop = await openShop();
    const { body: before } = await shop.request("GET", `customers/${shop.asked.id}`);
    let told = 0;
    shop.world.between = {
      answer: (request) => {
        if (!shop.isDetail(request)) return shop.world.askVendor(request);
        told += 1;
        return told === 1 ? shop.aboutOther(request) : shop.changedByStaff(request);
      },
    };
    const { body } = await shop.request("PATCH", `customers/${shop.asked.id}?ifVersion=${before._meta.version}`, {
      name: "Lan",
    });
    await shop.settle(10);
    expect(await shop.write(body.id)).toMatchObject({ state: "rejected", error: { code: "version-conflict" } });
    expect(shop.journal()).toEqual([]);
  });

  const open: Readonly<Partial<Record<VendorId, (row: any) => boolean>>> = {
    kiotviet: ({ status }) => status === 1,
    pancake: ({ status }) => status === 0,
  };
  const shown: Readonly<Partial<Record<VendorId, (row: any) => unknown>>> = {
    kiotviet: ({ customerId, orderDetails, orderDelivery }) => ({
      customerId,
      lines: orderDetails.map(({ productId, quantity, price }: any) => [productId, quantity, price]),
      delivery: orderDelivery && [orderDelivery.receiver, orderDelivery.address],
    }),
    pancake: ({ bill_phone_number, cod, bill_full_name, items }) => ({
      bill_phone_number,
      cod,
      bill_full_name,
      lines: items.map(({ variation_id, quantity }: any) => [variation_id, quantity]),
    }),
  };

  test.each(["kiotviet", "pancake"] as const)(
    "%s, a shop that leaves out personal data: a change of a note leaves customer, lines and sums as they are",
    async (vendor) => {
      await using world = await createWorld(vendor, await simulators[vendor]!(), { size: 12, days: 3 });
      expect((await world.register(shopId, undefined, { personalData: "left-out" } as object)).status).toBe(201);
      await world.cycle(undefined, true);
      const simulator: any = world.simulator;
      const { data } = (await world.request("GET", `/v1/shops/${shopId}/orders?limit=100`)).body;
      const partial = new Set(data.flatMap(({ id, _meta }: any) => (_meta?.leftOut ? [id] : [])));
      const [asked, other] = (simulator.rows("orders") as any[]).filter(
        (row) => open[vendor]!(row) && partial.has(String(row.id)),
      );
      const before = structuredClone(asked);
      const honest = simulator.handle.bind(simulator);
      let told = 0;
      simulator.handle = (request: any) => {
        const isDetail = request.method === "GET" && request.path.endsWith(`/orders/${asked.id}`);
        if (!isDetail || told >= 1) return honest(request);
        told += 1;
        return honest({ ...request, path: request.path.replace(`/${asked.id}`, `/${other.id}`) });
      };
      await world.write("PATCH", `orders/${asked.id}`, { note: "hello" }, "note-1");
      const after = simulator.rows("orders").find(({ id }: any) => id === asked.id);
      expect(told).toBe(1);
      expect(shown[vendor]!(after)).toEqual(shown[vendor]!(before));
    },
  );
});
