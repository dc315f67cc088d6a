import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import { tracksOf } from "../../../shared/usecases/sync/tracks.ts";
import { compare } from "./compare.ts";
import { decideHeld } from "./tenant.ts";
import type { World } from "./world.ts";

/** A kind world reads a small shop in less than this. */
const OPENING = 3 * HOUR;
/** Leases of dead workers, hidden messages and late commits are over after this. */
const QUIET = 30 * MINUTE;
/** Most minutes after the end of any trouble: waits of an hour are over. */
const PATIENCE = 80;
const MOST_DECISIONS = 6;

/** The one full cycle of a live run: everything is read once before the trouble begins. */
export const openLive = async (world: World): Promise<string[]> => {
  const isRead = async (): Promise<boolean> => {
    const states = await world.deps.states.all(world.ref, world.time.now());
    return world.vendor.resources.every((resource) =>
      tracksOf(resource).every((track) => (states.get(`${resource.name}#${track}`)?.cycles ?? 0) > 0),
    );
  };
  for (const end = world.time.now() + OPENING; world.time.now() < end; await world.pass(MINUTE))
    if (await isRead()) return [];
  return ["the first full cycle of a kind world never ends"];
};

/** The health that is stored with a shop is a quarter of an hour old at most; what fails counts at once. */
const isHealthy = async (world: World): Promise<boolean> => {
  if ((await world.deps.shops.get(world.ref))?.health !== "healthy") return false;
  const states = await world.deps.states.all(world.ref, world.time.now());
  return [...states.values()].every(({ failures }) => failures === 0);
};

const isWell = async (world: World): Promise<boolean> => {
  if (!world.liar?.isOddForGood && !(await isHealthy(world))) return false;
  const { lost, extra, stale } = await compare(world, { feed: false, live: true });
  return lost + extra + stale === 0;
};

/** The vendor is quiet, and live operation goes on as ever: ticks, live cycles, whatever the engine does by itself. */
export const settleLive = async (world: World): Promise<string[]> => {
  const end = world.time.now() + Math.max(PATIENCE, world.liar?.patience ?? 0) * MINUTE;
  await world.pass(QUIET);
  while (world.time.now() < end && !(await isWell(world))) await world.pass(10 * MINUTE);
  // A tenant decides on what the brake holds; the next cycles carry it out.
  for (let decision = 0; decision < MOST_DECISIONS && (await decideHeld(world)); decision += 1)
    await world.pass(10 * MINUTE);
  world.ticks(false);
  await world.pass(2 * HOUR, () => world.idle);
  const shop = await world.deps.shops.get(world.ref);
  const lines: string[] = [];
  if (shop?.health !== "healthy" && !world.liar?.isOddForGood)
    lines.push(`the shop is ${shop?.health}: ${shop?.reason}`);
  if (!world.idle) lines.push(`work is left: ${world.leftOver}`);
  return lines;
};
