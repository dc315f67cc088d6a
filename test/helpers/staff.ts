import type { Resource } from "../../shared/core/vendor.ts";

export const ref = { tenant: "acme", shop: "shop" };

export interface Person {
  readonly id: number;
  readonly name: string;
}

/** A collection that is only listed whole, by offsets, in pages of 50; `get` where the vendor can be asked for one. */
export const staff = (get?: Resource<Person>["get"]): Resource<Person> => ({
  name: "staff",
  listing: {
    operation: "staff.list",
    strategy: "snapshot",
    paging: "offset",
    pageSize: 50,
    call: ({ offset, size }) => ({ params: { offset, size } }),
    read: (answer) => answer,
  },
  id: ({ id }) => String(id),
  normalize: (row) => ({ id: String(row.id), name: row.name }),
  ...(get ? { get } : {}),
});

/** The vendor's answer to a page of the list. */
export const pageOf = (rows: readonly Person[], params: Readonly<Record<string, unknown>>) => {
  const offset = Number(params.offset);
  return { rows: rows.slice(offset, offset + Number(params.size)), total: rows.length };
};

export const person = (id: number): Person => ({ id, name: `Person ${id}` });
