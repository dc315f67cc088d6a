import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { Rejected } from "../../../shared/core/errors.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import type { Cycle } from "../../../shared/stores/sync-states.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { SeenIds } from "../../../shared/sync/seen.ts";
import { holdCourt } from "../../../shared/usecases/sync/court.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import { sweep } from "../../../shared/usecases/sync/sweep.ts";
import { type Person, person, ref, staff } from "../../helpers/staff.ts";

const START = Date.UTC(2026, 10, 20);

/** Thirty people of whom the vendor can be asked one by one. */
const open = async () => {
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const candidates = createCandidateStore(table);
  const world = { now: START, gone: new Set<string>(), asked: [] as string[] };
  const resource = staff({
    operation: "staff.get",
    call: (id) => ({ params: { id } }),
    read: (answer) => answer as Person,
  });
  const call: Call = async (_operation, { params = {} }) => {
    const id = String(params.id);
    world.asked.push(id);
    if (world.gone.has(id)) throw new Rejected("there is no such person", { notFound: true });
    return person(Number(id));
  };
  const deps = {
    states: createSyncStateStore(table),
    records,
    candidates,
    clock: () => world.now,
    random: () => 0,
    metric: () => undefined,
  };
  const people = Array.from({ length: 30 }, (_, n) => observationOf(resource, person(n + 1), {}));
  await records.upsert(ref, "staff", people, START);
  const job = { ref, resource, track: "full" as const, settings: {}, call, lease: 90_000 };
  const sit = () => holdCourt({ ...job, deadline: world.now + MINUTE, stored: 30 }, deps);
  const isAlive = async (id: string) => (await records.get(ref, "staff", id))?.deleted === false;
  const told = (id: string, at: number) =>
    candidates.note(ref, "staff", [{ id, evidence: { way: "list-page", said: "gone", at } }]);
  return { world, deps, job, sit, isAlive, told, candidates };
};

describe("one record that is told to be gone", () => {
  test("is removed, looked at once more, and alive again where the vendor shows it then", async () => {
    const { world, sit, isAlive, told } = await open();
    world.gone.add("7");
    await told("7", START + 1);
    for (; (await isAlive("7")) && world.now < START + 20 * MINUTE; world.now += MINUTE) await sit();
    expect(await isAlive("7")).toBe(false);
    world.gone.clear();
    for (const end = world.now + 50 * MINUTE; world.now < end; world.now += 5 * MINUTE) await sit();
    expect(await isAlive("7")).toBe(true);
  });
});

describe("what a listing did not show", () => {
  const swept = async (fields: Partial<Cycle>, shown: readonly string[]) => {
    const world = await open();
    const seen = new SeenIds("cycle", 0, 1);
    for (const id of shown) seen.add(id);
    const cycle = {
      id: "cycle",
      startedAt: START + MINUTE,
      warnings: [],
      nameless: 0,
      stored: 0,
      ...fields,
    } as unknown;
    const { deps, job } = world;
    const state = { cycles: 1, nextAt: 0, failures: 0 };
    const slice = { job: { ...job, deadline: START + 9 * MINUTE }, deps, state, seen };
    return { ...world, run: () => sweep(slice, cycle as Cycle) };
  };
  const all = Array.from({ length: 30 }, (_, n) => String(n + 1));

  test("is not missed where it was stored while the listing was read", async () => {
    const { deps, candidates, run } = await swept({ rows: 30 }, all);
    const late = observationOf(staff(), person(31), {});
    await deps.records.upsert(ref, "staff", [late], START + 2 * MINUTE);
    await run();
    expect(await candidates.open(ref, "staff")).toEqual([]);
  });

  test("is missed by a complete listing, and by an empty one only as a suspect without proof", async () => {
    const complete = await swept({ rows: 29 }, all.slice(1));
    await complete.run();
    expect(await complete.candidates.open(ref, "staff")).toMatchObject([{ id: "1", evidence: [{ way: "absence" }] }]);
    const empty = await swept({ rows: 0 }, []);
    await empty.run();
    const suspects = await empty.candidates.open(ref, "staff");
    expect(suspects).toHaveLength(30);
    expect(new Set(suspects.flatMap(({ evidence }) => evidence.map(({ weak }) => weak)))).toEqual(new Set(["empty"]));
  });
});
