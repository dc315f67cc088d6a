import { habit } from "./clocks.ts";
import { changeAt, changeRows, idOf, rowsOf } from "./envelope.ts";
import { type Lie, type Tale, withBody } from "./types.ts";

/** Totals and places that do not fit the rows. */

const wrongTotals: Lie = {
  name: "wrong totals",
  vendors: ["kiotviet", "nhanh-v2", "pancake"],
  minutes: [5, 60],
  tell: ({ dice, wire }): Tale => {
    const wrong = dice.pick<(total: number) => number>([
      () => 0,
      (total) => Math.min(total, 10),
      (total) => total + 7,
      (total) => total * 1_000 + 5,
      () => -1,
    ]);
    return {
      after: (call, answer) => {
        if (call.asked !== "list") return answer;
        let { body } = answer;
        for (const path of wire.totals) body = changeAt(body, path, (total) => wrong(Number(total)));
        return withBody(answer, body);
      },
    };
  },
};

/** Whatever page is asked for, the first one comes. */
const frozenPages: Lie = {
  name: "page number ignored",
  vendors: ["kiotviet", "nhanh-v2", "pancake"],
  minutes: [10, 60],
  tell: (scene): Tale => habit(scene, { firstPages: scene.vendor.operations.map(({ id }) => id) }),
};

/** The pages go round: behind the last one the first one comes again, and there is always one more. */
const sameToken: Lie = {
  name: "the same continuation again",
  vendors: ["nhanh-v3"],
  minutes: [10, 60],
  tell: ({ dice, wire }): Tale => {
    const first = new Map<string, unknown>();
    const [token] = dice.pick<readonly unknown[]>([[{ id: null }], ["again"], [undefined]]);
    return {
      after: (call, answer) => {
        if (call.asked !== "list" || !wire.next) return answer;
        let { body } = answer;
        body = changeAt(body, wire.next, (next) => {
          if (token !== undefined) return token;
          if (next && !first.has(call.operation)) first.set(call.operation, next);
          return first.get(call.operation) ?? next;
        });
        return withBody(answer, body);
      },
    };
  },
};

/**
 * A list that shows some of its rows twice and is short of others. Rows that are keyed by their ids cannot come twice: there
 * the list is short without a trace, and the call for the record has to tell. Where no call does, the second one stands
 * under the key of the row that it hides, and names itself. Rows that only their keys name do not come twice at all.
 */
const shuffledPages: Lie = {
  name: "rows twice and others not",
  minutes: [5, 30],
  tell: ({ dice, wire }): Tale => ({
    after: (call, answer) => {
      if (call.asked !== "list" || (rowsOf(answer.body, wire)?.length ?? 0) < 3 || dice.chance(0.5)) return answer;
      const canAsk = call.resources.some(({ get }) => get);
      const twice = (row: unknown, isKeyed: boolean) =>
        canAsk || !isKeyed || call.resources.some((resource) => idOf(resource, row) !== undefined);
      const body = changeRows(answer.body, wire, (rows, isKeyed) =>
        twice(rows[0], isKeyed) ? rows.with(1, canAsk ? rows[0] : { ...rows[0] }) : rows,
      );
      return body === undefined ? answer : withBody(answer, body);
    },
  }),
};

export const paging: readonly Lie[] = [wrongTotals, frozenPages, sameToken, shuffledPages];
