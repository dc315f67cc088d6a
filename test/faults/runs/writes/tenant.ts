import type { Dice } from "../../../../infra/sandbox/simulator.ts";
import type { JournalEntry } from "../../../../infra/sandbox/types.ts";
import { createApi, type HttpResult } from "../../../../shared/api/respond.ts";
import { routes } from "../../../../shared/api/routes/index.ts";
import { SECOND } from "../../../../shared/core/time.ts";
import type { WriteKind } from "../../../../shared/core/vendor.ts";
import { vendors } from "../../../../shared/vendors/registry.ts";
import type { World } from "../world.ts";
import type { Books } from "./books.ts";
import {
  aimOf,
  amountOf,
  bitOf,
  bitsIn,
  type Command,
  commandOf,
  type Intent,
  isCreate,
  isEnding,
  isStep,
} from "./intents.ts";

type Request = readonly [method: string, address: string];

const paths: Readonly<Partial<Record<WriteKind, (command: Command) => Request>>> = {
  "stock.set": () => ["POST", "stock"],
  "stock.move": () => ["POST", "stock"],
  "stock.count": () => ["POST", "stock/count"],
};
const pathOf = (kind: WriteKind, command: Command): Request => {
  const own = paths[kind];
  if (own) return own(command);
  const [records = "", verb] = kind.split(".");
  if (verb === "create") return ["POST", records];
  if (records === "vouchers") return ["POST", `vouchers/${verb}`];
  if (verb === "cancel" || verb === "send") return ["POST", `${records}/${command.id}/${verb}`];
  return [verb === "delete" ? "DELETE" : "PATCH", `${records}/${command.id}`];
};
/** Where many of one kind are sent as an array; undefined: only one by one. */
const listPathOf = (kind: WriteKind): string | undefined => {
  const [records = "", verb] = kind.split(".");
  if (kind === "orders.cancel") return "orders/cancel";
  if (kind === "stock.set" || kind === "stock.move") return "stock";
  const isListed = verb === "create" || (verb === "update" && ["orders", "products", "customers"].includes(records));
  return isListed ? records : undefined;
};

const idsIn = (body: any): unknown =>
  Array.isArray(body?.data) ? body.data.map((item: any) => item.write?.id) : body?.id;
/** What ends a record where the same call changes it as well: a state, or that a variation is removed. Undefined: neither. */
const endIn = (body: any): unknown =>
  [body?.info, body?.order, body?.purchase, body].find((part) => part?.status !== undefined)?.status ??
  body?.product?.variations?.[0]?.is_removed;
/** Codes of vouchers that a call is about. */
const codesIn = (body: any): unknown[] => [
  body?.code,
  body?.couponCode,
  ...(body?.Vouchers ?? []).map(({ Code }: { Code: unknown }) => Code),
];
/** Known by an amount, for want of words. */
const byAmount: readonly WriteKind[] = ["stock.set", "payments.create", "price-books.set"];
/** The vendors' words for an end that is a change of the record. Elsewhere the call itself ends it. */
const endWords: Readonly<Record<string, unknown>> = {
  "nhanh-v3 orders.cancel": 63,
  "nhanh-v2 orders.cancel": "Canceled",
  "pancake orders.cancel": 6,
  "pancake purchases.cancel": 2,
  "pancake products.delete": true,
  "isale orders.cancel": 4,
};

/** "Send this again later": of our own trouble, or while the vendor's lists of areas cannot be read. */
const isFinal = ({ statusCode, body }: HttpResult): boolean => statusCode < 500 && !body.includes("areas-unreachable");

export interface TenantOptions {
  readonly world: World;
  readonly dice: Dice;
  /** Draws of what plain commands do not have. */
  readonly more: Dice | undefined;
  readonly books: Books;
  /** The tenant's key of our API. */
  readonly key: string;
  readonly isNarrow: boolean;
}

/** Documents that a movement of stock makes. */
const stockDocuments = ["stock-bills", "stocktakings"] as const;

/** A tenant's software: it asks until it has an answer, and it changes its mind. */
export class Tenant {
  readonly intents: Intent[] = [];
  readonly problems: string[] = [];
  /** By id of a write that a person has sent again: how many intents there were then. It stands behind all of them. */
  readonly retried = new Map<string, number>();
  /** Stocks that were set. */
  absolutes: ReadonlySet<number> = new Set();
  readonly #options: TenantOptions;
  #count = 0;
  #moves = 0;
  readonly #phones: readonly string[];

  constructor(options: TenantOptions) {
    this.#options = options;
    this.#phones = Array.from({ length: 3 }, () => `09${options.dice.integer(10_000_000, 99_999_999)}`);
  }

