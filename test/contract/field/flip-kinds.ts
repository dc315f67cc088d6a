import { at, listOf, timeOf, type Zone } from "../../../infra/field/raw.ts";
import type { Asked, Flip, Wire } from "./wire.ts";

/** Flips that fit many experiments. `on`: the end of the path of the calls that are meant. */

const isOn = (on: string, { path }: Asked): boolean => path.endsWith(on);

const without = (query: URLSearchParams, names: readonly string[]): URLSearchParams =>
  new URLSearchParams([...query].filter(([name]) => !names.includes(name)));

const withoutFields = (value: any, names: readonly string[]): any => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !names.includes(name))
      .map(([name, inner]) => [name, withoutFields(inner, names)]),
  );
};

/** The vendor does not look at these parameters. */
export const deafTo = (on: string, ...names: readonly string[]): Flip => ({
  ask: (asked) =>
    isOn(on, asked)
      ? {
          query: without(asked.query, names),
          ...(asked.data === undefined || asked.data === "" ? {} : { data: withoutFields(asked.data, names) }),
        }
      : {},
});

/** Sets a value at a path in which `[]` stands for every entry; an object that is keyed by id counts as a list. */
export const setAt = (value: any, path: string, change: (before: any, holder: any) => unknown): void => {
  const [head = "", ...rest] = path.split("[]");
  if (rest.length > 0) {
    for (const entry of listOf(at(value, head.replace(/^\.|\.$/g, ""))))
      setAt(entry, rest.join("[]").replace(/^\./, ""), change);
    return;
  }
  const names = head.split(".");
  const last = names.pop()!;
  const holder = at(value, names.join("."));
  if (typeof holder === "object" && holder !== null) holder[last] = change(holder[last], holder);
};

/** Values at the path come otherwise. */
export const changed = (on: string, path: string, change: (before: any, holder: any) => unknown): Flip => ({
  answer: (wire, asked) => {
    if (!isOn(on, asked) || wire.json === undefined) return {};
    setAt(wire.json, path, change);
    return { json: wire.json };
  },
});

/** Every answer of the call is this one. */
export const answeredWith = (on: string, answer: (wire: Wire, asked: Asked) => Partial<Wire>): Flip => ({
  answer: (wire, asked) => (isOn(on, asked) ? answer(wire, asked) : {}),
});

/** Rows are left out of a list. */
export const hidden = (on: string, rows: string, hides: (row: any, asked: Asked) => boolean): Flip => ({
  answer: (wire, asked) => {
    if (!isOn(on, asked) || at(wire.json, rows) === undefined) return {};
    setAt(wire.json, rows, (before) =>
      Array.isArray(before)
        ? before.filter((row) => !hides(row, asked))
        : Object.fromEntries(Object.entries(before ?? {}).filter(([, row]) => !hides(row, asked))),
    );
    return { json: wire.json };
  },
});

/** The row whose time is the bound is left out: "after" instead of "from". */
export const boundExcluded = (
  on: string,
  rows: string,
  times: readonly string[],
  zone: Zone,
  bound: (asked: Asked) => unknown,
): Flip =>
  hidden(on, rows, (row, asked) => {
    const from = timeOf(bound(asked), zone);
    const time = times.map((path) => timeOf(at(row, path), zone)).find((one) => one !== undefined);
    return from !== undefined && time !== undefined && Math.floor(time / 1_000) <= Math.floor(from / 1_000);
  });

/** The second time the rows come in the opposite order. */
export const turned = (on: string, rows: string): Flip => {
  let turn = 0;
  return {
    answer: (wire, asked) => {
      if (!isOn(on, asked)) return {};
      turn += 1;
      if (turn % 2 === 0) setAt(wire.json, rows, (before) => [...listOf(before)].reverse());
      return { json: wire.json };
    },
  };
};

/** More rows than the most: those that there are, again and again, under other ids. */
export const multiplied = (on: string, rows: string, id: string, to: number): Flip => ({
  answer: (wire, asked) => {
    if (!isOn(on, asked)) return {};
    setAt(wire.json, rows, (before) => {
      const found = listOf(before);
      return Array.from({ length: to }, (_, place) => {
        const row = structuredClone(found[place % found.length]);
        if (place >= found.length) setAt(row, id, (known) => `${known}-${place}`);
        return row;
      });
    });
    return { json: wire.json };
  },
});

/** Nobody is found: the list is empty when the call asks for something. */
export const emptyWhen = (on: string, rows: string, asks: (asked: Asked) => boolean): Flip =>
  hidden(on, rows, (_row, asked) => asks(asked));

/** The living list shows one of the rows that were named as deleted. */
export const undead = (
  deletedWhen: (asked: Asked) => boolean,
  livingWhen: (asked: Asked) => boolean,
  rows: string,
  toRow: (id: unknown) => unknown,
): Flip => {
  let gone: unknown[] = [];
  return {
    answer: (wire, asked) => {
      if (deletedWhen(asked)) gone = listOf(at(wire.json, rows));
      else if (livingWhen(asked) && gone.length > 0) {
        setAt(wire.json, rows, (before) => [toRow(at(gone[0], "id")), ...listOf(before)]);
        return { json: wire.json };
      }
      return {};
    },
  };
};
