import type { Metadata } from "../core/metadata.ts";
import type { PersonalData } from "../core/personal.ts";
import type { Item, Table } from "../core/table.ts";
import { HOUR, MINUTE, SECOND } from "../core/time.ts";
import type { VendorId } from "../core/vendor.ts";
import { hashOf } from "./key-life.ts";
import { keys } from "./keys.ts";

/** What a link invites to: written once, when a tenant makes the link. */
export interface Invitation {
  readonly id: string;
  readonly tenant: string;
  /** Unix milliseconds after which a link that nobody opened is worth nothing. */
  readonly until: number;
  readonly language: "vi" | "en";
  readonly vendors: readonly VendorId[];
  /** The tenant's page to which the owner goes back. */
  readonly returnUrl?: string | undefined;
  /** Collections that the tenant asks for. Absent: all. */
  readonly resources?: readonly string[] | undefined;
  /** Absent: `kept`. */
  readonly personalData?: PersonalData | undefined;
  /** ISO 8601: how far back the first copy goes. */
  readonly since?: string | undefined;
  readonly metadata?: Metadata | undefined;
  /** What the tenant gives so that the owner need not, by vendor: sealed JSON. */
  readonly presets?: string | undefined;
  /** The shop whose access is to be renewed. Absent: a new shop. */
  readonly reconnects?: string | undefined;
  /** It was made at the address of an event, which may have passed through many hands. */
  readonly byEvent?: boolean | undefined;
}

export interface ConnectLink extends Invitation {
  /** When a browser opened it, unix milliseconds. */
  readonly openedAt?: number | undefined;
  /** The shop that came out of it, and its `createdAt`: another shop may have the id later. */
  readonly made?: { readonly shop: string; readonly createdAt: string } | undefined;
}

/** An opened link works in its browser for so long: time to find a key, to agree at the vendor and to see the first copy. */
export const OPEN_TIME = 2 * HOUR;

/** An answer that was lost is asked for again within this. */
const OPENED_AGAIN = 5 * MINUTE;

/** Who opens a link: the secret that its cookie gets, and the word by which it knows its own try again. */
interface Opening {
  readonly browser: string;
  readonly attempt?: string | undefined;
}

/** Links by which a shop's owner connects it. The table knows the tickets' hashes alone. */
export const createConnectLinkStore = (table: Table) => {
  const readItem = (ticket: string): Promise<Item | undefined> => table.get(keys.connectLink(hashOf(ticket)));

  return {
    async add(ticket: string, invitation: Invitation): Promise<void> {
      const ttl = Math.ceil((invitation.until + OPEN_TIME) / SECOND);
      await table.put({ ...keys.connectLink(hashOf(ticket)), link: JSON.stringify(invitation), ttl });
    },

    /** Undefined: never given out, or over. */
    async get(ticket: string, now: number): Promise<ConnectLink | undefined> {
      const link = toLink(await readItem(ticket));
      return link && isOpen(link, now) ? link : undefined;
    },

    /** Of the browser that opened it. Undefined for every other one. */
    async ofBrowser(ticket: string, browser: string, now: number): Promise<ConnectLink | undefined> {
      const item = await readItem(ticket);
      const link = toLink(item);
      return link && item?.browser === hashOf(browser) && isOpen(link, now) ? link : undefined;
    },

    /**
     * Binds the link to one browser. False: another browser was first.
     * @param attempt the browser's own word for this try, known to nobody else
     */
    async open(ticket: string, { browser, attempt }: Opening, now: number): Promise<boolean> {
      const named = attempt === undefined ? {} : { attempt: hashOf(attempt) };
      const set = { browser: hashOf(browser), openedAt: now, ...named };
      const when = { all: [{ present: "pk" }, { absent: "browser" }] } as const;
      return (await table.update(keys.connectLink(hashOf(ticket)), { set }, when)) !== undefined;
    },

    /** The browser that opened the link never got the answer, and tries again. False: it is another one, or too late. */
    async openAgain(
      ticket: string,
      { browser, attempt }: Opening & { readonly attempt: string },
      now: number,
    ): Promise<boolean> {
      const set = { browser: hashOf(browser) };
      const when = {
        all: [
          { equal: ["attempt", hashOf(attempt)] },
          { atLeast: ["openedAt", now - OPENED_AGAIN] },
          { absent: "made" },
        ],
      } as const;
      return (await table.update(keys.connectLink(hashOf(ticket)), { set }, when)) !== undefined;
    },

    /** The link has led to this shop. False: it has led to another one already. */
    async settle(ticket: string, made: NonNullable<ConnectLink["made"]>): Promise<boolean> {
      const set = { made: JSON.stringify(made) };
      return (await table.update(keys.connectLink(hashOf(ticket)), { set }, { absent: "made" })) !== undefined;
    },

    /** What it led to is gone: it may lead to another shop. */
    async unsettle(ticket: string): Promise<void> {
      await table.update(keys.connectLink(hashOf(ticket)), { remove: ["made"] }, { present: "pk" });
    },
  };
};

export type ConnectLinkStore = ReturnType<typeof createConnectLinkStore>;

const isOpen = ({ until, openedAt }: ConnectLink, now: number): boolean =>
  now < (openedAt === undefined ? until : openedAt + OPEN_TIME);

const toLink = (item: Item | undefined): ConnectLink | undefined =>
  item && {
    ...(JSON.parse(String(item.link)) as Invitation),
    openedAt: item.openedAt as number | undefined,
    made: item.made === undefined ? undefined : (JSON.parse(String(item.made)) as ConnectLink["made"]),
  };
