import type { Item, Table } from "../core/table.ts";
import type { VendorId } from "../core/vendor.ts";
import { keys } from "./keys.ts";

/** Which of an app's webhook secrets is the one of now. The secrets themselves are made of the app's own key. */
export interface AppSecret {
  /** 0 until the secret is rotated. */
  readonly generation: number;
  /** When it began, unix milliseconds. */
  readonly since: number;
  /** Secrets that a person chose, by generation, sealed with the app's own key. */
  readonly chosen: Readonly<Record<number, string>>;
  /** The newest generation that the vendor has used. */
  readonly seen?: SeenSecret | undefined;
}

export interface SeenSecret {
  readonly generation: number;
  /** When it was first used, unix milliseconds. */
  readonly at: number;
  /** The newest generation that was used before it. */
  readonly before: number;
}

const read = (item: Item | undefined): AppSecret => ({
  generation: Number(item?.generation ?? 0),
  since: Number(item?.since ?? 0),
  chosen: JSON.parse(String(item?.sealed ?? "{}")) as AppSecret["chosen"],
  seen: item?.seen === undefined ? undefined : (JSON.parse(String(item.seen)) as SeenSecret),
});

export const createAppSecretStore = (table: Table) => ({
  get: async (vendor: VendorId, app: string): Promise<AppSecret> => read(await table.get(keys.appSecret(vendor, app))),

  /** Begins the next generation; false when another caller has meanwhile. */
  async rotate(vendor: VendorId, app: string, next: AppSecret): Promise<boolean> {
    const { generation, since, chosen } = next;
    const set = { generation, since, sealed: JSON.stringify(chosen) };
    const before = generation - 1;
    const when = before === 0 ? ({ absent: "generation" } as const) : ({ equal: ["generation", before] } as const);
    return (await table.update(keys.appSecret(vendor, app), { set }, when)) !== undefined;
  },

  /** The vendor has used this generation. */
  async see(vendor: VendorId, app: string, generation: number, now: number): Promise<void> {
    const key = keys.appSecret(vendor, app);
    const item = await table.get(key);
    const { seen } = read(item);
    if (!item || generation <= (seen?.generation ?? 0)) return;
    const next: SeenSecret = { generation, at: now, before: seen?.generation ?? 0 };
    const when =
      item.seen === undefined ? ({ absent: "seen" } as const) : ({ equal: ["seen", String(item.seen)] } as const);
    await table.update(key, { set: { seen: JSON.stringify(next) } }, when);
  },
});

export type AppSecretStore = ReturnType<typeof createAppSecretStore>;
