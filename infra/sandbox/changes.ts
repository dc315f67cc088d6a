import type { Change } from "./definition.ts";
import { Refuse } from "./reply.ts";
import type { Shop } from "./shop.ts";

/** Staff meets the same rules as a client: what is refused does not happen. */
export const unlessRefused = (run: () => void): void => {
  try {
    run();
  } catch (problem) {
    if (!(problem instanceof Refuse)) throw problem;
  }
};

/** Mostly one act at once; at times a burst with one and the same timestamp, or one that is committed late. */
export const makeChange = (shop: Shop, changes: readonly Change[]): void => {
  if (changes.length === 0) return;
  const { late: lateness, ahead } = shop.habits;
  if (lateness && shop.dice.chance(lateness.chance)) {
    shop.later(lateness.by, shop.dice.weighted(changes).run, { stampNow: true });
    return;
  }
  if (ahead && shop.dice.chance(ahead.chance)) {
    shop.at(shop.now() + ahead.by, () => unlessRefused(shop.dice.weighted(changes).run));
    return;
  }
  const kind = shop.dice.random();
  if (kind < 0.04) {
    const count = shop.dice.integer(5, 30);
    shop.at(shop.now(), () => {
      for (let n = 0; n < count; n += 1) unlessRefused(shop.dice.weighted(changes).run);
    });
  } else if (kind < 0.1) {
    const late = shop.dice.weighted(changes);
    shop.later(shop.dice.integer(500, 20_000), late.run, { stampNow: true });
  } else {
    unlessRefused(shop.dice.weighted(changes).run);
  }
};
