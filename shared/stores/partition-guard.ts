import type { Item, Key, PlainWrite, Table, TableWrite } from "../core/table.ts";
import type { PartitionRule } from "./partitions.ts";

/** Hears what was asked of the table, allowed or not. */
export type NoteAsked = (action: PartitionRule["action"], partition: string) => void;

const MOST_REMEMBERED = 5_000;

/** As IAM compares text: `*` is any text, `?` any letter. */
const matcherOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^]*")
      .replaceAll("?", "[^]")}$`,
  );

type Allowing = (action: PartitionRule["action"], partition: string) => readonly number[];
const judged = new WeakMap<readonly PartitionRule[], Allowing>();

/** Numbers of the rules that allow it. The same rules are asked again and again about the same partitions. */
const allowingOf = (rules: readonly PartitionRule[]): Allowing => {
  const before = judged.get(rules);
  if (before) return before;
  const compiled = rules.map(({ like, unlike }) => ({ like: like.map(matcherOf), unlike: unlike.map(matcherOf) }));
  const known = new Map<string, readonly number[]>();
  const allowing: Allowing = (action, partition) => {
    const name = `${action} ${partition}`;
    const remembered = known.get(name);
    if (remembered) return remembered;
    const fits = (matcher: RegExp): boolean => matcher.test(partition);
    const found = compiled.flatMap(({ like, unlike }, index) =>
      rules[index]!.action === action && like.some(fits) && !unlike.some(fits) ? [index] : [],
    );
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(name, found);
    return found;
  };
  judged.set(rules, allowing);
  return allowing;
};

/**
 * Refuses what a policy of these rules would refuse: where there are no roles, a mistake is seen all the same. All
 * partitions of one request have to fit the same rule, as DynamoDB demands where they come in one condition.
 */
export const guardPartitions = (table: Table, rules: readonly PartitionRule[], note?: NoteAsked): Table => {
  const allowing = allowingOf(rules);
  const check = (action: PartitionRule["action"], keys: readonly Pick<Key, "pk">[]): void => {
    const partitions = [...new Set(keys.map(({ pk }) => pk))];
    for (const partition of partitions) note?.(action, partition);
    const [first, ...rest] = partitions.map((partition) => allowing(action, partition));
    if (first === undefined || first.some((rule) => rest.every((others) => others.includes(rule)))) return;
    throw Object.assign(new Error(`no policy allows to ${action} ${partitions.join(", ")}`), {
      name: "AccessDeniedException",
    });
  };

  const guarded: Table = {
    async get(key, ...more) {
      check("read", [key]);
      return table.get(key, ...more);
    },
    async getMany(keys, ...more) {
      check("read", keys);
      return table.getMany(keys, ...more);
    },
    async put(item, ...more) {
      check("write", [item]);
      return table.put(item, ...more);
    },
    async update(key, ...more) {
      check("write", [key]);
      return table.update(key, ...more);
    },
    async delete(key, ...more) {
      check("write", [key]);
      return table.delete(key, ...more);
    },
    async query(query) {
      check("read", [query]);
      return table.query(query);
    },
    async transact(writes) {
      check("write", writes.map(keyOf));
      return table.transact(writes);
    },
  };
  const { insert, writeMany } = table;
  return {
    ...guarded,
    ...(insert && {
      async insert(items: readonly Item[]) {
        check("insert", items);
        return insert.call(table, items);
      },
    }),
    ...(writeMany && {
      async writeMany(writes: readonly PlainWrite[]) {
        check("write", writes.map(keyOf));
        return writeMany.call(table, writes);
      },
    }),
  };
};

const keyOf = (write: TableWrite): Key => {
  if ("put" in write) return write.put;
  if ("update" in write) return write.update;
  return "delete" in write ? write.delete : write.check;
};
