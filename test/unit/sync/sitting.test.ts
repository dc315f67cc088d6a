import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { Rejected, RetryLater } from "../../../shared/core/errors.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { Call, Resource } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import type { Evidence } from "../../../shared/sync/evidence.ts";
import { holdCourt } from "../../../shared/usecases/sync/court.ts";
import { type Person, person, ref, staff } from "../../helpers/staff.ts";

const gone = () => new Rejected("no such record", { notFound: true });

/** A collection of some people, of whom the vendor says what the test wants. */
const openCourt = async (
  size: number,
  /** `one`: the call is a list that is asked for one id; `many`: it takes several ids; `group`: it shows neighbours as well. */
  options: {
    readonly get?: false;
    readonly lists?: "one" | "many" | "group";
    /** The vendor's list of what was deleted, which can be asked for single ids. */
    readonly deleted?: () => readonly Person[];
  } = {},
) => {
  let now = Date.UTC(2026, 10, 20);
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const candidates = createCandidateStore(table);
  const states = createSyncStateStore(table);
  const get: Resource<Person>["get"] =
    options.get === false
      ? undefined
      : {
          operation: "staff.get",
          ...(options.lists ? { lists: true } : {}),
          call: (id) => ({ params: { id } }),
          read: ({ rows }: { rows: readonly Person[] }, id) =>
            options.lists ? rows.find((row) => String(row.id) === id) : rows[0],
          ...(options.lists === "many" || options.lists === "group"
            ? { rows: ({ rows }: { rows: readonly Person[] }) => rows }
            : {}),
          ...(options.lists === "many"
            ? { together: (ids: readonly string[]) => ({ params: { id: ids.join() } }) }
            : {}),
        };
  const plain = staff(get);
  const resource: Resource<Person> = options.deleted
    ? {
        ...plain,
        deletions: {
          listing: { ...plain.listing, operation: "staff.deleted" },
          named: (ids) => ({ params: { id: ids.join() } }),
        },
      }
    : plain;
  /** What the vendor says of a person; the others are shown as they are. */
  const answers = new Map<number, () => Person | undefined>();
  const asked: number[] = [];
  const call: Call = async (operation, { params = {} }) => {
    if (operation === "staff.deleted") return { rows: options.deleted!() };
    const named = String(params.id).split(",").map(Number);
    asked.push(...named);
    const shown = options.lists === "group" ? [...named, named[0]! + 1] : named;
    return { rows: shown.flatMap((id) => (answers.has(id) ? (answers.get(id)!() ?? []) : person(id))) };
  };
  const store = (id: number, name = `Person ${id}`) => {
    const raw = { ...person(id), name };
    return records.upsert(
      ref,
      "staff",
      [{ id: String(id), modified: undefined, record: { id: String(id), name }, raw }],
      now,
    );
  };
  for (let id = 1; id <= size; id += 1) await store(id);
  const deps = { states, records, candidates, clock: () => now, random: () => 0, metric: () => undefined };
  return {
    asked,
    candidates,
    store,
    says(id: number, answer: () => Person | undefined): void {
      answers.set(id, answer);
    },
    fails(id: number, error: Error): void {
      answers.set(id, () => {
        throw error;
      });
    },
    forget: () => answers.clear(),
    pass(minutes: number): void {
      now += minutes * MINUTE;
    },
    note: (id: number, evidence: Omit<Evidence, "at">) =>
      candidates.note(ref, "staff", [{ id: String(id), evidence: { ...evidence, at: now } }]),
    sit: () => holdCourt({ ref, resource, settings: {}, call, deadline: now + MINUTE }, deps),
    living: async () => (await records.livingIds(ref, "staff", undefined)).ids.map(({ id }) => Number(id)),
    state: async (id: number) =>
      (await candidates.list(ref, "staff")).candidates.find((one) => one.id === String(id))?.state,
  };
};

const absence = { way: "absence", said: "not-shown" } as const;
const question = { ...absence, weak: "incomplete" } as const;
const hint = { way: "webhook", said: "gone" } as const;

