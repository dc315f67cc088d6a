import { setTimeout as sleep } from "node:timers/promises";
import { viewOf } from "./live.ts";
import type { Progress } from "./progress.ts";
import { createOrder, type LaptopTenant } from "./sandbox-tenant.ts";
import type { ShopWatch } from "./shop-watch.ts";

export interface Summary {
  readonly shops: number;
  readonly resources: number;
  readonly records: number;
  readonly changes: number;
  readonly writes: number;
  readonly seconds: number;
}

/** Waits for every first cycle, does one write, and follows the feed to its end. Throws what did not finish. */
export const runOnce = async (options: {
  readonly tenant: LaptopTenant;
  readonly watches: readonly ShopWatch[];
  readonly progress: Progress;
  readonly startedAt: number;
  readonly boundSeconds: number;
}): Promise<Summary> => {
  const { tenant, watches, progress, startedAt, boundSeconds } = options;
  const until = startedAt + boundSeconds * 1000;
  const look = async () => {
    await Promise.all(watches.map((watch) => watch.look()));
    progress.show(viewOf(watches));
  };
  const waitFor = async (missing: () => readonly string[]) => {
    for (;;) {
      await look();
      const rest = missing();
      if (rest.length === 0) return;
      if (Date.now() > until) {
        throw new Error(`Not finished after ${boundSeconds} s:\n${rest.map((line) => `  ${line}`).join("\n")}`);
      }
      await sleep(250);
    }
  };

  await waitFor(() => watches.flatMap(unfinished));
  // The feed follows the store by a moment; the shops stand still, so both must come to the same numbers.
  await waitFor(() => watches.flatMap(behind));
  let writes = 0;
  // A vendor that is still being built may have no orders yet.
  const first = watches.find(({ status }) =>
    ["orders", "locations"].every((name) => status.some(({ resource }) => resource === name)),
  );
  if (first) {
    const before = first.records("orders");
    progress.say(`An order is created at ${first.shop}.`);
    const id = await createOrder(tenant.client, first.shop, until);
    writes = 1;
    progress.say(`${first.shop} has it as order ${id}.`);
    await waitFor(() => (first.records("orders") > before ? [] : [`${first.shop} orders: the new order in the feed`]));
  }
  const resources = watches.flatMap(({ status }) => status);
  return {
    shops: watches.length,
    resources: resources.length,
    records: watches.reduce((sum, watch) => sum + total(watch), 0),
    changes: watches.reduce((sum, { changes }) => sum + changes, 0),
    writes,
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
  };
};

const total = (watch: ShopWatch) => watch.status.reduce((sum, { resource }) => sum + watch.records(resource), 0);

const unfinished = ({ shop, health, status }: ShopWatch): readonly string[] => {
  if (status.length === 0) return [`${shop}: no status yet`];
  return (
    status
      // The details follow within minutes: a first run need not wait for them.
      .filter(({ completeness }) => completeness === undefined)
      .map(({ resource, state, error }) => {
        const reason = error ? `: ${error.code}, ${error.message}` : "";
        return `${shop} ${resource}: ${state}${reason} (shop ${health})`;
      })
  );
};

const behind = (watch: ShopWatch): readonly string[] =>
  watch.status
    .filter(({ resource, records }) => watch.records(resource) < records)
    .map(({ resource, records }) => `${watch.shop} ${resource}: ${watch.records(resource)} of ${records} in the feed`);
