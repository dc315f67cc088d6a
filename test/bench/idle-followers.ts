import { MINUTES_PER_MONTH, prices } from "../../infra/prices.ts";
import { functionNamed } from "../../infra/topology.ts";
import { HOUR, MINUTE, SECOND } from "../../shared/core/time.ts";
import { ACCESS_LOG_BYTES, LOG_BYTES } from "./idle-month.ts";
import { IdleWorld } from "./idle-world.ts";

/** An act of the staff so often, for who follows a busy shop. */
const BUSY_ACT = 15 * SECOND;
/** Bytes of the line that `api` writes about a request. */
const REQUEST_LINE = 300;

interface Follower {
  /** Seconds of `wait`; 0: it does not wait. */
  readonly wait: number;
  /** Keeps the answers' pauses, or asks again at once. */
  readonly pauses: boolean;
  /** Milliseconds between two acts of the staff. */
  readonly every?: number;
}

export interface FollowerMonth {
  readonly requestsPerHour: number;
  readonly readUnitsPerHour: number;
  readonly secondsPerHour: Readonly<Record<"api" | "wait", number>>;
  /** Dollars. */
  readonly month: number;
}

/** Who follows the feed of all shops for so long. The shops' own use is not the follower's. */
const follow = async (world: IdleWorld, length: number, follower: Follower): Promise<FollowerMonth> => {
  await world.measure(MINUTE);
  let { next } = await world.ask("GET", "/v1/changes?cursor=latest");
  const began = world.time.now();
  let asked = 0;
  let isOver = false;
  const act = (): void => {
    if (isOver) return;
    world.simulator.change();
    world.time.after(follower.every!, act);
  };
  if (follower.every !== undefined) world.time.after(follower.every, act);
  const before = usedOf(world);
  while (world.time.now() < began + length) {
    const page = await world.ask("GET", `/v1/changes?limit=500&cursor=${next}&wait=${follower.wait}`);
    next = page.next;
    asked += 1;
    await world.time.pass(follower.pauses ? Math.max(1, page.pauseSeconds) * SECOND : SECOND / 10);
  }
  isOver = true;
  const after = usedOf(world);
  const perHour = HOUR / (world.time.now() - began);
  const of = (name: keyof typeof after): number => (after[name] - before[name]) * perHour;
  return {
    requestsPerHour: asked * perHour,
    readUnitsPerHour: of("read"),
    secondsPerHour: { api: of("api") / SECOND, wait: of("wait") / SECOND },
    month:
      (MINUTES_PER_MONTH / 60) *
      hourOf({
        asked: asked * perHour,
        runs: of("runs"),
        ...{ read: of("read"), write: of("write"), api: of("api"), wait: of("wait") },
      }),
  };
};

const usedOf = ({ asking, used: { milliseconds, invocations } }: IdleWorld) => ({
  read: asking.read,
  write: asking.write,
  api: milliseconds.api ?? 0,
  wait: milliseconds.wait ?? 0,
  runs: (invocations.api ?? 0) + (invocations.wait ?? 0),
});

/** Dollars. */
const hourOf = (used: Readonly<Record<"asked" | "runs" | "read" | "write" | "api" | "wait", number>>): number => {
  const gigabyteSeconds = (["api", "wait"] as const).reduce(
    (sum, name) => sum + (used[name] / SECOND) * (functionNamed(name).memory / 1_024),
    0,
  );
  const logBytes = used.runs * LOG_BYTES + used.asked * (ACCESS_LOG_BYTES + REQUEST_LINE);
  return (
    (used.asked * prices.httpRequests + used.runs * prices.invocations) / 1e6 +
    gigabyteSeconds * prices.gigabyteSeconds +
    (used.read * prices.readUnits + used.write * prices.writeUnits) / 1e6 +
    (logBytes * prices.logs) / 1e9
  );
};

const followers: Readonly<Record<string, Follower>> = {
  rest: { wait: 0, pauses: true },
  busy: { wait: 0, pauses: true, every: BUSY_ACT },
  waitingRest: { wait: 20, pauses: true },
  waitingBusy: { wait: 20, pauses: true, every: BUSY_ACT },
  // Whoever asks again at once: a request is held all month.
  held: { wait: 20, pauses: false },
};

/** Dollars a month of who follows all shops of a tenant, each by itself. */
export const measureFollowers = async (quick: boolean): Promise<Readonly<Record<string, FollowerMonth>>> => {
  const world = await IdleWorld.open("kiotviet", { size: 5, webhooks: false });
  await world.begin();
  await world.measure(quick ? 10 * MINUTE : HOUR);
  const months: Record<string, FollowerMonth> = {};
  for (const [name, follower] of Object.entries(followers))
    months[name] = await follow(world, quick ? 5 * MINUTE : HOUR, follower);
  return months;
};
