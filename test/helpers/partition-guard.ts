import type { Key, Table, TableWrite } from "../../shared/core/table.ts";

/** Refuses what a policy on leading keys would refuse: keys that none of the patterns fits. `*` is any text. */
export const partitionGuard = (table: Table, patterns: readonly string[]): Table => {
  const allowed = patterns.map((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`));
  const check = ({ pk }: { readonly pk: string }): void => {
    if (!allowed.some((pattern) => pattern.test(pk))) throw new Error(`AccessDeniedException: ${pk}`);
  };
  const keyOf = (write: TableWrite): Key => {
    if ("put" in write) return write.put;
    if ("update" in write) return write.update;
    return "delete" in write ? write.delete : write.check;
  };
  return {
    async get(key, ...more) {
      check(key);
      return table.get(key, ...more);
    },
    async getMany(keys, ...more) {
      keys.forEach(check);
      return table.getMany(keys, ...more);
    },
    async put(item, ...more) {
      check(item);
      return table.put(item, ...more);
    },
    async update(key, ...more) {
      check(key);
      return table.update(key, ...more);
    },
    async delete(key, ...more) {
      check(key);
      return table.delete(key, ...more);
    },
    async query(query) {
      check(query);
      return table.query(query);
    },
    async transact(writes) {
      writes.map(keyOf).forEach(check);
      return table.transact(writes);
    },
  };
};
