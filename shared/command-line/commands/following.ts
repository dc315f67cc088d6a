import { createPlaces, type FeedChange, followFeed } from "../feed.ts";
import type { World } from "../world.ts";

export interface TailOptions {
  readonly resources?: string | undefined;
  /** `beginning`, `latest`, or `next` of an answer; undefined: where the last tail left off, or what comes now. */
  readonly from?: string | undefined;
  readonly once?: boolean | undefined;
}

export const startOf = (from: string | undefined, kept: string | undefined): string | undefined =>
  from === "beginning" ? undefined : (from ?? kept ?? "latest");

/** Follows a feed. The place is kept after each page was shown, so the next tail goes on from there. */
export const tail = async (
  world: World,
  shop: string | undefined,
  { resources, from, once }: TailOptions,
): Promise<void> => {
  const { api, output, settings, stop } = world;
  const places = createPlaces(settings, api, "tail");
  const start = startOf(from, places.get({ shop, resources }));
  const say = (text: string) => process.stderr.write(`${text}\n`);
  for await (const { changes, next } of followFeed(api, { shop, resources, from: start, once, signal: stop, say })) {
    for (const change of changes) {
      if (output.json) output.value(change);
      else output.say(lineOf(change));
    }
    places.set({ shop, resources }, next);
  }
};

const lineOf = ({ at, shop, type, id, fields }: FeedChange): string =>
  [at, ...(shop === undefined ? [] : [shop]), type, id, fields.join(", ")].join("  ").trimEnd();
