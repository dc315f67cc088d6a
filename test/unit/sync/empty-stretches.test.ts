import { expect, test } from "vitest";
import { DAY } from "../../../shared/core/time.ts";
import type { Listing } from "../../../shared/core/vendor.ts";
import type { Cycle } from "../../../shared/stores/sync-states.ts";
import { inEmptyStretches, withStretch } from "../../../shared/usecases/sync/empty-stretches.ts";
import type { Slice } from "../../../shared/usecases/sync/slice.ts";
import { ref } from "../../helpers/staff.ts";

test("runs of stretches that have shown rows and of such as have not take turns, the first of them first", () => {
  const runsOf = (...shown: readonly boolean[]) => shown.reduce<readonly number[]>(withStretch, []);
  expect(runsOf(true, true, false, true)).toEqual([2, 1, 1]);
  expect(runsOf(false, false, true)).toEqual([0, 2, 1]);
  expect(runsOf(true)).toEqual([1]);
});

const MARK = Date.UTC(2026, 10, 20);

/** Which of the rows, by their ids, were missed in a stretch that has shown nothing. */
const hidden = async (
  listing: Partial<Listing>,
  cycle: Partial<Cycle>,
  rows: readonly Readonly<Record<string, unknown>>[],
  get?: object,
): Promise<readonly unknown[]> => {
  const resource = {
    name: "vouchers",
    listing: { strategy: "snapshot", paging: "none", pageSize: 10, ...listing },
    get,
  };
  const job = { ref, resource, track: "full", earliest: MARK - 30 * DAY };
  const deps = { records: { getMany: async () => rows.map((raw) => ({ id: String(raw.id), raw })) } };
  const slice = { job, deps } as unknown as Slice;
  const ids = rows.map(({ id }) => String(id));
  return [...(await inEmptyStretches(slice, { mark: MARK, again: true, ...cycle } as Cycle, ids))];
};

test("a row is missed weakly where its part has shown nothing, and in earnest where its part has shown others", async () => {
  const partitions = [{ batch: 1 }, { batch: 2 }, { batch: 3 }];
  const rows = [{ id: "a", batch: "1" }, { id: "b", batch: 2 }, { id: "c", batch: 3 }, { id: "d" }];
  expect(await hidden({}, { partitions, runs: [1, 1, 1] }, rows)).toEqual(["b", "d"]);
  expect(await hidden({}, { partitions, runs: [3] }, rows)).toEqual([]);
  const partOf = ({ of }: { of: number }) => ({ batch: of });
  expect(
    await hidden({ partOf }, { partitions, runs: [0, 1, 2] }, [
      { id: "e", of: 1 },
      { id: "f", of: 2 },
    ]),
  ).toEqual(["e"]);
});

test("a row is missed weakly where the window of its time has shown nothing", async () => {
  const windows: Partial<Listing> = { strategy: "window", maxWindowSeconds: (10 * DAY) / 1_000, overlapSeconds: 0 };
  const time = ({ at }: { at?: number }) => at;
  const rows = [
    { id: "new", at: MARK - DAY },
    { id: "older", at: MARK - 12 * DAY },
    { id: "oldest", at: MARK - 25 * DAY },
  ];
  expect(await hidden({ ...windows, time }, { runs: [1, 1, 1] }, rows)).toEqual(["older"]);
  expect(await hidden({ ...windows, time }, { runs: [0, 1, 2] }, [{ id: "timeless" }])).toEqual(["timeless"]);
  // Where it can be asked for, it has to be hidden in all that may show it.
  expect(await hidden({ ...windows, time }, { runs: [0, 1, 2] }, [{ id: "timeless" }], {})).toEqual([]);
});
