import { reportFailure } from "../../core/defects.ts";
import { HOUR, MINUTE } from "../../core/time.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { WatchReportStore } from "../../stores/watch-reports.ts";
import { signOfLife } from "../shops/sign-of-life.ts";
import type { DeliveryDeps } from "./judge-delivery.ts";

/** That an event is sent at all is noted so often. */
const HEARD_AGAIN = 6 * HOUR;

/** Webhooks have told of a shop. What is named is fetched whether or not the table notes this. */
export const noteLife = async (shop: Shop, events: readonly string[], deps: DeliveryDeps): Promise<void> => {
  try {
    await hear(refOf(shop), events, deps);
    await signOfLife(shop, deps);
  } catch (error) {
    reportFailure({ defect: "life-not-noted", other: "life-not-noted" }, error, { ...refOf(shop) }, deps);
  }
};

/** When each shop and each of its events was last heard, as far as this container knows. */
const hearings = new WeakMap<WatchReportStore, Map<string, number>>();

/** Once a minute and container is enough to know where a gap begins, and once in hours that an event is sent at all. */
const hear = async (ref: ShopRef, events: readonly string[], deps: DeliveryDeps): Promise<void> => {
  const heardAt = hearings.get(deps.watchReports) ?? new Map<string, number>();
  hearings.set(deps.watchReports, heardAt);
  if (heardAt.size > 5_000) heardAt.clear();
  const name = `${ref.tenant}#${ref.shop}`;
  const now = deps.clock();
  const isNews = (of: string, milliseconds: number): boolean => now - (heardAt.get(of) ?? 0) >= milliseconds;
  const news = events.filter((event) => isNews(`${name}#${event}`, HEARD_AGAIN));
  if (!isNews(name, MINUTE) && news.length === 0) return;
  for (const of of [name, ...news.map((event) => `${name}#${event}`)]) heardAt.set(of, now);
  await deps.watchReports.heard(ref, now, news);
};
