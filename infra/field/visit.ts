import { randomUUID } from "node:crypto";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../shared/core/errors.ts";
import type { Sleep } from "../../shared/core/ports.ts";
import type { HttpAnswer, OperationCall, Send, Session, ShopAccess, Vendor } from "../../shared/core/vendor.ts";
import { createRedact, secretValues } from "../../shared/http/redact.ts";
import { createStores } from "../../shared/stores/all.ts";
import type { Shop } from "../../shared/stores/shops.ts";
import { openShop } from "../../shared/usecases/shops/open-shop.ts";
import { hostsOf, operationOf } from "../../shared/usecases/shops/request-context.ts";
import { signIn } from "../../shared/usecases/shops/session.ts";
import { MemoryTable } from "../memory-table.ts";
import type { Raw } from "./raw.ts";

/** What the credentials file of the field kit holds. */
export interface FieldAccess {
  readonly vendor: Vendor;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Base addresses, where they are not the vendor's own. */
  readonly hosts?: Readonly<Record<string, string>> | undefined;
  /** A session that the shop has already: nothing is signed in to. */
  readonly session?: Session | undefined;
}

/** The world as the visit sees it. */
export interface FieldWorld {
  readonly send: Send;
  /** Unix milliseconds. */
  readonly clock: () => number;
  readonly sleep: Sleep;
  /** Calls that the whole run may make, the sign-in included. */
  readonly calls: number;
}

/** One answer as it came, and what the adapter's `judge` said of it. The JSON is the vendor's, read by nobody yet. */
export interface Answered {
  readonly operation: string;
  readonly call: OperationCall;
  /** `unclear`: a form that the adapter does not know. `later`: a limit or an outage. */
  readonly said: "yes" | "refused" | "unclear" | "later" | "sign-in";
  /** The adapter reads it as the vendor's word that the record does not exist. */
  readonly notFound: boolean;
  readonly status: number;
  readonly json: Raw;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Our clock, unix milliseconds. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

export interface Visit {
  readonly vendor: Vendor;
  readonly session: Session | undefined;
  /** The vendor's answer to the sign-in, where there was one. */
  readonly signedIn: Answered | undefined;
  /** Unix milliseconds. */
  readonly clock: () => number;
  /**
   * Asks once for equal questions; `again`: a second time.
   * @throws NotAsked when the run's calls are spent, or the operation is not a read
   */
  ask(operation: string, call?: OperationCall, options?: { readonly again?: boolean }): Promise<Answered>;
  /** Every answer so far, in order. */
  readonly answers: readonly Answered[];
  readonly calls: { readonly made: number; readonly most: number };
}

/** A question that the kit does not ask: the verdict is "cannot tell". */
export class NotAsked extends Error {
  override readonly name = "NotAsked";
}

/** A limit that opens again within this is waited for. */
const LONGEST_WAIT = 60_000;
const MOST_WAITS = 3;

/** Opens a shop for reading, under the budgets that the engine itself keeps. */
export const openVisit = async (access: FieldAccess, world: FieldWorld): Promise<Visit> => {
  const { vendor } = access;
  const stores = createStores(new MemoryTable());
  const answers: Answered[] = [];
  const asked = new Map<string, Answered>();
  const heard: HttpAnswer[] = [];
  let made = 0;
  const send: Send = async (request) => {
    if (made >= world.calls) throw new NotAsked(`the ${world.calls} calls of this run are spent`);
    made += 1;
    const answer = await world.send(request);
    heard.push(answer);
    return answer;
  };

  const shop: Shop = {
    tenant: "field",
    id: "shop",
    vendor: vendor.id,
    name: "field",
    health: "healthy",
    settings: access.settings,
    hosts: access.hosts,
    account: "field",
    hookToken: "none",
    createdAt: new Date(world.clock()).toISOString(),
  };
  const deps = {
    ...stores,
    clock: world.clock,
    sleep: world.sleep,
    randomId: randomUUID,
    send,
    vendor: () => vendor,
    secretName: () => "field",
    metric: () => undefined,
  };
  const signInAt = world.clock();
  const context = {
    access: { credentials: access.credentials },
    hosts: hostsOf(shop, vendor),
    settings: shop.settings,
    now: world.clock,
    randomId: randomUUID,
  };
  const session = access.session ?? (await signIn(shop, vendor, context, deps));
  let stored: ShopAccess = { credentials: access.credentials, session };
  const secrets = {
    get: async () => stored,
    put: async (_name: string, next: ShopAccess) => {
      stored = next;
    },
    delete: async () => undefined,
  };
  await stores.shops.create(shop);
  const open = await openShop(shop, { ...deps, secrets });
  const call = open.call("backfill");
  const redact = createRedact([...secretValues(vendor.credentials, access.credentials), session.token]);

  const answered = (
    { operation, input, sentAt }: { operation: string; input: OperationCall; sentAt: number },
    error: unknown,
    answer: HttpAnswer | undefined,
  ): Answered => {
    const text = redact(answer?.body ?? "");
    return {
      operation,
      call: input,
      said: saidOf(error),
      notFound: error instanceof Rejected && error.notFound,
      status: answer?.status ?? 0,
      json: parse(text),
      text,
      headers: answer?.headers ?? {},
      sentAt,
      receivedAt: answer?.receivedAt ?? sentAt,
    };
  };

  /** The answer, and how long to wait where a limit is used up. */
  const askOnce = async (operation: string, input: OperationCall): Promise<{ found: Answered; wait?: number }> => {
    const question = { operation, input, sentAt: world.clock() };
    const before = heard.length;
    const failure = await call(operation, input).then(
      () => undefined,
      (error: unknown) => error ?? new Error("no reason"),
    );
    if (failure instanceof NotAsked) throw failure;
    if (failure instanceof RetryLater && failure.limited) {
      const wait = (failure.retryAt ?? world.clock() + 1_000) - world.clock();
      if (wait > LONGEST_WAIT) throw new NotAsked("the vendor's limit is used up for longer than this run waits");
      return { found: answered(question, failure, undefined), wait };
    }
    const answer = heard.length > before ? heard.at(-1) : undefined;
    return { found: answered(question, failure, answer) };
  };

  const ask: Visit["ask"] = async (id, input = {}, { again = false } = {}) => {
    const operation = operationOf(vendor, id);
    if (operation.kind !== "read") throw new NotAsked(`${id} is no read operation (${operation.kind})`);
    const name = JSON.stringify([id, input]);
    const known = asked.get(name);
    if (known && !again) return known;
    let { found, wait } = await askOnce(id, input);
    for (let waits = 0; isPassing(found) && waits < MOST_WAITS; waits += 1) {
      await world.sleep(Math.max(wait ?? 2_000 * 2 ** waits, 100));
      ({ found, wait } = await askOnce(id, input));
    }
    asked.set(name, found);
    answers.push(found);
    return found;
  };

  return {
    vendor,
    session,
    signedIn: heard[0] && answered({ operation: "sign-in", input: {}, sentAt: signInAt }, undefined, heard[0]),
    clock: world.clock,
    ask,
    answers,
    get calls() {
      return { made, most: world.calls };
    },
  };
};

const saidOf = (error: unknown): Answered["said"] => {
  if (error === undefined) return "yes";
  if (error instanceof Rejected) return "refused";
  if (error instanceof RetryLater) return "later";
  if (error instanceof SignInAgain) return "sign-in";
  if (error instanceof VendorChanged) return "unclear";
  throw error;
};

/** A limit, a gateway or silence. A 500 is the vendor's own answer, and often to the point. */
const isPassing = ({ said, status }: Answered): boolean => said === "later" && status !== 500;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
