import { HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { compare } from "./compare.ts";
import { openLive } from "./live.ts";
import { World } from "./world.ts";

const MEASURED = ["products", "inventory", "customers", "orders", "invoices", "returns"];
const LASTS = 3 * HOUR;
/** A change that has not come by then counts as having taken this long. */
const LONGEST = 2 * HOUR;
const LOOK = 20 * SECOND;

export interface Latency {
  /** Changes that were waited for. */
  readonly changes: number;
  readonly medianMinutes: number;
  readonly p95Minutes: number;
}

/**
 * How long a change at the vendor takes to the copy in live operation: with the vendor's own intervals, without
 * webhooks, without faults. Deletions that only a full cycle can find, and those that wait for a person, are left out.
 */
export const measureLatency = async (vendor: VendorId, seeds: readonly number[]): Promise<Latency> => {
  const waits: number[] = [];
  for (const seed of seeds) waits.push(...(await waitsOf(vendor, seed)));
  waits.sort((left, right) => left - right);
  const minutesAt = (share: number): number =>
    Math.round(((waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0) / MINUTE) * 10) / 10;
  return { changes: waits.length, medianMinutes: minutesAt(0.5), p95Minutes: minutesAt(0.95) };
};

/** Milliseconds that each change waited. */
const waitsOf = async (vendor: VendorId, seed: number): Promise<readonly number[]> => {
  const resources = vendors[vendor].resources.map(({ name }) => name).filter((name) => MEASURED.includes(name));
  const world = new World({ vendor, seed, size: 20, resources });
  world.onDelivery = () => undefined;
  await world.open();
  await openLive(world);
  const waits: number[] = [];
  const since = new Map<string, number>();
  const look = async (): Promise<void> => {
    const different = new Set<string>();
    await compare(world, { feed: false, live: true, different });
    const now = world.time.now();
    for (const record of different) if (!since.has(record)) since.set(record, now);
    for (const [record, from] of since) {
      if (different.has(record)) continue;
      waits.push(now - from);
      since.delete(record);
    }
  };
  const end = world.time.now() + LASTS;
  let nextChange = world.time.now();
  // The last changes are waited for as long as the first ones.
  while (world.time.now() < end + LONGEST) {
    if (world.time.now() >= nextChange && world.time.now() < end) {
      world.change();
      nextChange += world.dice.integer(30, 290) * SECOND;
    }
    await look();
    if (world.time.now() >= end && since.size === 0) break;
    const untilChange = nextChange - world.time.now();
    await world.pass(untilChange > 0 ? Math.min(LOOK, untilChange) : LOOK);
  }
  const held = await heldIn(world);
  return [...waits, ...[...since.keys()].filter((record) => !held.has(record)).map(() => LONGEST)];
};

/** Records whose deletion waits for a person, as those of `compare` are named: no minutes of ours. */
const heldIn = async (world: World): Promise<ReadonlySet<string>> => {
  const held = new Set<string>();
  for (const { name } of world.vendor.resources)
    for (const { id, state } of await world.deps.candidates.open(world.ref, name))
      if (state === "held") held.add(`${name} ${id}`);
  return held;
};
