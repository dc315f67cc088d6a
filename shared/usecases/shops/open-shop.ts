import { PerhapsSignedOut, Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { unsafePathParams } from "../../core/paths.ts";
import type { Metric } from "../../core/ports.ts";
import { isMade, outcomeOf } from "../../core/tally.ts";
import type { Call, Operation, ShopAccess, Vendor } from "../../core/vendor.ts";
import { accessSecrets, createRedact, secretFields } from "../../http/redact.ts";
import { describe } from "../../http/send.ts";
import type { Bucket, Priority } from "../../stores/budgets.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import { needRunning } from "./halted.ts";
import { createStandoff, isRefusedAccess, type RefusedAccess } from "./refused-access.ts";
import { contextOf, operationOf } from "./request-context.ts";
import { newerAccess, type SessionDeps, withSession } from "./session.ts";
import { bucketsOf, createSpend } from "./spend.ts";
import type { Tallies } from "./tallies.ts";
import type { SeeAnswer } from "./watch-answers.ts";

export interface OpenShopDeps extends SessionDeps {
  readonly vendor: (id: Shop["vendor"]) => Vendor;
  readonly metric: Metric;
  /** Counts calls. Absent: nobody does. */
  readonly tallies?: Tallies | undefined;
  /** Compares answers with the shapes that are known. Absent: nobody does. */
  readonly seeAnswer?: SeeAnswer;
  /** The credentials are being proven, and the shop may not be stored yet. */
  readonly isProving?: boolean;
}

/** An answer as it came, without credentials. */
export interface Heard {
  readonly status: number;
  readonly body: string;
}

/** A shop that can be called. */
export interface OpenShop {
  readonly shop: Shop;
  readonly vendor: Vendor;
  readonly grants: Readonly<Record<string, unknown>>;
  /** See `Spend`. */
  expect(priority: Priority, operations: readonly string[]): void;
  /** Calls operations of the vendor under the shop's budget. `hear`: is told each answer, whatever it means. */
  call(priority: Priority, hear?: (heard: Heard) => void): Call;
}

/** By what the rows of this shop say whose they are, as the vendor told it when the access was proven. */
const ownersOf = ({ accountDetails = {} }: Shop, { resources }: Vendor): Readonly<Record<string, unknown>> => {
  const names = [...new Set(resources.flatMap(({ owner }) => owner?.known ?? []))];
  return Object.fromEntries(names.flatMap((name) => (name in accountDetails ? [[name, accountDetails[name]]] : [])));
};

/**
 * @throws SignInAgain when the vendor has no use for the credentials any more; NotNow while an operator has paused the vendor
 */
export const openShop = async (shop: Shop, deps: OpenShopDeps): Promise<OpenShop> => {
  const vendor = deps.vendor(shop.vendor);
  await needRunning(vendor, deps);
  const stored = await deps.secrets.get(deps.secretName(refOf(shop))).catch((error: unknown) => {
    deps.metric("SecretsUnread", 1);
    throw error;
  });
  if (!stored) throw new SignInAgain("the shop's credentials are not stored");
  let access: ShopAccess = await withSession(shop, vendor, stored, deps);
  const spend = createSpend(deps);

  const call =
    (priority: Priority, hear?: (heard: Heard) => void): Call =>
    async (id, input) => {
      const operation = operationOf(vendor, id);
      const buckets = bucketsOf(vendor, shop, operation);
      const callWith = async (access: ShopAccess): Promise<unknown> => {
        const found = await beforehand(spend.draw(buckets, priority));
        return withBudget(
          counted(callOnce({ shop, vendor, access, hear }, operation, input, deps), id),
          buckets,
          found,
        );
      };
      // Calls side by side: another one may have found newer access by the time this one is refused.
      const used = access;
      try {
        return await letIn(callWith(used));
      } catch (error) {
        if (!isRefusedAccess(error)) throw error;
        // A write that was not refused in the vendor's own words may have been carried out: the next call finds out.
        if (error instanceof PerhapsSignedOut && operation.kind !== "read") {
          await newerThan(used, error).catch(() => undefined);
          throw error;
        }
        const newer = await newerThan(used, error);
        return await letIn(callWith(newer)).catch((second) => stillRefused(second, operation));
      }
    };

  const standoff = createStandoff(shop, deps.isProving ?? false, deps);
  const letIn = async (called: Promise<unknown>): Promise<unknown> => {
    const answer = await called;
    await standoff.end();
    return answer;
  };
  const stillRefused = async (error: unknown, { kind }: Operation): Promise<never> => {
    if (!isRefusedAccess(error)) throw error;
    await standoff.note();
    throw error instanceof PerhapsSignedOut && kind !== "read" ? error : standoff.verdictOn(error);
  };

  /** @throws what the refusal means, where there is no newer access; SignInAgain where the vendor refuses the credentials */
  const newerThan = async (used: ShopAccess, refusal: RefusedAccess): Promise<ShopAccess> => {
    if (standoff.isFresh) throw standoff.verdictOn(refusal);
    const isOwn = refusal instanceof SignInAgain;
    const newer = await (isOwn ? beforehand(newerAccess(shop, vendor, used, deps)) : signedInAnew(used, refusal));
    if (!newer) throw refusal;
    access = newer;
    return newer;
  };

  /** Nobody has said in the vendor's words that the token is dead: that signing in fails says nothing about the call. */
  const signedInAnew = async (used: ShopAccess, refusal: PerhapsSignedOut): Promise<ShopAccess | undefined> => {
    try {
      return await newerAccess(shop, vendor, used, deps);
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      if (!(error instanceof PerhapsSignedOut)) throw refusal;
      await standoff.note();
      throw standoff.verdictOn(refusal);
    }
  };

  const pocket = deps.tallies?.of(refOf(shop));
  const counted = async (called: Promise<unknown>, operation: string): Promise<unknown> => {
    try {
      const answer = await called;
      pocket?.called(operation, "ok", deps.clock());
      return answer;
    } catch (error) {
      if (isMade(error)) pocket?.called(operation, outcomeOf(error), deps.clock());
      throw error;
    }
  };

  /** Tells the budget what the vendor said of its limit. */
  const withBudget = async (
    called: Promise<unknown>,
    buckets: readonly Bucket[],
    found: readonly Bucket[],
  ): Promise<unknown> => {
    const startedAt = deps.clock();
    try {
      const answer = await called;
      await afterwards(spend.opened(found), undefined);
      return answer;
    } catch (error) {
      if (error instanceof RetryLater && error.limited) deps.metric("VendorLimited", 1, { vendor: vendor.id });
      throw await afterwards(spend.failed({ buckets, found, startedAt }, error), error);
    }
  };

  const expect: OpenShop["expect"] = (priority, operations) =>
    spend.expect(
      priority,
      operations.map((id) => bucketsOf(vendor, shop, operationOf(vendor, id))),
    );

  return { shop, vendor, grants: { ...ownersOf(shop, vendor), ...access.session?.grants }, expect, call };
};

interface Caller {
  readonly shop: Shop;
  readonly vendor: Vendor;
  readonly access: ShopAccess;
  readonly hear?: ((heard: Heard) => void) | undefined;
}

const callOnce = async (
  { shop, vendor, access, hear }: Caller,
  operation: Operation,
  input: Parameters<Call>[1],
  deps: OpenShopDeps,
): Promise<unknown> => {
  const [unsafe] = unsafePathParams(operation, input.params ?? {});
  if (unsafe !== undefined) throw new Rejected(`${unsafe} is no part of a path`, { code: "invalid-path" });
  const request = vendor.request(operation, input, contextOf(shop, vendor, access, deps));
  deps.metric("VendorCalls", 1);
  const answer = await deps.send(request);
  // Before anything else looks at it: raw rows, errors and logs are made of this text.
  const redact = createRedact(accessSecrets(secretFields(vendor.credentials), access));
  const body = redact(answer.body);
  hear?.({ status: answer.status, body });
  const json = vendor.judge({ ...answer, body }, operation);
  const parsed = operation.answer.safeParse(json);
  const noted = deps.seeAnswer?.(vendor.id, operation.id, json);
  if (noted) await noted;
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new VendorChanged(`${describe(request)}: ${issue?.path.join(".")}: ${issue?.message}`, body);
};

/** What comes before the call itself: when it fails the vendor certainly has not carried out the operation. */
const beforehand = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    if (!(error instanceof RetryLater) || error.delivered === "no") throw error;
    const { message, retryAt, limited } = error;
    throw new RetryLater(message, { delivered: "no", limited, ...(retryAt === undefined ? {} : { retryAt }) });
  });

/**
 * What is noted about a limit after the call. A table that takes no notes says nothing about the call: the vendor has
 * acted already, and taken for a failure of the call it would be made again.
 */
const afterwards = <Result>(note: Promise<Result>, otherwise: Result): Promise<Result> =>
  note.catch((error: unknown) => {
    if (error instanceof RetryLater) return otherwise;
    throw error;
  });
