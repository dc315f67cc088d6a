import { Rejected, RetryLater } from "../../core/errors.ts";
import type { Call, VendorWebhooks } from "../../core/vendor.ts";
import { NOT_SHOWN } from "./repairs.ts";

/** A vendor may show an address in a form of its own: with a slash behind it, the host in capitals. */
export const isSameAddress = (one: string, other: string): boolean => plainAddress(one) === plainAddress(other);

const plainAddress = (address: string): string =>
  (URL.canParse(address) ? new URL(address).href : address).replace(/\/$/, "");

/** What is to be registered. */
export interface Asked {
  readonly url: string;
  readonly secret: string;
  readonly missing: readonly string[];
  readonly wanted: readonly string[];
  /** Events that the vendor shows at an address of ours. */
  readonly held: readonly string[];
  /** Is told each event that the vendor has taken, or may have taken: its answer was lost, or cannot be read. */
  readonly onTaken: (event: string, isCertain: boolean) => void;
}

type Registration = NonNullable<VendorWebhooks["registration"]>;

/** @returns events that the vendor refused, with its reason */
export const add = async (registration: Registration, call: Call, asked: Asked): Promise<Record<string, string>> => {
  // One address per shop holds all events at once.
  if (registration.exclusive) return addTogether(registration, call, asked);
  const { url, secret, missing, onTaken } = asked;
  const refused: Record<string, string> = {};
  for (const event of missing) {
    try {
      await registration.add(call, { url, secret, events: [event] });
      onTaken(event, true);
    } catch (error) {
      if (!(error instanceof Rejected)) {
        if (!(error instanceof RetryLater && error.delivered === "no")) onTaken(event, false);
        throw error;
      }
      refused[event] = error.message;
    }
  }
  return refused;
};

/**
 * All events at once. Words that no document has may fail all of them, so these are left out then; and a vendor may drop
 * them without a word, so it is asked what it has. What a person has added there stays.
 */
const addTogether = async (
  registration: Registration,
  call: Call,
  { url, secret, wanted, held }: Asked,
): Promise<Record<string, string>> => {
  const events = [...new Set([...wanted, ...held])];
  const sure = events.filter((event) => held.includes(event) || registration.words?.documented.includes(event));
  try {
    await registration.add(call, { url, secret, events });
  } catch (error) {
    if (!(error instanceof Rejected) || sure.length === 0 || sure.length === events.length) throw error;
    await registration.add(call, { url, secret, events: sure });
    return refusedOf(wanted, sure, error.message);
  }
  const ours = (await registration.list(call)).filter((one) => isSameAddress(one.url, url));
  return ours.length === 0
    ? {}
    : refusedOf(
        wanted,
        ours.flatMap((one) => one.events),
        NOT_SHOWN,
      );
};

const refusedOf = (wanted: readonly string[], taken: readonly string[], reason: string): Record<string, string> =>
  Object.fromEntries(wanted.filter((event) => !taken.includes(event)).map((event) => [event, reason]));
