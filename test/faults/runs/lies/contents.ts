import type { SimulatedRequest } from "../../../../infra/sandbox/types.ts";
import type { Resource } from "../../../../shared/core/vendor.ts";
import { changeRows, idOf, renameAll } from "./envelope.ts";
import { type Answer, type Lie, type LieCall, type Scene, type Tale, withBody } from "./types.ts";

/** Rows and envelopes that are not what they should be. */

const withRows = (answer: Answer, { wire }: Scene, change: Parameters<typeof changeRows>[2]): Answer => {
  const body = changeRows(answer.body, wire, change);
  return body === undefined ? answer : withBody(answer, body);
};

/** Rows without a place in any collection: `null`, texts, rows without an id. */
const oddRows: Lie = {
  name: "odd rows",
  minutes: [5, 60],
  tell: (scene): Tale => {
    const { dice } = scene;
    const [odd] = dice.pick<readonly unknown[]>([
      [null],
      [""],
      [{}],
      [[]],
      [0],
      [{ name: "?" }],
      [{ info: {} }],
      [{ id: null }],
    ]);
    return {
      after: (call, answer) =>
        call.asked === "list" && dice.chance(0.5)
          ? withRows(answer, scene, (rows, isKeyed) =>
              // Under a key of its own a row with a name is a record.
              rows.length === 0 || (isKeyed && isNamed(odd)) ? rows : [...rows.slice(0, 1), odd, ...rows.slice(1)],
            )
          : answer,
    };
  },
};

/** Under which names rows have what they are told apart by, or a part of it. */
const NAMES = ["id", "idNhanh", "productId", "categoryId", "imei", "userId", "user_id"];

const withoutId = (row: any): unknown => {
  if (row === null || typeof row !== "object" || Array.isArray(row)) return row;
  const blank = Object.fromEntries(NAMES.filter((name) => name in row).map((name) => [name, null]));
  return { ...row, ...blank, ...(row.info ? { info: withoutId(row.info) } : {}) };
};

/** A row has lost its id, also where it names a part of another list: a price book, a campaign, a flow. */
const lostIds: Lie = {
  name: "rows that have lost their id",
  minutes: [5, 60],
  tell: (scene): Tale => {
    const { dice } = scene;
    const place = dice.integer(0, 2);
    const often = dice.pick([1, 0.5]);
    return {
      after: (call, answer) => {
        if (call.asked !== "list" || !dice.chance(often)) return answer;
        return withRows(answer, scene, (rows, isKeyed) => {
          const blank = withoutId(rows[place]);
          // What is told apart by something else would be another record.
          const isLost = call.resources.every((resource) => idOf(resource, blank) === undefined);
          return isKeyed || place >= rows.length || !isLost ? rows : rows.with(place, blank);
        });
      },
    };
  },
};

const isNamed = (odd: unknown): boolean => odd !== null && typeof odd === "object" && "name" in odd;

/** For an hour the envelope has other names: a release that was rolled back. */
const renamedEnvelope: Lie = {
  name: "a changed schema",
  minutes: [10, 60],
  tell: (scene): Tale => {
    const { dice } = scene;
    const change = dice.pick<(text: string) => string>([
      (text) => renameAll(text, (name) => name[0]!.toUpperCase() + name.slice(1)),
      (text) => renameAll(text, (name) => (name === "data" ? "items" : name)),
      (text) => `{"result":${text}}`,
      (text) => text.replace(/"data":\s*\[/, '"data":"","rows":['),
    ]);
    return { after: (_call, answer) => withBody(answer, change(answer.body)) };
  },
};

/** An older version of a row, as another server still has it. Lists and details take it from the same memory. */
const replicas = (name: string, asks: readonly LieCall["asked"][]): Lie => ({
  name,
  minutes: [5, 30],
  tell: (scene): Tale => {
    const { dice } = scene;
    const often = dice.pick([0.2, 0.5]);
    const known = new Map<string, string[]>();
    const older = (form: string, resource: Resource, row: any): any => {
      const id = idOf(resource, row) ?? "";
      // Rows of an object have their ids outside (Nhanh v2's debts): one could be given in another's place.
      if (id === "") return row;
      const key = `${form} ${id}`;
      const text = JSON.stringify(row);
      const versions = known.get(key) ?? [];
      if (!versions.includes(text)) known.set(key, [...versions.slice(-3), text]);
      const old = versions.filter((version) => version !== text).at(-1);
      return old !== undefined && dice.chance(often) ? JSON.parse(old) : row;
    };
    return {
      after: (call, answer) => {
        const [resource] = call.resources;
        if (!resource) return answer;
        const told = asks.includes(call.asked);
        const whole = withRows(answer, scene, (rows) => {
          const olds = rows.map((row) => older(formOf(call.request), resource, row));
          return told ? olds : rows;
        });
        if (whole !== answer || call.asked !== "one" || !told) return whole;
        return oldOne(formOf(call.request), resource, answer, older);
      },
    };
  },
});

/**
 * One operation may read several collections, by its path, and show more or less of a row: KiotViet's products have
 * their stock only where `includeInventory=true` asks for it. A row of another form is no older version.
 */
const formOf = ({ path, query }: SimulatedRequest): string => {
  const shown = [...query].filter(([, value]) => value.toLowerCase() === "true").map(([name]) => name);
  return [path, ...shown.sort()].join(" ");
};

const oldOne = (
  form: string,
  resource: Resource,
  answer: Answer,
  older: (form: string, resource: Resource, row: any) => any,
): Answer => {
  try {
    const row = JSON.parse(answer.body);
    return answer.status === 200 && idOf(resource, row) !== undefined
      ? withBody(answer, JSON.stringify(older(form, resource, row)))
      : answer;
  } catch {
    return answer;
  }
};

export const contents: readonly Lie[] = [
  oddRows,
  lostIds,
  renamedEnvelope,
  replicas("a replica behind the lists", ["list"]),
  replicas("a replica behind the details", ["one"]),
  replicas("replicas behind both", ["list", "one"]),
];