  get #world(): World {
    return this.#options.world;
  }

  /** One HTTP request through the API function; undefined: no answer came. */
  async #request(
    method: string,
    address: string,
    body: unknown,
    idempotencyKey: string,
  ): Promise<HttpResult | undefined> {
    const world = this.#world;
    let result: HttpResult | undefined;
    let ended = false;
    const [rawPath = "", rawQueryString = ""] = `/v1/shops/${world.ref.shop}/${address}`.split("?");
    const running = world
      .invoke("api", 29 * SECOND, async (deps, context) => {
        result = await createApi(routes, deps)(
          {
            rawPath,
            rawQueryString,
            headers: {
              authorization: `Bearer ${this.#options.key}`,
              "content-type": "application/json",
              "idempotency-key": idempotencyKey,
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            requestContext: { http: { method } },
          },
          context,
        );
      })
      .then((outcome) => {
        if (outcome !== "done") result = undefined;
        ended = true;
      });
    await world.pass(60 * SECOND, () => ended);
    await running;
    return result;
  }

  /** Asks until there is an answer, always with the same key. */
  async #insist(method: string, address: string, body: unknown, key: string): Promise<{ status: number; body: any }> {
    const { dice, world } = this.#options;
    // A list of areas cannot be read before the tenant has typed lost credentials in again: up to four minutes. In a world
    // that refuses, cuts and ends sessions at every second call it takes a quarter of an hour.
    for (let attempt = 0; attempt < 1_000; attempt += 1) {
      const twice = dice.chance(0.1);
      const [first, second] = await Promise.all([
        this.#request(method, address, body, key),
        twice ? this.#request(method, address, body, key) : undefined,
      ]);
      const answers = [first, second].filter((answer) => answer !== undefined && isFinal(answer));
      const [answer] = answers as HttpResult[];
      if (answer) {
        const [left, right] = answers.map((one) => idsIn(JSON.parse(one!.body)));
        if (right && left && JSON.stringify(left) !== JSON.stringify(right))
          this.problems.push(`two answers to one key: ${left} ${right}`);
        return { status: answer.statusCode, body: answer.body === "" ? undefined : JSON.parse(answer.body) };
      }
      await world.pass(dice.integer(200, 5_000));
    }
    throw new Error(`the API never answers ${method} ${address}`);
  }

  async write(kind: WriteKind): Promise<void> {
    const intent = this.#intend(kind);
    if (!intent) return;
    const [method, address] = pathOf(kind, intent.command);
    const answer = await this.#insist(method, address, intent.command, intent.key);
    this.#note(intent, answer.status, answer.body);
  }

  async writeMany(kind: WriteKind): Promise<void> {
    const address = listPathOf(kind);
    if (address === undefined) return this.write(kind);
    const intents = Array.from({ length: this.#options.dice.integer(2, 8) }, () => this.#intend(kind)).filter(
      (intent) => intent !== undefined,
    );
    const [first] = intents;
    if (!first) return;
    const [method] = pathOf(kind, first.command);
    const commands = intents.map(({ command }) => command);
    const answer = await this.#insist(method, address, commands, `many-${first.key}`);
    for (const [index, intent] of intents.entries()) {
      const item = answer.body.data?.[index];
      if (item) this.#note(intent, item.status, item.write ?? item.error);
      else this.problems.push(`no outcome for item ${index}: ${JSON.stringify(answer.body).slice(0, 200)}`);
    }
  }

  /** A person changes his mind, or decides about what went wrong. */
  async decide(): Promise<void> {
    const { dice, world } = this.#options;
    const known = this.intents.flatMap(({ entries }) => [...entries]);
    if (known.length === 0) return;
    const id = dice.pick(known);
    const write = await world.deps.ledger.get(world.ref, id);
    const action =
      write?.state === "queued" ? "cancel" : write && ["rejected", "dead"].includes(write.state) ? "retry" : undefined;
    if (!action || (action === "retry" && dice.chance(0.5))) return;
    if (action === "retry") this.retried.set(id, this.intents.length);
    await this.#insist("POST", `writes/${id}/${action}`, {}, "none");
  }

  isThere({ kind }: Intent, id: string): boolean {
    if (kind === "stock.move") return stockDocuments.some((name) => this.#ids(name).includes(id));
    return this.#ids(this.#resourceOf(kind)).includes(id);
  }

  /** Staff has deleted what was created: nothing of it is left that anybody could be told about. */
  isGone(intent: Intent, ids: readonly string[]): boolean {
    const isMove = intent.kind === "stock.move";
    const named: readonly string[] = isMove ? stockDocuments : [this.#resourceOf(intent.kind)];
    const isListed = vendors[this.#world.vendor.id].resources.some(({ name }) => named.includes(name));
    return (isMove || isCreate(intent.kind)) && isListed && !ids.some((id) => this.isThere(intent, id));
  }

  #resourceOf(kind: WriteKind): string {
    return this.#world.vendor.writes[kind]?.resource ?? kind.split(".")[0]!;
  }

  /** The shop's staff deletes records as well. */
  namesTheGone({ kind, command }: Intent): boolean {
    const lines = (command.lines ?? []) as { productId: string }[];
    const named = [command.id, ...lines.map(({ productId }) => productId)];
    const known = new Set([...this.#ids("products"), ...this.#ids(kind.split(".")[0]!)]);
    return named.some((id) => id !== undefined && !known.has(String(id)));
  }

  #note(intent: Intent, status: number, body: any): void {
    if (status < 300) intent.entries.add(String(body.id));
    else intent.refused = `${status} ${JSON.stringify(body)}`;
  }

  #intend(kind: WriteKind): Intent | undefined {
    const { world, dice, more, books } = this.#options;
    const declared = world.vendor.writes[kind];
    const n = this.#count++;
    const token = `zq${n}q`;
    const made =
      declared &&
      commandOf(kind, n, token, {
        vendor: world.vendor.id,
        dice,
        more,
        phones: this.#phones,
        isNarrow: this.#options.isNarrow,
        ids: (resource) => this.#ids(resource),
        nextMove: () => {
          this.#moves += 1;
          return this.#moves;
        },
        vouchers: () => this.#vouchers(),
        isAsked: (asked, id) => this.intents.some((one) => one.kind === asked && aimOf(one.command) === id),
      });
    if (!declared || !made) return undefined;
    // Added to others, a difference may go the other way.
    const ways = declared.operationFor ? [1, -1].map((delta) => declared.operationFor!({ ...made, delta })) : [];
    const operations = [declared.operation, ...ways, declared.bulk?.operation];
    const bit = world.vendor.id === "kiotviet" && kind === "stock.move" ? Number(made.delta) / bitOf(0) : 0;
    const text = (entry: JournalEntry) => JSON.stringify(entry.body ?? null);
    const mark = byAmount.includes(kind) ? new RegExp(`[^0-9]${amountOf(n)}[^0-9]`) : undefined;
    const intent: Intent = {
      kind,
      command: made,
      key: `key-${n}`,
      mark: mark ? String(amountOf(n)) : token,
      isDone: (entry) => {
        if (!operations.includes(entry.operation)) return false;
        if (bit > 0) return ((this.#addedBits().get(entry) ?? 0) & bit) !== 0;
        if (mark) return mark.test(text(entry));
        if (isStep(kind)) return [entry.id, ...codesIn(entry.body)].includes(aimOf(made));
        if (isEnding(kind)) return entry.id === made.id && endIn(entry.body) === endWords[`${world.vendor.id} ${kind}`];
        return text(entry).includes(token) && !books.isCarried(entry, token);
      },
      entries: new Set(),
    };
    this.intents.push(intent);
    return intent;
  }

  /** What each of KiotViet's stock calls added to the stock that the one before had set. */
  #addedBits(): ReadonlyMap<JournalEntry, number> {
    const levels = new Map<string, number>();
    const added = new Map<JournalEntry, number>();
    for (const entry of this.#world.simulator.journal) {
      if (!["products.update", "products.update-many"].includes(entry.operation)) continue;
      const body = entry.body as any;
      for (const product of body.listProducts ?? [{ ...body, id: entry.id }]) {
        for (const { branchId, onHand } of product.inventories ?? []) {
          const place = `${product.id}#${branchId}`;
          const bits = bitsIn(onHand);
          const before = levels.get(place) ?? 0;
          // What was set, differences included, adds nothing to what was there.
          if (bits > before && !this.absolutes.has(onHand)) added.set(entry, bits - before);
          levels.set(place, bits);
        }
      }
    }
    return added;
  }

  /** By the vendor's own rows: the campaign and the code of those whose state says that nothing was done with them. */
  #vouchers(): { campaignId: string; code: string }[] {
    const { vendor, simulator } = this.#world;
    if (!vendor.resources.some(({ name }) => name === "vouchers")) return [];
    return simulator.rows("vouchers").flatMap((row: any) => {
      const campaignId = row.voucherCampaignId ?? row.batchId;
      const isFresh = row.status === (vendor.id === "kiotviet" ? 0 : 1) && !(row.totalAssigned ?? row.assignedTimes);
      return campaignId === undefined || !isFresh ? [] : [{ campaignId: String(campaignId), code: String(row.code) }];
    });
  }

  #ids(resource: string): string[] {
    const { journal } = this.#world.simulator;
    // The shipping hub has no list of parcels.
    if (resource === "shipments")
      return journal.flatMap(({ operation, id }) => (operation === "shipments.create" ? [id] : []));
    // Also what this run does not sync.
    const known = vendors[this.#world.vendor.id].resources.find(({ name }) => name === resource);
    return known ? this.#world.simulator.rows(resource).map((row) => known.id(row)) : [];
  }
}
