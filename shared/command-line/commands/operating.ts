import type { World } from "../world.ts";
import { allPages } from "./pages.ts";

const operatorPath = (rest: string): string => `/v1/operator/${rest}`;

interface Status {
  readonly stage: string;
  readonly shops: {
    readonly total: number;
    readonly byHealth: readonly { readonly health: string; readonly shops: number }[];
    readonly byVendor: readonly {
      readonly vendor: string;
      readonly shops: number;
      readonly notHealthy: number;
      readonly longestBehindSeconds?: number;
    }[];
    readonly byCause: readonly { readonly vendor: string; readonly cause: string; readonly shops: number }[];
  };
  readonly deadLetters: readonly { readonly queue: string; readonly messages: number }[];
  readonly schedule: { readonly isLate: boolean; readonly overdue: number; readonly lateSeconds: number };
}

/** `1 d 2 h`, `3 min`, `20 s` */
const duration = (seconds: number | undefined): string => {
  if (seconds === undefined) return "";
  const parts = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
    [1, "s"],
  ] as const;
  const at = parts.findIndex(([size]) => seconds >= size);
  const [size, unit] = parts[at] ?? [1, "s"];
  const [smaller, smallUnit] = parts[at + 1] ?? [1, "s"];
  const rest = Math.floor((seconds % size) / smaller);
  const whole = `${Math.floor(seconds / size)} ${unit}`;
  return rest > 0 && size > 60 ? `${whole} ${rest} ${smallUnit}` : whole;
};

export const showStatus = async ({ api, output }: World): Promise<void> => {
  const status = await api.call<Status>("GET", operatorPath("status"));
  if (output.json) return output.value(status);
  const { stage, shops, schedule } = status;
  const healths = shops.byHealth.map(({ health, shops: count }) => `${count} ${health}`).join(", ");
  output.say(`Stage ${stage}: ${shops.total} shops${healths === "" ? "" : ` (${healths})`}.`);
  output.say(
    schedule.isLate
      ? `The schedule is late: ${schedule.overdue} pieces of work wait, the first for ${duration(schedule.lateSeconds)}.`
      : "The schedule runs.",
  );
  for (const { queue, messages } of status.deadLetters) output.say(`${messages} dead letters in ${queue}.`);
  output.table(
    ["vendor", "shops", "not healthy", "longest behind"],
    shops.byVendor.map((one) => [
      one.vendor,
      String(one.shops),
      String(one.notHealthy),
      duration(one.longestBehindSeconds),
    ]),
  );
  if (shops.byCause.length > 0) {
    output.say("");
    output.table(
      ["degraded at", "because", "shops"],
      shops.byCause.map(({ vendor, cause, shops: count }) => [vendor, cause, String(count)]),
    );
  }
};

export interface AllShopsOptions {
  readonly tenant?: string | undefined;
  readonly vendor?: string | undefined;
  readonly health?: string | undefined;
  /** Seconds. */
  readonly behind?: number | undefined;
  readonly limit: number;
}

interface FleetShop {
  readonly tenant: string;
  readonly shop: string;
  readonly vendor: string;
  readonly health: string;
  readonly cause?: string;
  readonly lateResources?: number;
  readonly behindSeconds?: number;
}

export const listAllShops = async (world: World, { behind, limit, ...filter }: AllShopsOptions): Promise<void> => {
  const query = { ...filter, behindSeconds: behind };
  const shops = await allPages<FleetShop>(world, operatorPath("shops"), query, limit);
  if (world.output.json) return world.output.value(shops);
  world.output.table(
    ["tenant", "shop", "vendor", "health", "because", "late", "behind"],
    shops.map(({ tenant, shop, vendor, health, cause = "", lateResources, behindSeconds }) => [
      ...[tenant, shop, vendor, health, cause],
      lateResources === undefined ? "" : String(lateResources),
      duration(behindSeconds),
    ]),
  );
};
