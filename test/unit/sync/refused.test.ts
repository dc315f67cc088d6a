import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { Rejected, RetryLater } from "../../../shared/core/errors.ts";
import { DAY, HOUR } from "../../../shared/core/time.ts";
import type { Track } from "../../../shared/core/tracks.ts";
import type { Call, Listing, Resource } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { type Person, person, ref, staff } from "../../helpers/staff.ts";

const open = (listing: Partial<Listing>, answer: Call, track: Track = "full") => {
  const table = new MemoryTable();
  const states = createSyncStateStore(table);
  const records = createRecordStore(table);
  let now = Date.UTC(2026, 10, 20);
  const base = staff();
  const resource: Resource<Person> = { ...base, listing: { ...base.listing, ...listing } };
  const state = () => states.get(ref, "staff", track);
  /** One slice, when it is due. */
  const slice = async () => {
    now = Math.max(now + 1, (await state()).nextAt);
    const deps = {
      states,
      records,
      candidates: createCandidateStore(table),
      clock: () => now,
      random: () => 0.5,
      metric: () => undefined,
    };
    const job = { ref, resource, track, settings: {}, call: answer, deadline: now + 60_000, lease: 90_000 };
    return syncSlice(job, deps);
  };
  const living = async () => (await records.livingIds(ref, "staff", undefined)).ids.map(({ id }) => id).sort();
  return { slice, state, living, now: () => now };
};

describe("a cycle that the vendor refuses", () => {
  test("begins anew, with the parts that there are then", async () => {
    const books = new Map([1, 2, 3].map((id) => [id, [person(id)]]));
    let limited = true;
    const world = open(
      {
        partitions: async () => ({ parts: [...books.keys()].map((book) => ({ book })) }),
        call: ({ partition }) => ({ params: { book: partition!.book } }),
      },
      async (_operation, { params = {} }) => {
        if (limited && params.book === 2) throw new RetryLater("limit", { limited: true, delivered: "no" });
        const rows = books.get(Number(params.book));
        if (!rows) throw new Rejected("no such book", { notFound: true });
        return { rows, total: rows.length };
      },
    );
    expect(await world.slice()).toMatchObject({ outcome: "later" });
    limited = false;
    books.delete(2);
    books.set(4, [person(4)]);
    expect(await world.slice()).toMatchObject({ outcome: "failed" });
    expect((await world.state()).nextAt - world.now()).toBe(HOUR);
    expect((await world.state()).error).toMatchObject({ message: "no such book" });
    expect(await world.slice()).toMatchObject({ outcome: "done" });
    expect(await world.living()).toEqual(["1", "3", "4"]);
    expect((await world.state()).error).toBeUndefined();
  });

  test("begins anew from the cursor, where a token to go on has lapsed", async () => {
    const asked: unknown[] = [];
    let lapsed = false;
    const world = open(
      {
        strategy: "modified",
        paging: "token",
        call: ({ from, token }) => ({ params: { from, token } }),
      },
      async (_operation, { params = {} }) => {
        asked.push(params.from);
        if (params.token === undefined) return { rows: [person(1)], ...(lapsed ? {} : { next: "one" }) };
        lapsed = true;
        throw new Rejected("unknown token");
      },
      "live",
    );
    expect(await world.slice()).toMatchObject({ outcome: "failed" });
    expect((await world.state()).cursor).toBeUndefined();
    expect(await world.slice()).toMatchObject({ outcome: "done" });
    expect((await world.state()).cursor).toBeDefined();
  });

  test("that reads all of the past waits longer and longer, since it reads all of it again", async () => {
    const world = open({ strategy: "window", maxWindowSeconds: 30 * 86_400 }, async () => {
      throw new Rejected("not so far back");
    });
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      expect(await world.slice()).toMatchObject({ outcome: "failed" });
      waits.push(((await world.state()).nextAt - world.now()) / HOUR);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, DAY / HOUR, DAY / HOUR]);
  });
});
