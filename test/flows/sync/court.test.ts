import { describe, expect, test } from "vitest";
import type { SimulatedOutcome, SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { mostUnasked } from "../../../shared/sync/brake.ts";
import { World } from "../../faults/runs/world.ts";

/** A collection of each vendor whose records can be asked for one by one. */
const COLLECTION: Readonly<Record<VendorId, string>> = {
  kiotviet: "customers",
  "nhanh-v3": "products",
  "nhanh-v2": "products",
  pancake: "orders",
  isale: "products",
};

interface Told {
  readonly status: number;
  readonly body: unknown;
}

/** How each vendor says that a record does not exist. */
const GONE: Readonly<Record<VendorId, Told>> = {
  kiotviet: {
    status: 420,
    body: { ResponseStatus: { ErrorCode: "KvValidateException", Message: "Khách hàng không tồn tại", Errors: [] } },
  },
  "nhanh-v3": { status: 200, body: { code: 1, data: [] } },
  "nhanh-v2": { status: 200, body: { code: 0, messages: ["Product not found"] } },
  pancake: { status: 400, body: { success: false, message: "Order not found" } },
  isale: { status: 404, body: { error: { code: "not_found", message: "Record not found" } } },
};

/** Answers that say nothing about a record. */
const NOISE: readonly { status: number; body: unknown }[] = [
  { status: 404, body: { message: "no Route matched with those values" } },
  { status: 404, body: { message: "Not Found" } },
  ...[400, 403, 404, 500, 502].map((status) => ({ status, body: "<html><body>Not found</body></html>" })),
  ...[200, 204, 400, 404].map((status) => ({ status, body: "" })),
  { status: 200, body: {} },
  { status: 200, body: { data: null } },
  { status: 200, body: { success: true, data: null } },
  { status: 400, body: { success: false, message: "Something went wrong" } },
  { status: 404, body: "Page not found" },
];

/** The ids that a call of Nhanh v3 filters by. */
const idsOf = (body: string): readonly string[] => /"ids":\[([\d,]*)\]/.exec(body)?.[1]?.split(",") ?? [];

/** A request that asks for this record. */
const asksFor = ({ path, query, body }: SimulatedRequest, id: string): boolean =>
  decodeURIComponent(path).endsWith(`/${id}`) ||
  query.get("customer_ids[]") === id ||
  idsOf(body).includes(id) ||
  new RegExp(`name="data"\\r\\n\\r\\n(?:\\{"id":)?${id}[,\\r]`).test(body);

const openWorld = async (vendor: VendorId, size: number, resources?: readonly string[]) => {
  const world = new World({ vendor, seed: 7, size, fullEverySeconds: 900, ...(resources ? { resources } : {}) });
  const { simulator } = world;
  const kind = simulator.handle.bind(simulator);
  /** What the vendor says instead; undefined: the truth. */
  let lie: (request: SimulatedRequest) => Told | undefined = () => undefined;
  simulator.handle = (request): SimulatedOutcome => {
    const told = lie(request);
    if (!told) return kind(request);
    const body = typeof told.body === "string" ? told.body : JSON.stringify(told.body);
    return { kind: "answer", status: told.status, headers: { "content-type": "application/json" }, body, delay: 50 };
  };
  /** The same question without these records: a list that takes several ids shows the others. */
  const askedWithout = (request: SimulatedRequest, gone: readonly string[]): Told => {
    const left = idsOf(request.body).filter((id) => !gone.includes(id));
    if (left.length === 0) return GONE[vendor];
    const outcome = kind({ ...request, body: request.body.replace(/"ids":\[[\d,]*\]/, `"ids":[${left}]`) });
    return outcome.kind === "answer" ? outcome : GONE[vendor];
  };
  await world.open();
  // Between two comparisons of everything: one of them would show again what only the record's own call denies.
  await world.pass(42 * MINUTE);
  const living = async (resource: string): Promise<string[]> => {
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await world.deps.records.livingIds(world.ref, resource, after);
      ids.push(...page.ids.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    return ids;
  };
  return {
    world,
    living,
    askedWithout,
    lies(instead: typeof lie): void {
      lie = instead;
    },
    /** The vendor shows none of these records, and says so of each that it is asked for alone. */
    hides(gone: readonly string[]): void {
      lie = (request) => (gone.some((id) => asksFor(request, id)) ? askedWithout(request, gone) : undefined);
    },
    /** As a webhook that names these records would. */
    async pull(resource: string, ids: readonly string[]): Promise<void> {
      const { ref, queues } = world;
      queues.sync.add({ body: { type: "pull", ...ref, resource, ids }, group: ref.tenant });
      await world.pass(20_000);
    },
    candidates: async (resource: string, state: string) =>
      (await world.deps.candidates.list(world.ref, resource)).candidates.filter((one) => one.state === state),
  };
};

describe.each(vendorIds)("%s: a record that is asked for", (vendor) => {
  const resource = COLLECTION[vendor];

  test("stays where a cache says of it what was said of the record before, and that one goes", async () => {
    const { world, living, lies, askedWithout, pull } = await openWorld(vendor, 60, [resource]);
    const ids = await living(resource);
    const [gone, alive] = [ids[3]!, ids[4]!];
    let before: string | undefined;
    let mixed = 0;
    lies((request) => {
      const id = ids.find((one) => asksFor(request, one));
      if (id === undefined) return undefined;
      const isMixedUp = id !== gone && before === gone;
      before = id;
      if (isMixedUp) mixed += 1;
      if (isMixedUp) return GONE[vendor];
      return asksFor(request, gone) ? askedWithout(request, [gone]) : undefined;
    });
    await pull(resource, [gone, alive]);
    const told = async (id: string) => (await world.deps.records.get(world.ref, resource, id))?.deleted === true;
    for (let minute = 0; minute < 10; minute += 1) {
      await world.pass(MINUTE);
      expect(await told(alive), `after ${minute} minutes`).toBe(false);
    }
    expect([await told(gone), await told(alive)]).toEqual([true, false]);
    expect(mixed).toBeGreaterThan(vendor === "nhanh-v3" ? -1 : 0);
  });

  test("stays, whatever the vendor answers that is not about it", async () => {
    const { world, living, lies, pull, candidates } = await openWorld(vendor, 60, [resource]);
    const ids = await living(resource);
    const victims = ids.slice(0, NOISE.length);
    for (const [at, id] of victims.entries()) {
      lies((request) => (asksFor(request, id) ? NOISE[at] : undefined));
      await pull(resource, [id]);
      await world.pass(3 * MINUTE);
      expect(await living(resource), `${id} after ${JSON.stringify(NOISE[at])}`).toContain(id);
    }
    expect(await candidates(resource, "removed")).toEqual([]);
    lies(() => undefined);
    await world.pass(40 * MINUTE);
    expect((await living(resource)).length).toBe(ids.length);
  });

  test("is deleted within minutes where it is gone, and alive again within the hour where it was not", async () => {
    const { world, living, lies, hides, pull, candidates } = await openWorld(vendor, 60, [resource]);
    const [id] = await living(resource);
    hides([id!]);
    await pull(resource, [id!]);
    for (let waits = 0; waits < 18 && (await living(resource)).includes(id!); waits += 1) await world.pass(10_000);
    expect(await living(resource)).not.toContain(id);
    const [removed] = await candidates(resource, "removed");
    expect(removed!.evidence.at(-1)).toMatchObject({
      way: "detail",
      at: expect.any(Number),
      canary: expect.any(String),
    });
    lies(() => undefined);
    await world.pass(50 * MINUTE);
    expect(await living(resource)).toContain(id);
    expect(await candidates(resource, "removed")).toEqual([]);
  });

  test("takes no more with it than the brake allows, where sixty are told to be gone", async () => {
    const { world, living, lies, hides, pull, candidates } = await openWorld(vendor, 80, [resource]);
    const ids = await living(resource);
    expect(ids.length).toBeGreaterThanOrEqual(80);
    const victims = ids.slice(0, 60);
    hides(victims);
    // One by one at first, then together.
    for (const id of victims.slice(0, 10)) await pull(resource, [id]);
    for (let at = 10; at < 60; at += 10) await pull(resource, victims.slice(at, at + 10));
    expect((await candidates(resource, "held")).length).toBeGreaterThanOrEqual(40);
    const lost = ids.length - (await living(resource)).length;
    expect(lost).toBeLessThanOrEqual(mostUnasked(ids.length));
    lies(() => undefined);
    await world.pass(HOUR);
    expect((await living(resource)).length).toBe(ids.length);
    expect(await candidates(resource, "held")).toEqual([]);
  });

  test("is not believed to be gone where the vendor shows no other record either", async () => {
    const { world, living, lies, hides, pull } = await openWorld(vendor, 60, [resource]);
    const ids = await living(resource);
    hides(ids);
    // However often it says so, and however far apart.
    for (let times = 0; times < 5; times += 1) {
      await pull(resource, [ids[0]!]);
      expect(await living(resource)).toContain(ids[0]);
      await world.pass(MINUTE);
    }
    expect((await living(resource)).length).toBe(ids.length);
    lies(() => undefined);
    await world.pass(5 * MINUTE);
    expect((await living(resource)).length).toBe(ids.length);
  });
});

describe.each(vendorIds)("%s: a shop whose lists are empty", (vendor) => {
  const EMPTY: Readonly<Record<VendorId, unknown>> = {
    kiotviet: { total: 0, pageSize: 100, data: [] },
    "nhanh-v3": { code: 1, data: [], paginator: {} },
    "nhanh-v2": { code: 1, messages: [], data: [] },
    pancake: { success: true, data: [], total_entries: 0, total_pages: 0, page_number: 1, tables: [] },
    isale: { data: [] },
  };

  test("loses nothing, and every collection is held until a person decides or the rows are shown again", async () => {
    const { world, living, lies, candidates } = await openWorld(vendor, 15);
    const names = world.vendor.resources.map(({ name }) => name);
    const before = new Map<string, number>();
    for (const name of names) before.set(name, (await living(name)).length);
    const lists = new Set(
      world.vendor.operations.filter(({ id }) => id.endsWith(".list")).map(({ path }) => path.split("/").at(-1)!),
    );
    lies(({ path }) => (lists.has(path.split("/").at(-1)!) ? { status: 200, body: EMPTY[vendor] } : undefined));
    await world.pass(3 * HOUR);
    let held = 0;
    for (const name of names) {
      expect((await living(name)).length, name).toBe(before.get(name));
      const suspects = await candidates(name, "held");
      held += suspects.length > 0 ? 1 : 0;
      for (const { evidence } of suspects)
        expect(evidence.find(({ way }) => way === "absence")).toMatchObject({ weak: "empty" });
    }
    expect(held).toBeGreaterThan(3);
    lies(() => undefined);
    await world.pass(HOUR);
    for (const name of names) {
      expect((await living(name)).length, name).toBe(before.get(name));
      expect(await candidates(name, "held"), name).toEqual([]);
    }
  }, 240_000);
});
