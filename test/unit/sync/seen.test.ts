import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SeenIds } from "../../../shared/sync/seen.ts";

const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 300 });

describe("ids that a listing has shown", () => {
  test("a worker that goes on from the saved pieces knows what the first one knew", () => {
    fc.assert(
      fc.property(ids, ids, fc.nat(20), fc.array(fc.nat(300)), (shown, others, every, lost) => {
        const first = new SeenIds("cycle");
        const pieces: Uint8Array[] = [];
        for (const [index, id] of shown.entries()) {
          first.add(id);
          if (index % (every + 1) === 0) {
            const piece = first.unsaved();
            // Some pieces are not saved the first time: they are part of the next.
            if (piece && !lost.includes(index)) {
              pieces.push(piece);
              first.saved(piece);
            }
          }
        }
        const rest = first.unsaved();
        if (rest) {
          pieces.push(rest);
          first.saved(rest);
        }
        expect(first.unsaved()).toBeUndefined();
        const second = new SeenIds("cycle");
        for (const piece of pieces) second.load(piece);
        expect(second.size).toBe(shown.length);
        for (const id of shown) expect(second.has(id)).toBe(true);
        for (const id of others) if (!shown.includes(id)) expect(second.has(id)).toBe(false);
      }),
    );
  });

  test("every id belongs to exactly one part, and each part knows its own", () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 7 }), (shown, parts) => {
        const all = Array.from({ length: parts }, (_, part) => new SeenIds("cycle", part, parts));
        for (const part of all) for (const id of shown) part.add(id);
        for (const id of shown) {
          expect(all.filter((part) => part.covers(id))).toHaveLength(1);
          for (const part of all) expect(part.has(id)).toBe(part.covers(id));
        }
      }),
    );
  });

  test("another cycle hashes differently, so that an id overlooked once is found the next time", () => {
    const pieces = ["one", "two"].map((cycle) => {
      const seen = new SeenIds(cycle);
      seen.add("id");
      return Buffer.from(seen.unsaved()!).toString("hex");
    });
    expect(pieces[0]).not.toBe(pieces[1]);
    expect(pieces[0]).toHaveLength(8);
  });
});
