import { reportFailure } from "../../core/defects.ts";
import { RetryLater, SignInAgain } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { withShop } from "../shops/with-shop.ts";
import type { PullDeps } from "./pull-collected.ts";
import { waitForAnswer } from "./pull-message.ts";
import { expectPulls, MOST_PULLED, type Pull, pullEach } from "./pull-records.ts";

/** Collections that are asked for side by side. */
const TOGETHER = 4;

/** `resource -> ids`; none: the resource as a whole. */
export type NamedByWebhooks = ReadonlyMap<string, readonly string[]>;

/** Of these all that is named, once. */
export const mergeNamed = (each: Iterable<readonly [resource: string, ids: readonly string[]]>): NamedByWebhooks => {
  const all = new Map<string, readonly string[]>();
  for (const [resource, ids] of each) {
    const known = all.get(resource);
    const isWhole = ids.length === 0 || known?.length === 0;
    all.set(resource, isWhole ? [] : [...new Set([...(known ?? []), ...ids])]);
  }
  return all;
};

/** What was not fetched: it is read as a whole, or a limit or an outage holds it up. */
interface Unfetched {
  readonly named: NamedByWebhooks;
  /** Not before this, unix milliseconds. Absent: at once. */
  readonly retryAt?: number | undefined;
}

/**
 * Fetches what webhooks have named of several collections: one opened shop, and one draw for all calls. What is read as a
 * whole, or cannot be had at once, is left to the caller.
 */
export const pullNamed = async (
  shop: Shop,
  named: NamedByWebhooks,
  deadline: number,
  deps: PullDeps,
): Promise<Unfetched> => {
  const pulls = copiedBy(shop, deps.vendor(shop.vendor)).flatMap((resource) => {
    const ids = named.get(resource.name) ?? [];
    return resource.get && ids.length > 0 && ids.length <= MOST_PULLED ? [pullOf(resource, ids, deadline)] : [];
  });
  // Where the access has ended, or the shop cannot be opened, nothing is gained by asking once more.
  let isOver = false;
  let isAsked = false;
  const failures: RetryLater[] = [];
  const note = (error: unknown): void => {
    if (error instanceof RetryLater) failures.push(error);
    else {
      isOver = true;
      if (!(error instanceof SignInAgain))
        reportFailure({ defect: "pulls-failed", other: "pull-failed" }, error, { ...refOf(shop) }, deps);
    }
  };
  const pullAll = async (open: OpenShop): Promise<void> => {
    expectPulls(open, pulls);
    await inParallel(pulls, TOGETHER, async (pull) => {
      const failure = await pullOne(open, pull, deps);
      if (failure instanceof SignInAgain) throw failure;
      if (failure) note(failure);
    });
  };
  if (pulls.length > 0)
    await withShop(shop, deps, async (open) => {
      await pullAll(open);
      isAsked = true;
    }).then(() => {
      // The access has ended, and the tenant is told.
      isOver ||= !isAsked;
    }, note);
  const done = new Map(pulls.map((pull) => [pull.resource.name, pull.done]));
  const left = new Map<string, readonly string[]>();
  for (const [resource, ids] of isOver ? [] : named) {
    const open = ids.filter((id) => !done.get(resource)?.has(id));
    if (ids.length === 0 || open.length > 0) left.set(resource, open);
  }
  const times = failures.flatMap(({ retryAt }) => retryAt ?? []);
  return { named: left, retryAt: times.length > 0 ? Math.max(...times) : undefined };
};

interface OwnPull extends Pull {
  /** Ids about which the vendor has answered. */
  readonly done: Set<string>;
}

const pullOf = (resource: Pull["resource"], ids: readonly string[], deadline: number): OwnPull => {
  const done = new Set<string>();
  return { resource, ids: [...new Set(ids)], deadline, done, fetched: (id) => void done.add(id), hooked: true };
};

/** @returns why some of them are left: a limit, the end of the access. Undefined: they go another way. */
const pullOne = async (
  open: OpenShop,
  pull: OwnPull,
  deps: PullDeps,
): Promise<RetryLater | SignInAgain | undefined> => {
  const ref = refOf(open.shop);
  const resource = pull.resource.name;
  try {
    const unanswered = await pullEach(open, pull, deps);
    if (unanswered.length > 0) await waitForAnswer(ref, resource, unanswered, deps);
    // They are seen to from here on.
    for (const id of unanswered) pull.done.add(id);
    return undefined;
  } catch (error) {
    if (error instanceof SignInAgain || error instanceof RetryLater) return error;
    // A row that cannot be read, or a call that is refused: the reading of the list knows how to keep and report such rows.
    reportFailure({ defect: "pulls-by-id-failed", other: "pull-by-id-failed" }, error, { ...ref, resource }, deps);
    return undefined;
  }
};
