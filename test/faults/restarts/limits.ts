import type * as z from "zod";
import type { Client } from "../../../infra/local/client.ts";
import type { Budget } from "../../../shared/api/answers/shops.ts";

/** A limit of the vendor, as the API tells it. */
export type Limit = z.infer<typeof Budget>;

export const limitsOf = async (client: Client, shop: string): Promise<readonly Limit[]> =>
  (await client.get<{ data: readonly Limit[] }>(`/v1/shops/${shop}/budget`)).data;
