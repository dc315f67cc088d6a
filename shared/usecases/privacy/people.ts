import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { phoneKey } from "../../core/finding.ts";
import { phonesIn, type Whole } from "../../core/personal.ts";
import type { Clock } from "../../core/ports.ts";
import type { Resource, Vendor, VendorId } from "../../core/vendor.ts";
import type { DeliveryStore } from "../../stores/deliveries.ts";
import type { Exchange, ExchangeStore } from "../../stores/exchanges.ts";
import { keys, type ShopRef } from "../../stores/keys.ts";
import type { LedgerStore } from "../../stores/ledger.ts";
import type { PeopleStore } from "../../stores/personal.ts";
import type { RecordStore } from "../../stores/records.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { TidyStore } from "../../stores/tidy.ts";
import { resourcesOf } from "../shops/resources-of.ts";

export interface PeopleDeps {
  readonly shops: ShopStore;
  readonly records: RecordStore;
  readonly deliveries: DeliveryStore;
  readonly ledger: LedgerStore;
  readonly exchanges: ExchangeStore;
  readonly people: PeopleStore;
  readonly tidy: TidyStore;
  readonly vendor: (id: Shop["vendor"]) => Pick<Vendor, "resources">;
  readonly clock: Clock;
}

/** How far it has come: the parts of a shop are its collections about customers, its webhooks, its writes and their calls. */
export const PeoplePlace = z.object({ shop: z.string(), part: z.number().int().min(0), after: z.string().optional() });
export type PeoplePlace = z.infer<typeof PeoplePlace>;

