import type { Resource } from "../../../../shared/core/vendor.ts";
import { changeRows, idOf } from "./envelope.ts";
import { type Answer, type Lie, type LieCall, type Scene, type Tale, withBody } from "./types.ts";

/** Rows that are odd for good, in lists and details alike: what is odd about them is left out, and the rest is current. */

/** A number that is the same for the same text in one run. */
const lotOf = (text: string, salt: number): number => {
  let lot = salt >>> 0;
  for (const letter of text) lot = Math.imul(lot ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  return lot;
};

/** The answer with every row of the resource changed, whether it is a list or one record. */
const eachRow = (
  { wire }: Scene,
  { resources: [resource] }: LieCall,
  answer: Answer,
  change: (resource: Resource, id: string, row: any) => unknown,
): Answer => {
  if (!resource) return answer;
  const changed = (row: unknown): unknown => {
    const id = idOf(resource, row);
    return id === undefined ? row : change(resource, id, row);
  };
  const listed = changeRows(answer.body, wire, (rows) => rows.map(changed));
  if (listed !== undefined) return withBody(answer, listed);
  try {
    const json = JSON.parse(answer.body);
    const whole = changed(json);
    if (whole !== json) return withBody(answer, JSON.stringify(whole));
    if (!json.data) return answer;
    const data = changed(json.data);
    return data === json.data ? answer : withBody(answer, JSON.stringify({ ...json, data }));
  } catch {
    return answer;
  }
};

/** A text may stand for another number, but not for an amount. */
const isAmount = (name: string): boolean =>
  /amount|price|total|money|quantity|cost|fee|discount|debt|paid|weight/i.test(name);

/** Something else in the place of a value: never what could be taken for another value of the field. */
const oddInPlaceOf = (name: string, value: unknown, lot: number): unknown => {
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value)) return `${value.slice(0, 10)}T24:00:00`;
  if (typeof value === "number") return isAmount(name) ? "-" : [{}, [1, 2]][lot % 2];
  if (typeof value === "string") return value === "" ? value : { text: value };
  // A text might be the only entry.
  if (Array.isArray(value)) return true;
  return value !== null && typeof value === "object" ? "-" : value;
};

/** What names a row, orders it or parts it: without these it is another row, and no odd one. */
const isKey = (name: string): boolean =>
  /id$|code$|type|mode|status|date|time|(updated|created|modified|inserted)/i.test(name);

const oddFields: Lie = {
  name: "odd fields",
  tell: (scene): Tale => {
    const salt = scene.dice.integer(1, 1_000_000);
    return {
      after: (call, answer) =>
        eachRow(scene, call, answer, (resource, id, row) => {
          const lot = lotOf(id, salt);
          if (lot % 10 !== 0) return row;
          // The same fields in a list and a detail, although these show different ones.
          const isOdd = (name: string): boolean => !isKey(name) && lotOf(name, lot) % 12 === 0;
          const odd = Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              isOdd(name) ? oddInPlaceOf(name, value, lot >>> 8) : value,
            ]),
          );
          // Where the id lies deeper, an odd part may take it away.
          return idOf(resource, odd) === id ? odd : row;
        }),
    };
  },
};

/** More than an item of the table holds. Random letters: what repeats would be packed small. */
const oversizedRows: Lie = {
  name: "oversized rows",
  tell: (scene): Tale => {
    const salt = scene.dice.integer(1, 1_000_000);
    const letters = Buffer.from(scene.dice.hex(900_000), "hex").toString("base64");
    return {
      after: (call, answer) =>
        eachRow(scene, call, answer, (_resource, id, row) =>
          lotOf(id, salt) % 60 === 0 ? { ...row, description: letters } : row,
        ),
    };
  },
};

/** Nhanh shows no `updatedAt` for a row that was never edited, and its filter leaves such rows out. */
const unstamped: Lie = {
  name: "rows without a modified time",
  vendors: ["nhanh-v3"],
  unshown: ["updatedAt"],
  patience: 26 * 60,
  tell: (scene): Tale => {
    const salt = scene.dice.integer(1, 1_000_000);
    const [none] = scene.dice.pick([[undefined], [null], [0]]);
    return {
      after: (call, answer) => {
        const isFiltered = call.asked === "list" && /"updatedAtFrom":/.test(call.request.body);
        const [resource] = call.resources;
        const isUnstamped = (row: any): boolean => lotOf(idOf(resource!, row) ?? "", salt) % 8 === 0;
        const body = changeRows(answer.body, scene.wire, (rows) =>
          isFiltered
            ? rows.filter((row) => !isUnstamped(row))
            : rows.map((row) => {
                // Another lie may have made no object of it.
                if (row === null || typeof row !== "object" || !isUnstamped(row)) return row;
                return row.info ? { ...row, info: { ...row.info, updatedAt: none } } : { ...row, updatedAt: none };
              }),
        );
        return body === undefined ? answer : withBody(answer, body);
      },
    };
  },
};

/** What says which row it is, and from when. */
const STAYS = /^id$|Nhanh$|date|time|_at$|At$|^info$/i;

const renamed = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) =>
      name === "info" ? [name, renamed(Object(value))] : [STAYS.test(name) ? name : `new_${name}`, value],
    ),
  );

/** The vendor calls the fields of its orders by other names for a while: none of them is blank. */
const renamedFields: Lie = {
  name: "orders whose fields have other names",
  minutes: [5, 60],
  tell: (scene): Tale => ({
    after: (call, answer) =>
      eachRow(scene, call, answer, (resource, id, row) => {
        if (resource.name !== "orders") return row;
        const other = renamed(row);
        return idOf(resource, other) === id ? other : row;
      }),
  }),
};

export const rows: readonly Lie[] = [oddFields, oversizedRows, unstamped, renamedFields];
