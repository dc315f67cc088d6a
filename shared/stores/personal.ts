import { createHmac } from "node:crypto";
import type { Table } from "../core/table.ts";
import { keys, type ShopRef } from "./keys.ts";
import type { Observation, Seal, SealPersonal } from "./records.ts";
import type { Shop } from "./shops.ts";

/** The deployment's key for what is remembered of people whose data is not kept. */
export type ReadPrivacyKey = () => Promise<string>;

export const sealOf = (key: string, { tenant, shop }: ShopRef): Seal => {
  const place = JSON.stringify(["content", tenant, shop]);
  return (hash) => createHmac("sha256", key).update(`${place}\n${hash}`).digest("base64url").slice(0, 22);
};

/**
 * Asks the shop itself, before each page is stored: so no way on which a record comes can forget it, and a choice holds from
 * the next page on. Half a read unit for a page that has rows about customers.
 */
export const createSealPersonal = (table: Table, readKey: ReadPrivacyKey): SealPersonal => {
  const choiceOf = async (ref: ShopRef): Promise<Shop["personalData"]> => {
    const [item] = await table.getMany([keys.shop(ref)], ["shop"], { eventual: true });
    return item && (JSON.parse(String(item.shop)) as Shop).personalData;
  };
  return async (ref, rows): Promise<readonly Observation[]> => {
    if (!rows.some(({ personal }) => personal) || (await choiceOf(ref)) !== "left-out") return rows;
    const seal = sealOf(await readKey(), ref);
    return rows.map((row) => (row.personal ? { ...row, seal } : row));
  };
};
