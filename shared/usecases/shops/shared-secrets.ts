import { RetryLater } from "../../core/errors.ts";
import type { Clock, Secrets, Sleep } from "../../core/ports.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import type { ShopAccess } from "../../core/vendor.ts";
import { MOST_SHOPS, type SecretPageStore } from "../../stores/secret-pages.ts";

/** See shared/aws/vault.ts. */
interface Vault {
  read(name: string): Promise<{ readonly text: string; readonly version: string } | undefined>;
  replace(name: string, text: string, known: string | undefined): Promise<string | undefined>;
  delete(name: string): Promise<void>;
}

export interface SharedSecretsOptions {
  /** What the names of the tenant's secrets begin with: `tillbridge/prod/acme/`. */
  readonly prefix: string;
  readonly pages: SecretPageStore;
  readonly vault: Vault;
  /** Secrets of one shop each. A shop that has one keeps it: it was registered while that was the rule. */
  readonly single: Secrets;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly randomId: () => string;
}

type Accesses = Readonly<Record<string, ShopAccess>>;
interface Page {
  readonly accesses: Accesses;
  /** Undefined: the secret is not there yet. */
  readonly version: string | undefined;
  readonly until: number;
}

const CACHED = 5 * MINUTE;
const LEASE = 20 * SECOND;
const TRIES = 40;
const PAUSE = SECOND / 4;
/** Secrets Manager takes 65,536 bytes. */
const MOST_BYTES = 64_000;
/** Beyond this nobody new comes to a page: the rest is for what its shops grow to. */
const OPEN_BYTES = 52_000;

/** The page has no room left for what its shop has grown to. */
class PageFull extends Error {}

/**
 * The secrets port over pages: one secret holds the access of up to 40 shops of one tenant. A worker that writes reads the page
 * anew under a lease and replaces exactly the version that it has read, so no writer takes another shop's access away.
 */
export const createSharedSecrets = (options: SharedSecretsOptions): Secrets => {
  const { prefix, pages, vault, single, clock, sleep, randomId } = options;
  const known = new Map<string, Page>();
  const places = new Map<string, string>();
  const shopIn = (name: string): string => name.slice(prefix.length);
  /** No shop's id begins with this. */
  const secretOf = (page: string): string => `${prefix}_${page}`;

  const read = async (page: string, isFresh: boolean): Promise<Page> => {
    const cached = known.get(page);
    if (!isFresh && cached && cached.until > clock()) return cached;
    const kept = await vault.read(secretOf(page));
    const accesses = JSON.parse(kept?.text ?? "{}") as Accesses;
    const found = { accesses, version: kept?.version, until: clock() + CACHED };
    known.set(page, found);
    return found;
  };

  const placeOf = async (shop: string, isFresh: boolean): Promise<string | undefined> => {
    const remembered = isFresh ? undefined : places.get(shop);
    const place = remembered ?? (await pages.pageOf(shop));
    if (place === undefined) places.delete(shop);
    else places.set(shop, place);
    return place;
  };

  /** False: another writer was faster. @throws PageFull */
  const replace = async (page: string, make: (accesses: Accesses) => Accesses): Promise<boolean> => {
    const { accesses, version } = await read(page, true);
    const made = make(accesses);
    if (made === accesses) return true;
    const text = JSON.stringify(made);
    if (Buffer.byteLength(text) > MOST_BYTES) throw new PageFull();
    const next = await vault.replace(secretOf(page), text, version);
    if (next !== undefined) known.set(page, { accesses: made, version: next, until: clock() + CACHED });
    return next !== undefined;
  };

  /** @throws RetryLater when other writers hold the page for too long; PageFull */
  const change = async (page: string, make: (accesses: Accesses) => Accesses): Promise<void> => {
    const holder = randomId();
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (!(await pages.lease(page, holder, clock(), LEASE))) {
        await sleep(PAUSE);
        continue;
      }
      const changed = await replace(page, make).finally(() => pages.release(page, holder).catch(() => undefined));
      if (changed) return;
    }
    throw new RetryLater("other workers write the tenant's secret", { retryAt: clock() + SECOND, delivered: "no" });
  };

  const newPage = async (): Promise<string> => {
    const id = randomId().replaceAll("-", "").slice(0, 16);
    await pages.create(id);
    return id;
  };

  /** A page with room, or a new one: the shop has its place before anything of it is written there. */
  const findPlace = async (shop: string): Promise<string> => {
    for (const { id, shops } of await pages.pages())
      if (shops < MOST_SHOPS && (await hasRoom(id)) && (await pages.place(shop, id, undefined))) return id;
    const id = await newPage();
    if (await pages.place(shop, id, undefined)) return id;
    await pages.end(id);
    throw new RetryLater("another worker places the shop's secret", { retryAt: clock() + SECOND, delivered: "no" });
  };

  const hasRoom = async (page: string): Promise<boolean> =>
    Buffer.byteLength(JSON.stringify((await read(page, false)).accesses)) < OPEN_BYTES;

  const withShop = (shop: string, access: ShopAccess) => (accesses: Accesses) => ({ ...accesses, [shop]: access });
  const without = (shop: string) => (accesses: Accesses) => {
    if (!Object.hasOwn(accesses, shop)) return accesses;
    const { [shop]: _, ...others } = accesses;
    return others;
  };

  const leave = async (shop: string, page: string): Promise<void> => {
    await change(page, without(shop));
    await pages.leave(shop, page);
    places.delete(shop);
    if (!(await pages.end(page))) return;
    known.delete(page);
    await vault.delete(secretOf(page));
  };

  /** To a page of its own; it is read where it was until it is there. */
  const move = async (shop: string, access: ShopAccess, from: string): Promise<void> => {
    const to = await newPage();
    await change(to, withShop(shop, access));
    await pages.place(shop, to, from);
    places.set(shop, to);
    await change(from, without(shop));
  };

  return {
    async get(name, { fresh = false } = {}) {
      const shop = shopIn(name);
      const place = await placeOf(shop, false);
      const access = place && (await read(place, fresh)).accesses[shop];
      if (access) return access;
      // It may have moved, or was placed a moment ago.
      const now = await placeOf(shop, true);
      return now === undefined ? single.get(name, { fresh }) : (await read(now, true)).accesses[shop];
    },

    async put(name, access) {
      const shop = shopIn(name);
      const before = await placeOf(shop, true);
      if (before === undefined && (await single.get(name, { fresh: true }))) return single.put(name, access);
      const place = before ?? (await findPlace(shop));
      places.set(shop, place);
      await change(place, withShop(shop, access)).catch(async (error: unknown) => {
        if (!(error instanceof PageFull)) throw error;
        await move(shop, access, place);
      });
    },

    async delete(name) {
      const shop = shopIn(name);
      const place = await placeOf(shop, true);
      if (place !== undefined) await leave(shop, place);
      await single.delete(name);
    },
  };
};
