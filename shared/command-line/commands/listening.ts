import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { eventId } from "../../core/events.ts";
import { type CurrentRecord, createPlaces, type FeedChange, followFeed, pause } from "../feed.ts";
import { createListener, type HeldEvent } from "../listener.ts";
import { Trouble } from "../trouble.ts";
import { webAddress } from "../web-address.ts";
import type { World } from "../world.ts";
import { createTypeFilter, type TypeFilter } from "./event-filter.ts";
import { startOf } from "./following.ts";

export interface ListenOptions {
  readonly forward: string;
  /** Undefined: all of the tenant. */
  readonly shops?: readonly string[] | undefined;
  /** Changes of these collections; events about shops and writes come all the same. */
  readonly resources?: string | undefined;
  /** Only these, with commas between: `orders.*,write.rejected`. */
  readonly types?: string | undefined;
  /** `full`: with the record. */
  readonly payload?: "thin" | "full" | undefined;
  readonly from?: string | undefined;
  /** Also records that were there before their shop was registered. */
  readonly backfill?: boolean | undefined;
  /** `whsec_...`: your receiver's. Default: a new one. */
  readonly secret?: string | undefined;
  readonly once?: boolean | undefined;
}

/** Tries for one event, with a second, two, four, ... in between. */
const TRIES = 6;

interface Told {
  readonly id: string;
  readonly type: string;
  readonly shop: string;
  readonly record?: string | undefined;
  readonly body: string;
}

/**
 * Brings events to a program on this machine, without a tunnel, as an endpoint would get them: with the same ids and bodies, and
 * signed the same way. Changes of records come out of the feeds, everything else from a listener.
 */
export const listen = async (world: World, options: ListenOptions): Promise<void> => {
  const { output } = world;
  const { forward, shops } = options;
  webAddress("--forward", forward, "http://localhost:3000/webhooks");
  const secret = options.secret ?? `whsec_${randomBytes(24).toString("base64")}`;
  const webhook = signerOf(secret);
  const filter = await createTypeFilter(world, options.types);
  const signed = options.secret === undefined ? `Secret of their signature: ${secret}` : "Signed with yours.";
  output.say(`Events of ${shops?.join(", ") ?? "all shops"} go to ${forward}. ${signed}`);
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const ended = new AbortController();
  const stop = AbortSignal.any([world.stop, ended.signal]);
  /** False: it is to end. */
  const bring = async ({ id, type, shop, record, body }: Told): Promise<boolean> => {
    const status = await deliver({ id, body }, { url: forward, webhook, signal: stop, say });
    if (stop.aborted) return false;
    if (output.json) output.value({ id, type, shop, record, status });
    else output.say(`${status}  ${type}  ${shop}${record === undefined ? "" : ` ${record}`}`);
    return true;
  };
  const work = { ...world, stop };
  const ways = [
    ...(filter.changes ? [bringChanges(work, { ...options, filter }, bring, say)] : []),
    ...(filter.others ? [bringOthers(work, { ...options, filter }, bring, say)] : []),
  ];
  // One that ends in trouble ends the other.
  const both = ways.map((one) =>
    one.catch((error: unknown) => {
      ended.abort();
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(both)).find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
};

/** @throws Trouble that names the form, never the secret: what is printed stays in logs */
const signerOf = (secret: string): Webhook => {
  try {
    return new Webhook(secret);
  } catch {
    throw new Trouble("--secret: whsec_ and base64 behind it, as the API answered it for an endpoint.", 2);
  }
};

interface Filtered extends ListenOptions {
  readonly filter: TypeFilter;
}
type Bring = (told: Told) => Promise<boolean>;
type Say = (text: string) => void;

/** Changes of records. A page is done when each of its events was taken. */
const bringChanges = async (world: World, options: Filtered, bring: Bring, say: Say): Promise<void> => {
  const { api, settings, stop } = world;
  const { shops: shop, resources, from, once, backfill = false, filter } = options;
  const places = createPlaces(settings, api, "listen");
  const choice = { shop, resources, types: filter.types };
  const start = startOf(from, places.get(choice));
  const records = options.payload === "full";
  for await (const page of followFeed(api, { shop, resources, records, from: start, once, signal: stop, say })) {
    for (const change of page.changes) {
      // An endpoint is told of these only where it asks for them.
      if (change.backfill && !backfill) continue;
      if (!filter.takes(change.type)) continue;
      if (!(await bring(changeOf(change)))) return;
    }
    places.set(choice, page.next);
  }
};

/** Events about shops and writes. */
const bringOthers = async (world: World, { shops, once, filter }: Filtered, bring: Bring, say: Say): Promise<void> => {
  const { stop } = world;
  const listener = createListener(world, { shops, types: filter.others?.types }, say);
  for (let taken: readonly string[] = []; !stop.aborted; ) {
    const pulled = await listener.next(taken);
    if (!pulled) return;
    const { events, pauseSeconds } = pulled;
    for (const event of events) if (!(await bring(otherOf(event)))) return;
    taken = events.map(({ id }) => id);
    if (once && events.length === 0) return;
    if (pauseSeconds > 0) await pause(pauseSeconds, stop);
  }
};

const otherOf = ({ id, body }: HeldEvent): Told => ({
  ...{ id, type: body.type, shop: String(body.data.shop ?? ""), body: JSON.stringify(body) },
});

/** As the fan-out to endpoints makes it: see docs/webhooks.md. */
const changeOf = (change: FeedChange): Told => {
  const { shop = "", resource, id, version, seq, fields, origin, backfill, type, record } = change;
  const at = Date.parse(change.at);
  const data = {
    ...{ shop, resource, id, version, seq, fields },
    ...(origin === undefined ? {} : { origin }),
    ...(backfill ? { backfill } : {}),
    ...(record ? { current: currentOf(record) } : {}),
  };
  return {
    id: eventId(at, shop, resource, id, version),
    ...{ type, shop, record: id },
    body: JSON.stringify({ type, timestamp: new Date(at).toISOString(), data }),
  };
};

/** Without what the API adds to a record: an event names its version and whether it is gone beside it. */
const currentOf = ({ deleted, metadata: _, _meta: meta, ...fields }: CurrentRecord) => {
  const { version, updatedAt, vendorModifiedAt, deleted: __, origin, ...own } = meta;
  const record = Object.keys(own).length > 0 ? { ...fields, _meta: own } : fields;
  return { version, deleted: deleted === true, record };
};

/** Where events go. */
interface Receiver {
  readonly url: string;
  readonly webhook: Webhook;
  readonly signal: AbortSignal;
  readonly say: Say;
}

const deliver = async (
  { id, body }: Pick<Told, "id" | "body">,
  { url, webhook, signal, say }: Receiver,
): Promise<number> => {
  for (let attempt = 1; ; attempt++) {
    const now = new Date();
    const headers = {
      "content-type": "application/json",
      "user-agent": "Tillbridge",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
      "webhook-signature": webhook.sign(id, now, body),
    };
    const told = await fetch(url, { method: "POST", headers, body, signal }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      (error: Error) => (error.cause as Error | undefined)?.message ?? error.message,
    );
    if (typeof told === "number" && told >= 200 && told < 300) return told;
    if (signal.aborted) return 0;
    if (attempt === TRIES)
      throw new Trouble(`${url} did not take the event ${id}: ${told}. The next start begins with it.`);
    say(`${url}: ${told}. Again in ${2 ** (attempt - 1)} s.`);
    await pause(2 ** (attempt - 1), signal);
  }
};
