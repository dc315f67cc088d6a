import { api } from "../api.ts";
import { readShops } from "./data.ts";

export interface Sought {
  readonly by: "code" | "phone" | "sku";
  readonly value: string;
}

export interface Hit {
  readonly shop: string;
  readonly shopName: string;
  readonly resource: string;
  readonly id: string;
  readonly title: string;
}

/** Where each kind of question is looked up. */
const places: Readonly<Record<Sought["by"], { readonly by: "code" | "phone"; readonly resources: readonly string[] }>> =
  {
    code: { by: "code", resources: ["orders", "invoices"] },
    phone: { by: "phone", resources: ["customers", "orders"] },
    sku: { by: "code", resources: ["products"] },
  };

const TOGETHER = 6;

/** Asks each shop; where one has no such collection it is passed over. */
export const findEverywhere = async ({ by, value }: Sought): Promise<Hit[]> => {
  const shops = await readShops();
  const place = places[by];
  const questions = shops.flatMap((shop) => place.resources.map((resource) => ({ shop, resource })));
  const hits: Hit[] = [];
  const work = async (): Promise<void> => {
    for (let next = questions.shift(); next; next = questions.shift()) {
      const { shop, resource } = next;
      const query = { resource, [place.by]: value };
      const answer = await api
        .get("/v1/shops/{shop}/explain", { params: { path: { shop: shop.id }, query } })
        .catch(() => undefined);
      if (answer?.found && answer.record)
        hits.push({
          shop: shop.id,
          shopName: shop.name,
          resource,
          id: answer.record.id,
          title: `${value} (${answer.record.id})`,
        });
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  return hits;
};