/** Something that names the person. */
export interface Mentioned {
  /** `call`: what went to the vendor for the write with this id, and what came back. */
  readonly kind: "record" | "write" | "call" | "delivery";
  readonly shop: string;
  readonly vendor: VendorId;
  readonly resource?: string | undefined;
  readonly id: string;
  /** Absent in the report of an erasure. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

/** @throws BadRequest 400 for what is no phone */
export const personOf = (phone: string): string => {
  const key = phoneKey(phone);
  if (key !== undefined) return key;
  throw new BadRequest(400, "invalid-body", "This is no phone.", [{ field: "phone", message: "no phone number" }]);
};

/** The customers first: what else is theirs is known by their ids. */
const collectionsOf = (shop: Shop, deps: PeopleDeps): readonly Resource[] => {
  const about = resourcesOf(shop, deps).filter(({ personal }) => personal !== undefined);
  return [...about.filter(({ name }) => name === "customers"), ...about.filter(({ name }) => name !== "customers")];
};

interface Page {
  readonly found: readonly Mentioned[];
  readonly next: string | undefined;
}
/** One part of a shop, a page of so many items at a time. */
type Part = (after: string | undefined, limit: number) => Promise<Page>;

const PAGE = 100;
/** Characters that an answer holds: one of 6 MB cannot be given. A page that is larger is asked for anew in small ones. */
const MOST_CHARACTERS = 1_500_000;
const SMALL_PAGE = 5;

const sizeOf = ({ found }: Page): number =>
  found.reduce((sum, { data }) => sum + (data === undefined ? 0 : JSON.stringify(data).length), 0);

const pageOf = async (part: Part | undefined, after: string | undefined): Promise<Page> => {
  const page = (await part?.(after, PAGE)) ?? { found: [], next: undefined };
  return part && sizeOf(page) > MOST_CHARACTERS ? part(after, SMALL_PAGE) : page;
};

/** A way through all shops of a tenant. */
interface Way {
  readonly tenant: string;
  readonly from: PeoplePlace | undefined;
  /** Our clock at which it ends for now, unix milliseconds. */
  readonly deadline: number;
}

interface Met {
  readonly found: Mentioned[];
  readonly next: PeoplePlace | undefined;
}

/** Goes through all shops from a place on, until the time is up. */
const walk = async (
  { tenant, from, deadline }: Way,
  deps: PeopleDeps,
  partsOf: (shop: Shop) => readonly Part[],
): Promise<Met> => {
  const found: Mentioned[] = [];
  let size = 0;
  let place = from;
  for (;;) {
    const shop = place ? await deps.shops.get({ tenant, shop: place.shop }) : await shopBehind(tenant, undefined, deps);
    if (!place && !shop) return { found, next: undefined };
    const here: PeoplePlace = place ?? { shop: shop!.id, part: 0 };
    const parts = shop ? partsOf(shop) : [];
    const page = await pageOf(parts[here.part], here.after);
    const more = sizeOf(page);
    if (size > 0 && size + more > MOST_CHARACTERS) return { found, next: here };
    size += more;
    found.push(...page.found);
    place = await placeBehind(tenant, here, { after: page.next, parts: parts.length }, deps);
    if (!place || found.length >= PAGE || deps.clock() >= deadline) return { found, next: place };
  }
};

const shopBehind = async (tenant: string, shop: string | undefined, { shops }: PeopleDeps): Promise<Shop | undefined> =>
  (await shops.page(tenant, shop === undefined ? undefined : keys.shop({ tenant, shop }).sk, 1)).shops[0];

/** The next page, part or shop. */
const placeBehind = async (
  tenant: string,
  here: PeoplePlace,
  { after, parts }: { readonly after: string | undefined; readonly parts: number },
  deps: PeopleDeps,
): Promise<PeoplePlace | undefined> => {
  if (after !== undefined) return { ...here, after };
  if (here.part + 1 < parts) return { shop: here.shop, part: here.part + 1 };
  const following = await shopBehind(tenant, here.shop, deps);
  return following && { shop: following.id, part: 0 };
};

/** Where a page begins, and how many items it has. */
interface Span {
  readonly after: string | undefined;
  readonly limit: number;
}

const callsOf = async (
  ref: ShopRef,
  phone: string,
  { after, limit }: Span,
  { exchanges }: PeopleDeps,
): Promise<{ readonly calls: readonly { write: string; exchange: Exchange }[]; readonly next: string | undefined }> => {
  const page = await exchanges.page(ref, after, limit);
  return { calls: page.exchanges.filter(({ exchange }) => phonesIn(textsOf(exchange)).has(phone)), next: page.next };
};

/** Bodies of forms as they were before they were encoded: `%220912345678` is no phone. */
const textsOf = ({ request, answer }: Exchange): readonly string[] => {
  const sent = [request.url, request.body?.text ?? ""];
  return [...sent, ...sent.map(plainForm), answer?.body.text ?? ""];
};

const plainForm = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    // Cut in the middle of a sign, or no form at all.
    return text.replaceAll(/%[0-9a-f]{0,2}/gi, " ");
  }
};

const deliveriesOf = async (
  shop: Shop,
  { after, limit }: Span,
  { deliveries }: PeopleDeps,
  isAbout: (text: string) => boolean,
): Promise<{ readonly ids: readonly (readonly [id: string, body: string])[]; readonly next: string | undefined }> => {
  const partition = keys.deliveries(refOf(shop));
  const page = await deliveries.list(partition, after, limit);
  const ids: (readonly [string, string])[] = [];
  for (const { id } of page.deliveries) {
    const body = Buffer.from((await deliveries.get(partition, id))?.body ?? []).toString("utf8");
    if (isAbout(body)) ids.push([id, body]);
  }
  return { ids, next: page.next };
};

interface WayOfPerson extends Way {
  /** In the form of `phoneKey`. */
  readonly phone: string;
}

