import { createHash } from "node:crypto";
import { RetryLater } from "../../core/errors.ts";
import { parseJson } from "../../core/json.ts";
import type { Hint, VendorWebhooks } from "../../core/vendor.ts";
import type { AppSecretStore } from "../../stores/app-secrets.ts";
import { type Delivery, type DeliveryOutcome, MOST_SHOWN } from "../../stores/delivery-items.ts";
import type { LatelySaid } from "../../stores/delivery-leases.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { isPaused, refOf, type Shop } from "../../stores/shops.ts";
import type { TenantStore } from "../../stores/tenants.ts";
import type { WatchReportStore } from "../../stores/watch-reports.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { withShop } from "../shops/with-shop.ts";
import type { PullDeps } from "../sync/pull-collected.ts";
import { mergeNamed, type NamedByWebhooks } from "../sync/pull-named.ts";
import { UNPROVEN } from "./accept-delivery.ts";
import { currentAccess, ensureHookSecret, generationOf } from "./hook-secret.ts";
import { leftOutOf } from "./left-out.ts";
import { isProven } from "./redact-delivery.ts";

export interface DeliveryDeps extends PullDeps {
  readonly appSecrets: AppSecretStore;
  readonly tenants: TenantStore;
  readonly watchReports: WatchReportStore;
}

export interface Judged {
  readonly outcome: Omit<DeliveryOutcome, "at">;
  /** What is to be fetched for it. */
  readonly named: NamedByWebhooks;
  /** Its sender is the vendor, and says something about the shop. */
  readonly isAlive: boolean;
  /** Its body tells of a collection that the shop does not copy: nothing of it is kept. */
  readonly isLeftOut?: boolean;
  /** By what a repetition of it is recognised. */
  readonly words?: string;
}

interface Lately {
  readonly said: LatelySaid;
  readonly isAlone?: boolean;
}

const NOTHING: NamedByWebhooks = new Map();

/**
 * Proves the sender of a delivery and reads what it names. The payload itself is believed in nothing, so that order, repetition
 * and forgery have no power.
 * @param lately what was said lately; `isAlone`: it may stand for others, so that it names what it names though the same was
 *   said and fetched since
 */
export const judgeDelivery = async (
  shop: Shop,
  delivery: Delivery,
  lately: Lately,
  deps: DeliveryDeps,
): Promise<Judged> => {
  const { webhooks } = deps.vendor(shop.vendor);
  if (!webhooks) return told({ state: "ignored", reason: "the vendor has no webhooks" });
  if (!delivery.proven && !(await isProvenNow(shop, webhooks, delivery, deps)))
    return told({ state: "quarantined", reason: UNPROVEN });
  await seeGeneration(shop, webhooks, delivery, deps);
  return { ...(await read(shop, webhooks, { delivery, ...lately }, deps)), isAlive: true };
};

const told = (outcome: Judged["outcome"]): Judged => ({ outcome, named: NOTHING, isAlive: false });

/** By the secret as it is at this moment, of which nobody may have heard when it came: an app's is rotated by any of its shops. */
const isProvenNow = async (
  shop: Shop,
  webhooks: VendorWebhooks,
  delivery: Delivery,
  deps: DeliveryDeps,
): Promise<boolean> => {
  const now = (await deps.shops.get(refOf(shop))) ?? shop;
  const access = webhooks.scope === "app" ? await ensureHookSecret(now, deps) : await currentAccess(now, deps);
  return isProven(webhooks, access, delivery) || (await generationOf(now, access, delivery, deps)) !== undefined;
};

/** The newest generation of each app's secret that was seen, as far as this container knows. */
const generations = new WeakMap<AppSecretStore, Map<string, number>>();

/** Which of an app's secrets the vendor uses by now: until then none before it may end. */
const seeGeneration = async (
  shop: Shop,
  webhooks: VendorWebhooks,
  delivery: Delivery,
  deps: DeliveryDeps,
): Promise<void> => {
  if (webhooks.scope !== "app") return;
  const access = await currentAccess(shop, deps);
  const known = generations.get(deps.appSecrets) ?? new Map<string, number>();
  generations.set(deps.appSecrets, known);
  const app = String(access?.credentials.appId);
  if ((access?.hook?.of?.generation ?? 0) <= (known.get(app) ?? 0)) return;
  const used = await generationOf(shop, access, delivery, deps);
  if (!used) return;
  await deps.appSecrets.see(used.app.vendor, used.app.id, used.generation, deps.clock());
  known.set(app, used.generation);
};