describe("a call for one record", () => {
  test("that is answered without a record says nothing, however often, though others are shown", async () => {
    const court = await openCourt(40);
    court.says(7, () => undefined);
    await court.note(7, absence);
    for (let minute = 0; minute < 30; minute += 5) {
      await court.sit();
      court.pass(5);
    }
    expect(court.asked.filter((id) => id === 7).length).toBeGreaterThan(2);
    expect(await court.living()).toContain(7);
    expect(await court.state(7)).toBe("pending");
  });

  test.each(["many", "group"] as const)(
    "that shows another record and not this one proves it the second time, a minute later: %s",
    async (lists) => {
      const court = await openCourt(40, { lists });
      court.says(7, () => undefined);
      await court.note(7, question);
      await court.sit();
      expect(await court.living()).toContain(7);
      court.pass(1);
      await court.sit();
      expect(await court.living()).not.toContain(7);
    },
  );

  test("that shows another record and not this one proves it at once, where the list of deleted rows names it", async () => {
    const court = await openCourt(40, { lists: "many", deleted: () => [person(7)] });
    court.says(7, () => undefined);
    await court.note(7, question);
    await court.sit();
    expect(await court.living()).not.toContain(7);
  });

  test.each([
    ["names others", () => [person(8)]],
    ["is empty", () => []],
    [
      "is refused",
      () => {
        throw new Rejected("no permission", { forbidden: true });
      },
    ],
    [
      "fails",
      () => {
        throw new RetryLater("away");
      },
    ],
  ])("takes a second time, where the list of deleted rows %s", async (_what, deleted) => {
    const court = await openCourt(40, { lists: "many", deleted });
    court.says(7, () => undefined);
    await court.note(7, question);
    expect((await court.sit()).failure).toBeUndefined();
    expect(await court.living()).toContain(7);
    court.pass(1);
    await court.sit();
    expect(await court.living()).not.toContain(7);
  });

  test("that is empty is not confirmed by a list of deleted rows", async () => {
    const court = await openCourt(40, { lists: "many", deleted: () => [person(7)] });
    for (let id = 1; id <= 40; id += 1) court.says(id, () => undefined);
    await court.note(7, question);
    await court.sit();
    expect(await court.living()).toContain(7);
  });

  test.each(["one", "many"] as const)("that is empty proves nothing, though others are full: %s", async (lists) => {
    const court = await openCourt(40, { lists });
    // The answers to some questions are empty: those in which this record is asked for.
    for (let id = 1; id <= 40; id += 1) court.says(id, () => (lists === "many" || id === 7 ? undefined : person(id)));
    await court.note(7, question);
    await court.sit();
    // No further call asks for others.
    expect(court.asked.length).toBe(lists === "many" ? 3 : 2);
    for (let minute = 0; minute < 40; minute += 2) {
      await court.sit();
      court.pass(2);
    }
    expect(await court.living()).toContain(7);
    expect(court.asked.filter((id) => id === 7).length).toBeGreaterThan(2);
  });

  test.each([
    ["a row twice", () => person(8)],
    ["a row without an id", () => ({ name: "?" }) as Person],
    ["somebody who was not asked for", () => person(99)],
  ])("that shows %s in place of the record proves nothing", async (_what, instead) => {
    const court = await openCourt(40, { lists: "many" });
    court.says(7, instead);
    await court.note(7, question);
    for (let minute = 0; minute < 10; minute += 2) {
      await court.sit();
      court.pass(2);
    }
    expect(await court.living()).toContain(7);
  });

  test("that is empty confirms what the vendor has reported, where it shows another record", async () => {
    const court = await openCourt(40, { lists: "one" });
    court.says(7, () => undefined);
    await court.note(7, hint);
    await court.sit();
    expect(await court.living()).not.toContain(7);
  });

  test("that shows another record says nothing of this one, and is stored under neither name", async () => {
    const court = await openCourt(40);
    court.says(7, () => ({ ...person(8), name: "Somebody else" }));
    await court.note(7, absence);
    await court.sit();
    expect(await court.state(7)).toBe("pending");
    expect(await court.living()).toContain(7);
  });

  test("says nothing about one record as long as it denies others that are alive", async () => {
    const court = await openCourt(40);
    for (let id = 1; id <= 40; id += 1) court.fails(id, gone());
    await court.note(7, question);
    // What others heard of it before is worth as little.
    await court.note(7, { way: "detail", said: "gone", words: "no such record" });
    for (let minutes = 0; minutes < 10; minutes += 1) {
      const ruling = await court.sit();
      expect(ruling.failure).toBeUndefined();
      expect((await court.living()).length).toBe(40);
      court.pass(2);
    }
    for (let id = 1; id <= 40; id += 1) if (id !== 7) court.says(id, () => person(id));
    await court.note(7, question);
    court.pass(20);
    await court.sit();
    expect(await court.living()).not.toContain(7);
  });

  test("confirms no report as long as it denies others that are alive", async () => {
    const court = await openCourt(40);
    for (let id = 1; id <= 40; id += 1) court.fails(id, gone());
    await court.note(7, hint);
    await court.sit();
    expect(await court.living()).toContain(7);
    for (let id = 1; id <= 40; id += 1) if (id !== 7) court.says(id, () => person(id));
    court.pass(2);
    await court.sit();
    expect(await court.living()).not.toContain(7);
  });

  test("is asked by one sitting at a time", async () => {
    const alone = await openCourt(40);
    alone.fails(7, gone());
    await alone.note(7, question);
    await alone.sit();
    const court = await openCourt(40);
    court.fails(7, gone());
    await court.note(7, question);
    await Promise.all([court.sit(), court.sit(), court.sit()]);
    expect(court.asked).toEqual(alone.asked);
    expect(await court.living()).not.toContain(7);
  });

  test("said twice proves nothing while no other record can be asked for, and something once one is shown", async () => {
    const court = await openCourt(40);
    for (let id = 1; id <= 40; id += 1) court.fails(id, id === 7 ? gone() : new RetryLater("away"));
    await court.note(7, question);
    for (let minutes = 0; minutes < 10; minutes += 1) {
      await court.sit();
      expect((await court.living()).length).toBe(40);
      court.pass(2);
    }
    for (let id = 1; id <= 40; id += 1) if (id !== 7) court.says(id, () => person(id));
    await court.note(7, question);
    court.pass(20);
    await court.sit();
    expect(await court.living()).not.toContain(7);
  });

  test("that was made a moment ago is made again only behind the call that shows another record", async () => {
    const court = await openCourt(40);
    court.fails(7, gone());
    await court.note(7, { way: "detail", said: "gone", words: "no such record" });
    await court.sit();
    // Another one, and this one once more behind it.
    expect(court.asked.length).toBe(2);
    expect(court.asked[1]).toBe(7);
    expect(await court.living()).not.toContain(7);
  });

  test("that is right again when the other record is shown has told nothing of this one", async () => {
    const court = await openCourt(40);
    let denials = 1;
    court.says(7, () => {
      denials -= 1;
      if (denials >= 0) throw gone();
      return person(7);
    });
    await court.note(7, question);
    await court.sit();
    expect(court.asked.filter((id) => id === 7).length).toBe(2);
    expect(await court.living()).toContain(7);
    expect(await court.state(7)).toBeUndefined();
  });

  test("that fails behind the other record has told nothing yet", async () => {
    const court = await openCourt(40);
    let denials = 1;
    court.says(7, () => {
      denials -= 1;
      throw denials >= 0 ? gone() : new RetryLater("away");
    });
    await court.note(7, question);
    await court.sit();
    expect(await court.living()).toContain(7);
    expect(await court.state(7)).toBe("pending");
  });

  test("that a limit does not allow keeps what was heard before, and goes on later", async () => {
    const court = await openCourt(40);
    court.fails(7, gone());
    for (let id = 8; id <= 40; id += 1) court.fails(id, new RetryLater("too many", { limited: true }));
    await court.note(7, question);
    expect((await court.sit()).failure).toBeInstanceOf(RetryLater);
    expect(await court.living()).toContain(7);
    for (let id = 8; id <= 40; id += 1) court.says(id, () => person(id));
    court.pass(1);
    await court.sit();
    expect(await court.living()).not.toContain(7);
  });
});