/** What the copy has of a person, over all shops of a tenant, page by page. */
export const exportPerson = ({ phone, ...way }: WayOfPerson, deps: PeopleDeps): Promise<Met> =>
  walk(way, deps, (shop) => {
    const ref = refOf(shop);
    const named = { shop: shop.id, vendor: shop.vendor };
    const records = ({ name: resource }: Resource): Part => {
      return async (after, limit) => {
        const page = await deps.records.page(ref, resource, { after, limit, deleted: true });
        const about = page.records.filter(({ record, raw }) => phonesIn([record, raw]).has(phone));
        const found = about.map(
          ({ id, record, raw, deleted }): Mentioned => ({
            ...{ kind: "record", ...named, resource, id },
            data: { record, raw, deleted },
          }),
        );
        return { found, next: page.next };
      };
    };
    const deliveries: Part = async (after, limit) => {
      const { ids, next } = await deliveriesOf(shop, { after, limit }, deps, (text) => phonesIn(text).has(phone));
      return { found: ids.map(([id, body]): Mentioned => ({ kind: "delivery", ...named, id, data: { body } })), next };
    };
    const calls: Part = async (after, limit) => {
      const { calls: about, next } = await callsOf(ref, phone, { after, limit }, deps);
      const found = about.map(
        ({ write, exchange }): Mentioned => ({ kind: "call", ...named, id: write, data: { ...exchange } }),
      );
      return { found, next };
    };
    const writes: Part = async (after, limit) => {
      const page = await deps.ledger.list(ref, { after, limit });
      const found = page.writes
        .filter((write) => phonesIn([write.command, write.result]).has(phone))
        .map((write): Mentioned => ({ kind: "write", ...named, id: write.id, data: { ...write } }));
      return { found, next: page.next };
    };
    return [...collectionsOf(shop, deps).map(records), deliveries, calls, writes];
  });

/**
 * Deletes what the copy has of a person, page by page. First it is remembered, as a token that tells nothing, that nothing is to be kept
 * of the people who have the phone: the vendor still has it, and shows it again with the next reading. Records stay as documents of the shop,
 * without what says whose they are. Doing it again does no harm.
 */
export const erasePerson = async ({ phone, ...way }: WayOfPerson, deps: PeopleDeps): Promise<Met> => {
  if (!way.from) await deps.people.suppress(way.tenant, phone, deps.clock());
  return walk(way, deps, (shop) => {
    const ref = refOf(shop);
    const named = { shop: shop.id, vendor: shop.vendor };
    const records = (resource: Resource): Part => {
      return (after) => eraseRecords(shop, resource, after, deps);
    };
    const deliveries: Part = async (after, limit) => {
      const { ids, next } = await deliveriesOf(shop, { after, limit }, deps, (text) => phonesIn(text).has(phone));
      for (const [id] of ids) await deps.deliveries.empty(keys.deliveries(ref), id);
      return { found: ids.map(([id]): Mentioned => ({ kind: "delivery", ...named, id })), next };
    };
    const calls: Part = async (after, limit) => {
      const { calls: about, next } = await callsOf(ref, phone, { after, limit }, deps);
      for (const { write } of about) await deps.exchanges.remove(ref, write);
      return { found: about.map(({ write }): Mentioned => ({ kind: "call", ...named, id: write })), next };
    };
    const writes: Part = async (after) => {
      const found: Mentioned[] = [];
      const { next } = await deps.tidy.writes(ref, after, (write) => {
        const isAbout = phonesIn([write.command, write.result, write.entity]).has(phone);
        if (isAbout) found.push({ kind: "write", ...named, id: write.id });
        return isAbout;
      });
      return { found, next };
    };
    return [...collectionsOf(shop, deps).map(records), deliveries, calls, writes];
  });
};

const eraseRecords = async (
  shop: Shop,
  resource: Resource,
  after: string | undefined,
  deps: PeopleDeps,
): Promise<Page> => {
  const ref = refOf(shop);
  const named = { shop: shop.id, vendor: shop.vendor };
  const suppressed = await deps.people.suppressed(ref.tenant);
  const found: Mentioned[] = [];
  const isTheirs = (whole: Whole): boolean => suppressed.covers(ref.shop, resource.name, whole);
  const { next } = await deps.tidy.records(ref, resource, after, {
    judge: ({ id, sealed }, whole) => {
      if (sealed || !isTheirs(whole)) return "keep";
      found.push({ kind: "record", ...named, resource: resource.name, id });
      return "strip";
    },
    // Before the page is changed: afterwards nobody could tell whose they were.
    before: async () => {
      if (resource.name !== "customers") return;
      for (const { id } of found) await deps.people.suppressCustomer(ref, id, deps.clock());
    },
  });
  return { found, next };
};