const read = async (
  shop: Shop,
  webhooks: VendorWebhooks,
  { delivery, said, isAlone }: Lately & { readonly delivery: Delivery },
  deps: DeliveryDeps,
): Promise<Judged> => {
  const ref = refOf(shop);
  if (delivery.body.length === 0 && delivery.bytes > 0)
    return told({ state: "ignored", reason: "what it said is not kept" });
  const body = parse(delivery.body);
  if (body === undefined) return told({ state: "failed", reason: "the body is not JSON" });
  if (webhooks.revoked?.(body)) {
    // Others do not wait for the vendor's answer.
    if (!isAlone)
      throw new RetryLater("the vendor is asked about it apart", { delivered: "no", retryAt: deps.clock() });
    return told({ state: "processed", reason: await askAboutEnd(shop, deps) });
  }
  const given = webhooks.hints(body);
  const known = new Set(copiedBy(shop, deps.vendor(shop.vendor)).map(({ name }) => name as string));
  // Deletions are pulled like anything else, which confirms them.
  const named = mergeNamed(
    given.flatMap(({ resource, ids }) => (known.has(resource) ? [[resource, ids] as const] : [])),
  );
  const events = [...new Set(given.map(({ event }) => event))];
  const repeated = repetition(webhooks, { ...delivery, parsed: body }, said);
  const outcome = {
    state: "processed",
    ...(events.length > 0 ? { events } : {}),
    ...(repeated.of === undefined ? {} : { duplicateOf: repeated.of }),
  } as const;
  const judged = { ...told(outcome), isLeftOut: leftOutOf(shop, given).length > 0, words: repeated.words };
  if (repeated.done && !isAlone) return judged;
  if (isPaused(shop)) return { ...judged, outcome: { ...outcome, reason: "not pulled: the shop is not synced now" } };
  await noteDeletions(ref, given, delivery.at, deps);
  const pulled = Object.fromEntries([...named].map(([name, ids]) => [name, ids.slice(0, MOST_SHOWN)]));
  return { ...judged, named, outcome: { ...outcome, pulled } };
};

/** What the vendor calls deleted is noted as such; the pull that follows asks whether it is. */
const noteDeletions = async (ref: ShopRef, hints: readonly Hint[], at: number, deps: DeliveryDeps): Promise<void> => {
  for (const { resource, ids, event } of hints.filter(({ deleted }) => deleted)) {
    const evidence = { way: "webhook", said: "gone", at, words: event } as const;
    const living = await deps.records.living(ref, resource, ids);
    if (living.length > 0)
      await deps.candidates.note(
        ref,
        resource,
        living.map((id) => ({ id, evidence })),
      );
  }
};

/** Characters of a digest: two of the last deliveries do not share one by chance. */
const DIGEST = 10;

/**
 * Whether the vendor has said this lately, by its own id of the delivery or word for word. The same words may be a second
 * change (stock goes to 4, to 5, and to 4 again): they are pulled again unless the first were pulled after these came.
 */
const repetition = (
  webhooks: VendorWebhooks,
  delivery: Delivery & { readonly parsed: unknown },
  said: LatelySaid,
): { readonly words: string; readonly of?: string; readonly done: boolean } => {
  const id = webhooks.deliveryId?.(delivery.parsed);
  const words = createHash("sha256")
    .update(id ?? delivery.body)
    .digest("base64url")
    .slice(0, DIGEST);
  const first = said.get(words);
  if (!first || first.id === delivery.id) return { words, done: false };
  return { words, of: first.id, done: id !== undefined || first.at >= delivery.at };
};

/** A hint like any other: it may be late or repeated, and a person may have consented again since. */
const askAboutEnd = async (shop: Shop, deps: DeliveryDeps): Promise<string> => {
  const told = "the vendor says that our access has ended";
  if (isPaused(shop)) return `${told}: not asked, the shop is not synced now`;
  let works = false;
  await withShop(shop, deps, async (open) => {
    await open.vendor.check(open.call("hook"));
    works = true;
  });
  return works ? `${told}: it has not` : told;
};

const parse = (body: Uint8Array): unknown => {
  try {
    return parseJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  } catch {
    return undefined;
  }
};
