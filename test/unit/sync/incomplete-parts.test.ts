import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { VendorChanged } from "../../../shared/core/errors.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import { type Call, type OperationCall, type Vendor, vendorIds } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { isSuspicion } from "../../../shared/sync/evidence.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { goodAnswer } from "../../helpers/good-answer.ts";
import { ref } from "../../helpers/staff.ts";

/** Part 1 has many rows and part 2 has few, so that the brake would let go of the second. */
const rowsOf = (part: unknown): readonly number[] =>
  Array.from({ length: String(part).endsWith("1") ? 95 : 4 }, (_, n) => n + 1);
/** No code is of two campaigns. */
const codesOf = (campaign: unknown) => rowsOf(campaign).map((n) => ({ code: `C${campaign}-${n}`, value: 1 }));

interface Parted {
  readonly vendor: Vendor;
  readonly name: string;
  /** The operation that names the parts, as far as its call says so. */
  isParts(operation: string, call: OperationCall): boolean;
  /** A row of the list of parts; without a number one that lost its id. */
  part(number: number | null): object;
  parts(rows: readonly object[]): object;
  /** The rows of the part that is asked for. */
  page(call: OperationCall): object;
}

const body = ({ body: sent }: OperationCall) => sent as any;
const parted: readonly Parted[] = [
  {
    vendor: vendors.kiotviet,
    name: "price-book-prices",
    isParts: (operation) => operation === "price-books.list",
    part: (id) => ({ id, name: "x" }),
    parts: (data) => ({ total: data.length, data }),
    page: ({ params }) => {
      // A price is asked for by its product, which shows none here: it may be there all the same.
      if (params!.pageSize === undefined) return { id: Number(params!.id), code: "c", name: "x", priceBooks: [] };
      const data = rowsOf(params!.id).map((productId) => ({ productId, productCode: "c", price: 5 }));
      return { total: data.length, data };
    },
  },
  {
    vendor: vendors.kiotviet,
    name: "vouchers",
    isParts: (operation) => operation === "voucher-campaigns.list",
    part: (id) => ({ id, name: "x" }),
    parts: (data) => ({ total: data.length, data }),
    page: ({ params }) => {
      const campaign = Number(params!.campaignId);
      const data = rowsOf(campaign).map((n) => ({ id: campaign * 1_000 + n, code: `C${n}`, status: 1 }));
      return { total: data.length, data };
    },
  },
  {
    vendor: vendors["nhanh-v3"],
    name: "vouchers",
    isParts: (operation) => operation === "coupon-programs.list",
    part: (id) => ({ id, name: "x" }),
    parts: (data) => ({ code: 1, data }),
    page: (call) => ({ code: 1, data: codesOf(body(call).filters.batchId) }),
  },
  {
    vendor: vendors["nhanh-v3"],
    name: "price-book-products",
    isParts: (operation) => operation === "price-books.list",
    part: (id) => ({ id, name: "x" }),
    parts: (data) => ({ code: 1, data }),
    page: (call) => ({
      code: 1,
      data: rowsOf(body(call).filters.priceListIds[0]).map((id) => ({ product: { id, code: "c" }, price: 5 })),
    }),
  },
  {
    vendor: vendors["nhanh-v2"],
    name: "vouchers",
    isParts: (_operation, { params }) => params!.act === "list",
    part: (id) => ({ id, name: "x" }),
    parts: (result) => ({ code: 1, data: { totalPages: 1, result } }),
    page: (call) => {
      const result = codesOf(body(call).batchId);
      return { code: 1, data: { totalPages: 1, result } };
    },
  },
  {
    vendor: vendors.pancake,
    name: "crm-records",
    isParts: (operation) => operation === "crm-tables.list",
    part: (number) => ({ name: number === null ? null : `table-${number}` }),
    parts: (tables) => ({ success: true, tables }),
    page: ({ params }) => {
      const entries = rowsOf(params!.table_name).map((n) => ({ id: `${params!.table_name}-${n}` }));
      return { success: true, data: { entries, total_entries: entries.length } };
    },
  },
];

