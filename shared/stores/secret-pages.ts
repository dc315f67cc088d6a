import { type Item, queryAll, type Table } from "../core/table.ts";
import { keys } from "./keys.ts";

/** One secret of Secrets Manager that several shops of a tenant share. */
export interface SecretPage {
  readonly id: string;
  readonly shops: number;
}

/** Shops of one page. A shop's part is 0.3 to 2 kB, and a secret holds 64 kB. */
export const MOST_SHOPS = 40;

const pageKey = (tenant: string, page: string) => ({ pk: keys.secretPages(tenant), sk: `PAGE#${page}` });
const shopKey = (tenant: string, shop: string) => ({ pk: keys.secretPages(tenant), sk: `SHOP#${shop}` });

/** Which shop's access lies on which page, and which worker may write a page. The table holds no secret itself. */
export const createSecretPageStore = (table: Table, tenant: string) => ({
  async pageOf(shop: string): Promise<string | undefined> {
    return (await table.get(shopKey(tenant, shop)))?.page as string | undefined;
  },

  async pages(): Promise<SecretPage[]> {
    const pages: SecretPage[] = [];
    for await (const item of queryAll(table, { pk: keys.secretPages(tenant), prefix: "PAGE#" }))
      pages.push(toPage(item));
    return pages;
  },

  /**
   * The shop's place, before its access is written there: so no page holds what nobody knows of. Counted in one step.
   * @param from the page that it leaves; absent: it has none
   * @returns false when the page is full or gone, or the shop has another place by now
   */
  async place(shop: string, page: string, from: string | undefined): Promise<boolean> {
    return table.transact([
      {
        update: shopKey(tenant, shop),
        change: { set: { page, tenant, shop } },
        when: from === undefined ? { absent: "page" } : { equal: ["page", from] },
      },
      {
        update: pageKey(tenant, page),
        change: { add: { shops: 1 } },
        when: { all: [{ present: "shops" }, { below: ["shops", MOST_SHOPS] }] },
      },
      ...(from === undefined ? [] : [{ update: pageKey(tenant, from), change: { add: { shops: -1 } } }]),
    ]);
  },

  async create(page: string): Promise<void> {
    await table.put({ ...pageKey(tenant, page), shops: 0 }, { absent: "shops" });
  },

  async leave(shop: string, page: string): Promise<void> {
    await table.transact([
      { delete: shopKey(tenant, shop), when: { equal: ["page", page] } },
      { update: pageKey(tenant, page), change: { add: { shops: -1 } }, when: { present: "shops" } },
    ]);
  },

  /** True: nobody is on it, and nobody will come: its secret may go. */
  end: (page: string): Promise<boolean> => table.delete(pageKey(tenant, page), { equal: ["shops", 0] }),

  /** One writer of a page at a time, until `until`. */
  async lease(page: string, holder: string, now: number, milliseconds: number): Promise<boolean> {
    const taken = await table.update(
      pageKey(tenant, page),
      { set: { holder, until: now + milliseconds } },
      { all: [{ present: "shops" }, { any: [{ absent: "until" }, { below: ["until", now] }] }] },
    );
    return taken !== undefined;
  },

  async release(page: string, holder: string): Promise<void> {
    await table.update(pageKey(tenant, page), { remove: ["holder", "until"] }, { equal: ["holder", holder] });
  },
});

export type SecretPageStore = ReturnType<typeof createSecretPageStore>;

const toPage = (item: Item): SecretPage => ({ id: item.sk.slice("PAGE#".length), shops: Number(item.shops) });