describe("the brake", () => {
  test("counts what was removed within the hour, whatever way it came by", async () => {
    const court = await openCourt(40);
    for (let id = 1; id <= 6; id += 1) court.fails(id, gone());
    for (const id of [1, 2, 3]) {
      await court.note(id, hint);
      await court.sit();
      court.pass(10);
    }
    expect((await court.living()).length).toBe(37);
    await court.note(4, hint);
    await court.sit();
    expect(await court.state(4)).toBe("held");
    expect((await court.living()).length).toBe(37);
    // An hour after the first removals there is room again.
    court.pass(60);
    await court.note(5, hint);
    await court.sit();
    expect(await court.living()).not.toContain(5);
  });

  test("counts questions when they turn out to be about records that are gone", async () => {
    const court = await openCourt(40);
    for (let id = 1; id <= 10; id += 1) {
      court.fails(id, gone());
      await court.note(id, question);
    }
    await court.sit();
    expect((await court.living()).length).toBe(37);
    expect(await court.state(9)).toBe("held");
  });

  test("leaves what a person approved out of the count, and asks once more before it goes", async () => {
    const court = await openCourt(10);
    for (let id = 1; id <= 8; id += 1) await court.note(id, absence);
    await court.sit();
    for (let id = 1; id <= 8; id += 1) await court.candidates.decide(ref, "staff", String(id), "approved");
    for (let id = 1; id <= 7; id += 1) court.fails(id, new RetryLater("out of order"));
    await court.sit();
    expect(await court.living()).toEqual([10, 8, 9]);
    // Nothing of it counts: another one may go.
    court.fails(9, gone());
    await court.note(9, hint);
    await court.sit();
    expect(await court.living()).toEqual([10, 8]);
  });

  test("does not count a record that came back and that nothing but the call for it denies", async () => {
    const court = await openCourt(40);
    court.fails(1, gone());
    await court.note(1, hint);
    await court.sit();
    expect(await court.living()).not.toContain(1);
    court.pass(120);
    await court.sit();
    await court.store(1);
    court.pass(1);
    await court.note(1, { way: "detail", said: "gone" });
    for (const id of [2, 3, 4]) {
      court.fails(id, gone());
      await court.note(id, hint);
    }
    await court.sit();
    expect(await court.living()).toContain(1);
    expect((await court.living()).length).toBe(37);
  });

  test("carries out what a person approved only once the vendor answers again, and does not show the record", async () => {
    const court = await openCourt(10);
    for (let id = 1; id <= 8; id += 1) await court.note(id, absence);
    await court.sit();
    for (let id = 1; id <= 8; id += 1) await court.candidates.decide(ref, "staff", String(id), "approved");
    for (let id = 1; id <= 10; id += 1) court.fails(id, new RetryLater("out of order"));
    for (let minute = 0; minute < 60; minute += 1) {
      await court.sit();
      court.pass(1);
    }
    expect((await court.living()).length).toBe(10);
    expect(court.asked.filter((id) => id === 1).length).toBeLessThanOrEqual(10);
    court.forget();
    for (let id = 1; id <= 6; id += 1) court.fails(id, gone());
    court.pass(10);
    await court.sit();
    // Two of the eight are shown: they stay, though a person said otherwise.
    expect(await court.living()).toEqual([10, 7, 8, 9]);
  });

  test("carries out what a person approved at once where no call asks for one record", async () => {
    const court = await openCourt(10, { get: false });
    for (let id = 1; id <= 8; id += 1) await court.note(id, absence);
    await court.sit();
    for (let id = 1; id <= 8; id += 1) await court.candidates.decide(ref, "staff", String(id), "approved");
    await court.sit();
    expect(await court.living()).toEqual([10, 9]);
  });
});