const open = ({ vendor, name, isParts, part, parts, page }: Parted) => {
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const states = createSyncStateStore(table);
  const candidates = createCandidateStore(table);
  const resource = vendor.resources.find((one) => one.name === name)!;
  let now = Date.UTC(2026, 0, 5, 3);
  let shown: readonly object[] = [];
  const call: Call = async (id, asked) =>
    goodAnswer(vendor, id, JSON.stringify(isParts(id, asked) ? parts(shown) : page(asked)), now);
  const deps = { states, records, candidates, clock: () => now, random: () => 0.5, metric: () => undefined };
  const living = async () => {
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const found = await records.livingIds(ref, name, after);
      ids.push(...found.ids.map(({ id }) => id));
      after = found.next;
    } while (after !== undefined);
    return ids.length;
  };
  return {
    living,
    /** One reading of everything, where the list of parts shows these. */
    async read(...numbers: readonly (number | null)[]) {
      shown = numbers.map(part);
      now += 6 * MINUTE;
      const job = { ref, resource, track: "full", settings: {}, call, deadline: now + HOUR, lease: 90_000 } as const;
      const { outcome } = await syncSlice(job, deps);
      const { warnings = [] } = await states.get(ref, name, "full");
      const open = await candidates.open(ref, name);
      const suspects = open.filter(({ evidence }) => evidence.some(isSuspicion)).length;
      return { outcome, warnings, living: await living(), suspects };
    },
  };
};

const whole = { outcome: "done", warnings: [], living: 99, suspects: 0 };

describe.each(parted.map((one) => [one.vendor.id, one.name, one] as const))("%s %s", (_vendor, _name, one) => {
  test("are not missed where a part of the list that names them has lost its id", async () => {
    const shop = open(one);
    expect(await shop.read(1, 2)).toEqual(whole);
    for (let times = 0; times < 3; times += 1)
      expect(await shop.read(1, null)).toEqual({ ...whole, warnings: ["incomplete"] });
    expect(await shop.read(1, 2)).toEqual(whole);
  });

  test("are not missed where the list shows one part twice and another one not", async () => {
    const shop = open(one);
    await shop.read(1, 2);
    for (let times = 0; times < 3; times += 1)
      expect(await shop.read(1, 1)).toEqual({ ...whole, warnings: ["incomplete"] });
  });

  test("stay where no part is shown, and are suspects at most", async () => {
    const shop = open(one);
    await shop.read(1, 2);
    for (let times = 0; times < 3; times += 1) expect(await shop.read()).toMatchObject({ outcome: "done", living: 99 });
  });

  test("are gone when their part is", async () => {
    const shop = open(one);
    await shop.read(1, 2);
    for (let times = 0; times < 3; times += 1) expect(await shop.read(1)).toMatchObject({ warnings: [] });
    expect(await shop.living()).toBe(95);
  });
});

test("every listing that asks the vendor for its parts is tried here", async () => {
  const asking = await Promise.all(
    vendorIds.flatMap((id) =>
      vendors[id].resources.map(async ({ name, listing }) => {
        let asks = false;
        const call: Call = async () => {
          asks = true;
          throw new VendorChanged("enough", "");
        };
        await listing.partitions?.(call).catch(() => undefined);
        return asks ? [`${id} ${name}`] : [];
      }),
    ),
  );
  const tried = [...parted.map(({ vendor, name }) => `${vendor.id} ${name}`), "nhanh-v3 voucher-products"];
  // Runs are asked for one by one as well.
  expect(asking.flat().sort()).toEqual([...tried, "isale flow-runs"].sort());
});

test("runs of iSale's flows are not missed where a flow has lost its id, or where the flows may be cut off", async () => {
  const { listing } = vendors.isale.resources.find(({ name }) => name === "flow-runs")!;
  const partsOf = (rows: readonly object[]) => listing.partitions!(async () => ({ data: rows }));
  const flows = (count: number) => Array.from({ length: count }, (_, n) => ({ id: n + 1 }));
  expect(await partsOf(flows(2))).toEqual({ parts: [{ flowId: "1" }, { flowId: "2" }], isIncomplete: false });
  expect(await partsOf([{ id: 1 }, { id: null }])).toEqual({ parts: [{ flowId: "1" }], isIncomplete: true });
  expect(await partsOf(flows(200))).toMatchObject({ isIncomplete: true });
});
