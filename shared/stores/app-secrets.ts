import type { Table } from "../core/table.ts";
import type { VendorId } from "../core/vendor.ts";
import { keys } from "./keys.ts";

/** Which of an app's webhook secrets is the one of now. The secrets themselves are made of the app's own key. */
export interface AppSecret {
  /** 0 until somebody rotates. */
  readonly generation: number;
  /** When it began, unix milliseconds. */
  readonly since: number;
  /** A secret that a person chose for this generation, sealed with the app's own key. */
  readonly chosen?: string | undefined;
  /** The same for the generation before. */
  readonly chosenBefore?: string | undefined;
}

export const createAppSecretStore = (table: Table) => ({
  async get(vendor: VendorId, app: string): Promise<AppSecret> {
    const item = await table.get(keys.appSecret(vendor, app));
    return {
      generation: Number(item?.generation ?? 0),
      since: Number(item?.since ?? 0),
      chosen: item?.chosen as string | undefined,
      chosenBefore: item?.chosenBefore as string | undefined,
    };
  },

  /** Begins the next generation; false when somebody else has meanwhile. */
  rotate(vendor: VendorId, app: string, next: AppSecret): Promise<boolean> {
    const { generation } = next;
    return table.put(
      { ...keys.appSecret(vendor, app), ...next },
      generation === 1 ? { absent: "generation" } : { equal: ["generation", generation - 1] },
    );
  },
});

export type AppSecretStore = ReturnType<typeof createAppSecretStore>;