describe("what is held", () => {
  const hold = async () => {
    const court = await openCourt(10);
    for (let id = 1; id <= 8; id += 1) await court.note(id, absence);
    await court.sit();
    expect(await court.state(1)).toBe("held");
    expect(court.asked).toEqual([]);
    return court;
  };

  test("is asked for some minutes later, and free when the vendor shows it", async () => {
    const court = await hold();
    court.fails(1, gone());
    court.pass(10);
    await court.sit();
    expect(await court.state(1)).toBe("held");
    expect(await court.state(2)).toBeUndefined();
    expect((await court.living()).length).toBe(10);
  });

  test("is free when a list has shown it since, though the call for it fails", async () => {
    const court = await hold();
    court.fails(1, new RetryLater("out of order"));
    court.pass(1);
    await court.store(1, "Another name");
    court.pass(10);
    await court.sit();
    expect(await court.state(1)).toBeUndefined();
  });

  test("is asked for ever more rarely", async () => {
    const court = await hold();
    court.fails(1, new RetryLater("out of order"));
    for (let minute = 0; minute < 24 * 60; minute += 10) {
      court.pass(10);
      await court.sit();
    }
    expect(court.asked.filter((id) => id === 1).length).toBeLessThanOrEqual(10);
  });
});

describe("a removal", () => {
  const remove = async () => {
    const court = await openCourt(40);
    court.fails(7, gone());
    await court.note(7, hint);
    await court.sit();
    expect(await court.living()).not.toContain(7);
    return court;
  };

  test("is looked at once more half an hour later, and undone if the vendor shows the record", async () => {
    const court = await remove();
    court.forget();
    court.pass(29);
    await court.sit();
    expect(await court.living()).not.toContain(7);
    court.pass(1);
    await court.sit();
    expect(await court.living()).toContain(7);
    expect(await court.state(7)).toBeUndefined();
  });

  test("that stands is asked about once, and its evidence is kept for a day", async () => {
    const court = await remove();
    const before = court.asked.length;
    for (let minute = 0; minute < 5 * 60; minute += 10) {
      court.pass(10);
      await court.sit();
    }
    expect(court.asked.length - before).toBe(1);
    expect(await court.state(7)).toBe("removed");
    expect(await court.candidates.open(ref, "staff")).toEqual([]);
  });

  test("that the vendor does not answer for is asked about again, and given up within a day", async () => {
    const court = await remove();
    court.fails(7, new RetryLater("out of order"));
    for (let hour = 0; hour < 30; hour += 1) {
      court.pass(60);
      await court.sit();
    }
    expect(await court.candidates.open(ref, "staff")).toEqual([]);
    expect(court.asked.filter((id) => id === 7).length).toBeLessThan(12);
  });

  test("is not made where the record was seen alive after what speaks against it", async () => {
    const court = await openCourt(40, { get: false });
    await court.note(7, absence);
    court.pass(3);
    await court.store(7, "Another name");
    court.pass(3);
    await court.note(7, absence);
    await court.sit();
    expect(await court.living()).toContain(7);
    expect(await court.state(7)).toBeUndefined();
  });
});

test("a question that nobody answers is given up after some tries", async () => {
  const court = await openCourt(40);
  court.fails(7, new Rejected("something went wrong"));
  await court.note(7, { way: "detail", said: "cannot-tell", refused: true });
  for (let hour = 0; hour < 12; hour += 1) {
    court.pass(60);
    await court.sit();
  }
  expect(court.asked.length).toBe(5);
  expect(await court.state(7)).toBeUndefined();
  expect(await court.living()).toContain(7);
});

test("two workers do not decide at once", async () => {
  const court = await openCourt(40);
  for (let id = 1; id <= 6; id += 1) court.fails(id, gone());
  for (const id of [1, 2]) await court.note(id, hint);
  const first = court.sit();
  for (const id of [3, 4]) await court.note(id, hint);
  await Promise.all([first, court.sit()]);
  await court.sit();
  expect((await court.living()).length).toBeGreaterThanOrEqual(37);
});
