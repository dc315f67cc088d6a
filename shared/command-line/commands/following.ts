import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { eventId } from "../../core/events.ts";
import { createPlaces, type FeedChange, followFeed } from "../feed.ts";
import { Trouble } from "../trouble.ts";
import type { World } from "../world.ts";

export interface TailOptions {
  readonly resources?: string | undefined;
  /** `beginning`, `latest`, or `next` of an answer; undefined: where the last tail left off, or what comes now. */
  readonly from?: string | undefined;
  readonly once?: boolean | undefined;
}

const startOf = (from: string | undefined, kept: string | undefined): string | undefined =>
  from === "beginning" ? undefined : (from ?? kept ?? "latest");

/** Follows a feed. The place is kept after each page was shown, so the next tail goes on from there. */
export const tail = async (
  world: World,
  shop: string | undefined,
  { resources, from, once }: TailOptions,
): Promise<void> => {
  const { api, output, settings, stop } = world;
  const places = createPlaces(settings, api, "tail");
  const start = startOf(from, places.get(shop, resources));
  const say = (text: string) => process.stderr.write(`${text}\n`);
  for await (const { changes, next } of followFeed(api, { shop, resources, from: start, once, signal: stop, say })) {
    for (const change of changes) {
      if (output.json) output.value(change);
      else output.say(lineOf(change));
    }
    places.set(shop, resources, next);
  }
};

const lineOf = ({ at, shop, type, id, fields }: FeedChange): string =>
  [at, ...(shop === undefined ? [] : [shop]), type, id, fields.join(", ")].join("  ").trimEnd();

export interface ListenOptions {
  readonly forward: string;
  /** Undefined: all of the tenant. */
  readonly shops?: readonly string[] | undefined;
  readonly resources?: string | undefined;
  readonly from?: string | undefined;
  /** `whsec_...`: your receiver's. Default: a new one. */
  readonly secret?: string | undefined;
  readonly once?: boolean | undefined;
}

/** Tries for one event, with a second, two, four, ... in between. */
const TRIES = 6;

/**
 * Brings events to a program on this machine, without a tunnel: follows the feeds and posts what an endpoint would get,
 * with the same ids and signed the same way. A page is done when each of its events was taken.
 */
export const listen = async (world: World, options: ListenOptions): Promise<void> => {
  const { api, output, settings, stop } = world;
  const { forward, resources, from, once } = options;
  if (!URL.canParse(forward))
    throw new Trouble(`--forward: an address like http://localhost:3000, not "${forward}".`, 2);
  const secret = options.secret ?? `whsec_${randomBytes(24).toString("base64")}`;
  const webhook = new Webhook(secret);
  const { shops } = options;
  const places = createPlaces(settings, api, "listen");
  output.say(`Events of ${shops?.join(", ") ?? "all shops"} go to ${forward}. Secret of their signature: ${secret}`);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const start = startOf(from, places.get(shops, resources));
  for await (const page of followFeed(api, { shop: shops, resources, from: start, once, signal: stop, say })) {
    for (const change of page.changes) {
      const event = eventOf(change);
      const status = await deliver(forward, webhook, event, stop, say);
      if (stop.aborted) return;
      const { shop, id: record } = change;
      if (output.json) output.value({ id: event.id, type: event.type, shop, record, status });
      else output.say(`${status}  ${event.type}  ${shop} ${record}`);
    }
    places.set(shops, resources, page.next);
  }
};

/** As the fan-out to endpoints makes it: see docs/webhooks.md. */
const eventOf = (change: FeedChange) => {
  const { shop = "", resource, id, version, seq, fields, origin, backfill, type } = change;
  const at = Date.parse(change.at);
  const data = {
    ...{ shop, resource, id, version, seq, fields },
    ...(origin === undefined ? {} : { origin }),
    ...(backfill ? { backfill } : {}),
  };
  return {
    id: eventId(at, shop, resource, id, version),
    type,
    body: JSON.stringify({ type, timestamp: new Date(at).toISOString(), data }),
  };
};

const deliver = async (
  url: string,
  webhook: Webhook,
  { id, body }: { readonly id: string; readonly body: string },
  signal: AbortSignal,
  say: (text: string) => void,
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
    await sleep(2 ** (attempt - 1) * 1_000, undefined, { signal }).catch(() => undefined);
  }
};
