import { isSnapshot, promisedSecondsOf } from "./promises.ts";
import { isQuiet, type QuietHours } from "./quiet-hours.ts";
import { DAY, HOUR, MINUTE, SECOND } from "./time.ts";
import type { Resource } from "./vendor.ts";

/** Hours in which Vietnam's shops are closed. */
const NIGHT: QuietHours = [22, 6];
/** Seconds between polls of a resource in which nothing happens, at most. */
const BY_DAY = 300;
const BY_NIGHT = 900;
/** Behind webhooks that are proven a poll only looks whether they told everything. */
export const BACKSTOP = 900;
/** So does a second look, where the poll has found for some time that they did. */
const LOOK_BACKSTOP = 4 * 3_600;
/** A resource that is not read every minute anyway rests for as long by day. */
const SLOW = 300;
/**
 * A list that is read whole, and every ten minutes at most, rests for up to an hour: what is in it hardly ever changes. So does
 * one that is read every five minutes, in a shop with proven webhooks that tell nothing: what its documents move, they tell.
 */
const SELDOM = 600;
const LIST_REST = 3_600;
/** What a shop is about does not rest so long, however its vendor lists it. */
const MAIN: readonly string[] = ["orders", "invoices", "returns", "products", "inventory", "customers"];
/** A change that webhooks did not tell counts against them for this long, milliseconds. */
const DOUBT = DAY;
export const isDoubted = (doubtedAt: number, now: number): boolean => now - doubtedAt <= DOUBT;
/** A webhook may be on its way for this long: a poll that comes first proves nothing against it. Milliseconds. */
export const ON_ITS_WAY = 2 * MINUTE;

/** How often a resource is read. */
export interface Pace {
  /** The tenant's own rhythm by resource, or for all others under `*`. It is kept, whatever happens. */
  readonly schedule?: Readonly<Record<string, number>> | undefined;
  /** The watchdog has found webhooks for all of the resource's changes, and some of the shop's have come. */
  readonly proven: boolean;
  /** When a poll last found a change that proven webhooks should have told, unix milliseconds. */
  readonly doubtedAt?: number | undefined;
  /** Webhooks that are proven tell other resources of the shop, and nothing happens in any of these. */
  readonly shopRests?: boolean | undefined;
  /** The interval until now, seconds; absent: the shortest one. */
  readonly everySeconds?: number | undefined;
  /** Something was found, or happened in the shop. */
  readonly lively: boolean;
}

/**
 * Seconds until a resource is read again, which is also what is promised: twice as long after each reading that found
 * nothing, until nothing more is saved.
 */
export const nextSeconds = (resource: Resource, pace: Pace, now: number): number => {
  const shortest = promisedSecondsOf(resource, pace.schedule);
  const { schedule, everySeconds = shortest, lively } = pace;
  if (lively || isFixed(resource, schedule)) return shortest;
  const doubled = Math.min(2 * everySeconds, longestSeconds(resource, pace, now));
  // Longer rests are whole quarters of an hour: what rests is read together.
  return Math.max(shortest, doubled > BACKSTOP ? doubled - (doubled % BACKSTOP) : doubled);
};

/** How often a second look comes. */
export interface LookPace {
  /** Seconds between two looks while something happens. */
  readonly shortest: number;
  /** Seconds between the last two; absent: the shortest. */
  readonly everySeconds?: number | undefined;
  /** Proven webhooks tell what it looks for, or tell nothing of the shop at all, and nothing has happened for some time. */
  readonly rests: boolean;
  /** It has found a change. */
  readonly found: boolean;
}

/** Seconds until a look comes again: twice as long after each that has found nothing, where it may rest. */
export const lookSeconds = ({ shortest, everySeconds = shortest, rests, found }: LookPace): number =>
  rests && !found ? Math.max(shortest, Math.min(2 * everySeconds, LOOK_BACKSTOP)) : shortest;

/** The tenant wants the resource read in a rhythm of its own. */
export const isFixed = ({ name }: Resource, schedule: Pace["schedule"]): boolean =>
  schedule !== undefined && (schedule[name] ?? schedule["*"]) !== undefined;

const longestSeconds = (resource: Resource, pace: Pace, now: number): number => {
  const { schedule, proven, doubtedAt = 0, shopRests = false } = pace;
  const shortest = promisedSecondsOf(resource, schedule);
  const isBelieved = !isDoubted(doubtedAt, now);
  const isSeldom = shortest >= SELDOM || ((proven || shopRests) && isBelieved && shortest >= SLOW);
  if (isSeldom && isSnapshot(resource) && !MAIN.includes(resource.name)) return LIST_REST;
  if (proven && isBelieved) return BACKSTOP;
  if (isQuiet(NIGHT, now)) return BY_NIGHT;
  return shopRests || shortest >= SLOW ? BACKSTOP : BY_DAY;
};

/**
 * A list that cannot be continued is asked for in parts, and some take a hundred calls for fifty rows. Such a list uses so many
 * calls a minute on average, whatever rhythm was asked for: a limit is there for what moves faster as well.
 */
const PARTS_A_MINUTE = 30;

/** Seconds between two readings of a list that was divided into so many calls. Zero: it was not. */
export const secondsOfParts = (dividedInto = 0): number => Math.ceil((60 * dividedInto) / PARTS_A_MINUTE);

/** Seconds within which a change of the resource arrives, as it is read at the moment. */
export const promisedNow = (
  resource: Resource,
  schedule: Pace["schedule"],
  state: { readonly everySeconds?: number | undefined; readonly dividedInto?: number | undefined } | undefined,
): number => {
  const shortest = promisedSecondsOf(resource, schedule);
  const rhythm = isFixed(resource, schedule) ? shortest : (state?.everySeconds ?? shortest);
  return Math.max(shortest, rhythm, secondsOfParts(state?.dividedInto));
};

/** A change that a poll has found. */
export interface FoundChange {
  /** The vendor's time of the change, unix milliseconds; absent: it does not say. */
  readonly changedAt?: number | undefined;
  /** The vendor's clock when the poll asked, unix milliseconds. */
  readonly askedAt: number;
  /** Seconds between the poll and the one before. */
  readonly everySeconds: number;
}

/** Whether proven webhooks should have told a change before the poll found it. One of the last minutes may still be on its way. */
export const isUntold = ({ changedAt, askedAt }: FoundChange): boolean => askedAt - (changedAt ?? askedAt) > ON_ITS_WAY;

/**
 * Whether only the webhooks of these minutes tell that. A change without a time that can be believed is hardly new where the poll
 * before is long ago; but in a busy shop there is always one that is.
 */
export const isUnsure = ({ changedAt, askedAt, everySeconds }: FoundChange): boolean =>
  (changedAt === undefined || changedAt > askedAt) && isLongAgo(everySeconds);

/** A poll so many seconds ago has left webhooks the time to tell what this one finds. */
export const isLongAgo = (everySeconds: number): boolean => everySeconds >= SLOW;

/** Longer intervals have their places on a grid of the shop's own, so that what rests is read together. */
const GRID_FROM = 5 * MINUTE;
const GRID_TO = 4 * HOUR;

/**
 * When a reading that began at `startedAt` is due again: within `seconds`, at a place in the shop's grid.
 * @param offset milliseconds, the shop's place in the grid
 */
export const onGrid = (startedAt: number, seconds: number, offset: number): number | undefined => {
  const interval = seconds * SECOND;
  if (interval < GRID_FROM || interval > GRID_TO || interval % MINUTE !== 0) return undefined;
  return Math.floor((startedAt - offset) / interval) * interval + interval + offset;
};
