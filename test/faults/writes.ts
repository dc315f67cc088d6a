import { createHandler as createWrite } from "../../functions/write.ts";
import { Dice, seededRandom } from "../../infra/sandbox/simulator.ts";
import type { JournalEntry } from "../../infra/sandbox/types.ts";
import { createApi, type HttpResult } from "../../shared/api/respond.ts";
import { routes } from "../../shared/api/routes/index.ts";
import { RetryLater } from "../../shared/core/errors.ts";
import { HOUR, MINUTE, SECOND } from "../../shared/core/time.ts";
import { type VendorId, type WriteKind, writeKinds } from "../../shared/core/vendor.ts";
import type { Write } from "../../shared/stores/ledger.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { type Unkindness, World } from "./world.ts";

/** One thing that a tenant wants written, and how it is recognised in the vendor's journal. */
interface Intent {
  readonly kind: WriteKind;
  readonly command: Record<string, unknown>;
  readonly key: string;
  readonly entity: string;
  readonly isDone: (entry: JournalEntry) => boolean;
  /** Ids of ledger entries that answers named: more than one is a duplicate already. */
  readonly entries: Set<string>;
  /** Refused by the API at once. */
  refused?: string;
}

export interface WritesResult {
  readonly vendor: VendorId;
  readonly seed: number;
  readonly writes: number;
  readonly faults: number;
  readonly duplicated: number;
  readonly lost: number;
  readonly outOfOrder: number;
  readonly falseState: number;
  /** Entries that stay unknown. */
  readonly unknownLeft: number;
  /** Of these: the vendor cannot be asked. */
  readonly noProbe: number;
  /** Of these: the vendor was asked, and staff had wiped out, deleted or rewritten what would have told. */
  readonly cannotTell: number;
  readonly unknownKinds: readonly string[];
  readonly problems: readonly string[];
}

const path: Readonly<Partial<Record<WriteKind, (command: Record<string, unknown>) => [string, string]>>> = {
  "orders.create": () => ["POST", "orders"],
  "orders.update": ({ id }) => ["PATCH", `orders/${id}`],
  "orders.cancel": ({ id }) => ["POST", `orders/${id}/cancel`],
  "products.create": () => ["POST", "products"],
  "products.update": ({ id }) => ["PATCH", `products/${id}`],
  "stock.set": () => ["POST", "stock"],
  "stock.move": () => ["POST", "stock"],
  "customers.create": () => ["POST", "customers"],
  "customers.update": ({ id }) => ["PATCH", `customers/${id}`],
  "invoices.create": () => ["POST", "invoices"],
  "invoices.update": ({ id }) => ["PATCH", `invoices/${id}`],
  "invoices.cancel": ({ id }) => ["POST", `invoices/${id}/cancel`],
  "payments.create": () => ["POST", "payments"],
};

/** Creates above all: they are what hurts when it happens twice. */
const weights: Readonly<Partial<Record<WriteKind, number>>> = {
  "orders.create": 8,
  "orders.update": 3,
  "orders.cancel": 1,
  "products.create": 4,
  "products.update": 2,
  "stock.set": 3,
  "stock.move": 3,
  "customers.create": 4,
  "customers.update": 2,
  "invoices.create": 3,
  // As an order's, and only at one vendor.
  "invoices.update": 0,
  "invoices.cancel": 0,
  "payments.create": 1,
};
const creates: readonly WriteKind[] = ["orders.create", "products.create", "customers.create", "invoices.create"];

const unkindness = (dice: Dice): Unkindness => {
  const often = (most: number) => (dice.chance(0.3) ? 0 : dice.random() * most);
  return {
    worker: {
      kill: often(0.02),
      throttle: often(0.03),
      lost: often(0.03),
      conflict: often(0.02),
      repeated: often(0.03),
      slow: often(0.02),
    },
    queue: { duplicate: often(0.2), delay: often(0.2), dropped: often(0.15) },
    vendor: {
      limit: often(0.05),
      serverError: often(0.05),
      serverErrorAfterCommit: often(0.08),
      cut: often(0.05),
      cutAfterCommit: often(0.08),
      timeout: often(0.04),
      timeoutAfterCommit: often(0.08),
      lateCommit: often(0.08),
      html: often(0.05),
      empty: often(0.05),
      slow: often(0.04),
      malformed: often(0.04),
      expired: often(0.02),
    },
    replay: 0,
    lostWebhook: often(0.5),
    doubledWebhook: often(0.2),
  };
};

class Tenant {
  readonly intents: Intent[] = [];
  readonly problems: string[] = [];
  readonly world: World;
  readonly dice: Dice;
  readonly #key: string;
  /** Stocks that were set. */
  absolutes: ReadonlySet<number> = new Set();
  #count = 0;
  #moves = 0;
  readonly #phones: string[];

  constructor(world: World, dice: Dice, key: string) {
    this.world = world;
    this.dice = dice;
    this.#key = key;
    this.#phones = Array.from({ length: 3 }, () => `09${dice.integer(10_000_000, 99_999_999)}`);
  }

  /** One HTTP request through the API function; undefined: no answer came. */
  async request(
    method: string,
    address: string,
    body: unknown,
    idempotencyKey: string,
  ): Promise<HttpResult | undefined> {
    let result: HttpResult | undefined;
    let ended = false;
    const [rawPath = "", rawQueryString = ""] = `/v1/shops/${this.world.ref.shop}/${address}`.split("?");
    const running = this.world
      .invoke("api", 29 * SECOND, async (deps, context) => {
        result = await createApi(routes, deps)(
          {
            rawPath,
            rawQueryString,
            headers: {
              authorization: `Bearer ${this.#key}`,
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
    await this.world.pass(60 * SECOND, () => ended);
    await running;
    return result;
  }

  /** Asks until there is an answer, as a tenant's software does, always with the same key. */
  async insist(method: string, address: string, body: unknown, key: string): Promise<{ status: number; body: any }> {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const twice = this.dice.chance(0.1);
      const [first, second] = await Promise.all([
        this.request(method, address, body, key),
        twice ? this.request(method, address, body, key) : undefined,
      ]);
      const answers = [first, second].filter((answer) => answer !== undefined && answer.statusCode < 500);
      const [answer] = answers as HttpResult[];
      if (answer) {
        const [left, right] = answers.map((one) => idsIn(JSON.parse(one!.body)));
        if (right && left && JSON.stringify(left) !== JSON.stringify(right))
          this.problems.push(`two answers to one key: ${left} ${right}`);
        return { status: answer.statusCode, body: answer.body === "" ? undefined : JSON.parse(answer.body) };
      }
      await this.world.pass(this.dice.integer(200, 5_000));
    }
    throw new Error(`the API never answers ${method} ${address}`);
  }

  async write(kind: WriteKind): Promise<void> {
    const intent = this.#intend(kind);
    if (!intent) return;
    const [method, address] = path[kind]!(intent.command);
    const answer = await this.insist(method, address, intent.command, intent.key);
    this.#note(intent, answer.status, answer.body);
  }

  async writeMany(kind: WriteKind): Promise<void> {
    const intents = Array.from({ length: this.dice.integer(2, 8) }, () => this.#intend(kind)).filter(
      (intent) => intent !== undefined,
    );
    const [first] = intents;
    if (!first) return;
    const [method, one] = path[kind]!(first.command);
    const address = one.replace(/\/[^/]+(?=\/|$)/, "");
    const key = `many-${first.key}`;
    const answer = await this.insist(
      method,
      address,
      intents.map(({ command }) => command),
      key,
    );
    for (const [index, intent] of intents.entries()) {
      const item = answer.body.data?.[index];
      if (item) this.#note(intent, item.status, item.write ?? item.error);
      else this.problems.push(`no outcome for item ${index}: ${JSON.stringify(answer.body).slice(0, 200)}`);
    }
  }

  /** A person changes his mind, or decides about what went wrong. */
  async decide(): Promise<void> {
    const known = this.intents.flatMap(({ entries }) => [...entries]);
    if (known.length === 0) return;
    const id = this.dice.pick(known);
    const write = await this.world.deps.ledger.get(this.world.ref, id);
    const action =
      write?.state === "queued" ? "cancel" : write && ["rejected", "dead"].includes(write.state) ? "retry" : undefined;
    if (!action || (action === "retry" && this.dice.chance(0.5))) return;
    await this.insist("POST", `writes/${id}/${action}`, {}, "none");
  }

  isThere({ kind }: Intent, id: string): boolean {
    if (kind !== "stock.move") return this.#ids(kind.split(".")[0]!).includes(id);
    return [...this.#ids("stock-bills"), ...this.#ids("stocktakings")].includes(id);
  }

  /** The shop's staff deletes records as well. */
  namesTheGone({ kind, command }: Intent): boolean {
    const named = [command.id, ...((command.lines ?? []) as { productId: string }[]).map(({ productId }) => productId)];
    const known = new Set([...this.#ids("products"), ...this.#ids(kind.split(".")[0]!)]);
    return named.some((id) => id !== undefined && !known.has(String(id)));
  }

  #note(intent: Intent, status: number, body: any): void {
    if (status < 300) intent.entries.add(String(body.id));
    else intent.refused = `${status} ${JSON.stringify(body)}`;
  }

  #intend(kind: WriteKind): Intent | undefined {
    const declared = this.world.vendor.writes[kind];
    const n = this.#count++;
    const token = `zq${n}q`;
    const made = declared && this.#command(kind, n, token);
    if (!declared || !made) return undefined;
    const parsed = declared.command.safeParse(made);
    if (!parsed.success) throw new Error(`${kind}: ${parsed.error.message}`);
    // Added to others, a difference may go the other way.
    const ways = declared.operationFor ? [1, -1].map((delta) => declared.operationFor!({ ...made, delta })) : [];
    const operations = [declared.operation, ...ways, declared.bulk?.operation];
    const bit = this.world.vendor.id === "kiotviet" && kind === "stock.move" ? Number(made.delta) / bitOf(0) : 0;
    const text = (entry: JournalEntry) => JSON.stringify(entry.body ?? null);
    const mark =
      kind === "stock.set" || kind === "payments.create" ? new RegExp(`[^0-9]${amountOf(n)}[^0-9]`) : undefined;
    const cancelled = kind === "orders.cancel" ? statusIn(declared.encode(parsed.data, noContext).body) : undefined;
    const intent: Intent = {
      kind,
      command: made,
      key: `key-${n}`,
      entity: declared.entity(parsed.data),
      isDone: (entry) => {
        if (!operations.includes(entry.operation)) return false;
        if (bit > 0) return ((this.#addedBits().get(entry) ?? 0) & bit) !== 0;
        if (mark) return mark.test(text(entry));
        if (kind === "orders.cancel") return entry.id === made.id && statusIn(entry.body) === cancelled;
        return text(entry).includes(token);
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
    for (const entry of this.world.simulator.journal) {
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

  #ids(resource: string): string[] {
    const known = this.world.vendor.resources.find(({ name }) => name === resource);
    return known ? this.world.simulator.rows(resource).map((row) => known.id(row)) : [];
  }

  #command(kind: WriteKind, n: number, token: string): Record<string, unknown> | undefined {
    const { dice } = this;
    const vendor = this.world.vendor.id;
    const products = this.#ids("products").slice(0, 6);
    const locations = this.#ids("locations").filter((id) => vendor !== "nhanh-v2" || /^[1-9]/.test(id));
    const [locationId] = locations;
    const lines = () => [
      { productId: dice.pick(products), quantity: dice.integer(1, 3), price: dice.integer(1, 90) * 1_000 },
    ];
    const customer = () => ({ name: "Khách", phone: dice.pick(this.#phones) });
    const phone = `08${String(n).padStart(4, "0")}${dice.integer(1_000, 9_999)}`;
    switch (kind) {
      case "orders.create":
        return { locationId, customer: customer(), lines: lines(), note: token };
      case "orders.update":
      case "orders.cancel": {
        const ids = this.#ids("orders").slice(-6);
        if (ids.length === 0) return undefined;
        const id = dice.pick(ids);
        if (kind === "orders.update") return { id, note: token };
        return this.intents.some((one) => one.kind === kind && one.command.id === id) ? undefined : { id };
      }
      case "products.create": {
        const [categoryId] = this.#ids("categories");
        const coded = vendor === "nhanh-v3" || dice.chance(0.5);
        const category = categoryId !== undefined && vendor === "kiotviet" ? { categoryId } : {};
        return { name: token, price: 1_000, ...category, ...(coded ? { code: `C${token}` } : {}) };
      }
      case "products.update":
        return { id: dice.pick(products), name: token };
      case "stock.set":
        return { productId: dice.pick(products.slice(0, 4)), locationId, absolute: amountOf(n) };
      case "stock.move": {
        const place = { productId: dice.pick(products.slice(0, 2)), locationId };
        if (vendor !== "kiotviet") return { ...place, delta: dice.pick([-2, -1, 1, 2, 3]), note: token };
        this.#moves += 1;
        // A number has 53 bits.
        return this.#moves > 25 ? undefined : { ...place, delta: bitOf(this.#moves), basis: "read" };
      }
      case "customers.create":
        return { name: token, phone };
      case "customers.update": {
        const ids = this.#ids("customers").slice(0, 5);
        return ids.length === 0 ? undefined : { id: dice.pick(ids), name: token };
      }
      case "invoices.create":
        return { locationId, lines: lines(), note: token };
      case "payments.create": {
        const ids = this.#ids("invoices");
        return ids.length === 0 ? undefined : { invoiceId: dice.pick(ids), method: "cash", amount: amountOf(n) };
      }
    }
  }
}

/** So far apart that no difference makes one of another. */
const amountOf = (n: number): number => 770_000 + n * 1_000;
/** KiotViet's carry no note: each is a bit of the stock, far above everything that is sold. */
const bitOf = (move: number): number => 2 ** move * 10_000_000;
const bitsIn = (onHand: unknown): number => Math.floor((Number(onHand) + 5_000_000) / 10_000_000);
const idsIn = (body: any): unknown =>
  Array.isArray(body?.data) ? body.data.map((item: any) => item.write?.id) : body?.id;
const noContext = { writeId: "", reference: "TB-0000000000000000", settings: {}, grants: {} };
const statusIn = (body: any): unknown => body?.info?.status ?? body?.order?.status ?? body?.status;

const needed = ["locations", "categories", "products", "customers", "orders", "invoices", "inventory"] as const;

/** One seeded run: writes under trouble, then quiet; and what the vendor's journal says. */
export const writesRun = async (vendor: VendorId, seed: number): Promise<WritesResult> => {
  const dice = new Dice(seededRandom(seed * 2_246_822_519 + 3));
  const names = vendors[vendor].resources.map(({ name }) => name);
  const world = new World({
    vendor,
    seed,
    size: 8,
    resources: names.filter((name) => (needed as readonly string[]).includes(name)),
    vendorSkew: dice.integer(-3 * MINUTE, 3 * MINUTE),
  });
  world.writeWorker = async (deps, message, context) => {
    const { batchItemFailures } = await createWrite(deps)({ Records: [message] }, context);
    if (batchItemFailures.length > 0) throw new RetryLater("the message failed");
  };
  world.onDelivery = () => undefined;
  await world.open();
  const key = await openTenant(world);
  await world.pass(3 * MINUTE);
  await world.deps.shops.change(world.ref, { schedule: { "*": dice.pick([120, 86_400]) } });
  // The ledger keeps order and counts, whatever the queue does.
  if (dice.chance(0.25)) world.queues.writes.rules = { ...world.queues.writes.rules, fifo: false };

  const tenant = new Tenant(world, dice, key);
  const kinds = writeKinds.filter((kind) => world.vendor.writes[kind]);
  const pick = () => dice.weighted(kinds.map((kind) => ({ weight: weights[kind] ?? 0, kind }))).kind;
  const rounds = dice.integer(1, 3);
  for (let round = 0; round < rounds; round += 1) {
    world.suffer(unkindness(dice));
    const count = dice.integer(2, 8);
    for (let write = 0; write < count; write += 1) {
      if (dice.chance(0.12)) await tenant.writeMany(pick());
      else await tenant.write(pick());
      if (dice.chance(0.08)) await tenant.decide();
      if (dice.chance(0.1)) world.change();
      if (dice.chance(0.04)) world.queues.writes.purge();
      await world.pass(dice.chance(0.5) ? dice.integer(0, 2_000) : dice.integer(0, 2 * MINUTE));
    }
  }
  world.suffer({});
  const isOver = async () => (await allWrites(world)).every(({ closed }) => closed);
  for (let waited = 0; waited < 100 * HOUR && !(await isOver()); waited += 5 * MINUTE) await world.pass(5 * MINUTE);
  return judge(world, tenant, seed);
};

const openTenant = async (world: World): Promise<string> => {
  const api = createApi(routes, world.deps);
  const ask = async (rawPath: string, body: unknown): Promise<any> => {
    const result = await api(
      {
        rawPath,
        rawQueryString: "",
        headers: { authorization: "Bearer operator", "content-type": "application/json" },
        body: JSON.stringify(body),
        requestContext: { http: { method: "POST" } },
      },
      { getRemainingTimeInMillis: () => 29_000 },
    );
    return JSON.parse(result.body);
  };
  await ask("/v1/tenants", { id: world.ref.tenant, name: "Acme" });
  return (await ask(`/v1/tenants/${world.ref.tenant}/keys`, { name: "main", scope: "admin" })).key;
};

const allWrites = async (world: World): Promise<Write[]> => {
  const writes: Write[] = [];
  let after: string | undefined;
  do {
    const page = await world.deps.ledger.list(world.ref, { limit: 500, after });
    writes.push(...page.writes);
    after = page.next;
  } while (after !== undefined);
  return writes;
};

/** The entry that carries the intent's amount in the end. */
const carrierOf = (write: Write | undefined, intent: Intent, writes: ReadonlyMap<string, Write>): Write | undefined => {
  let carrier = write;
  while (intent.kind === "stock.move" && carrier?.supersededBy !== undefined) {
    const next = writes.get(carrier.supersededBy);
    const addsUp = next && (next.kind === "stock.move" || (carrier.kind === "stock.set" && isSumOf(next, carrier)));
    if (!addsUp) break;
    carrier = next;
  }
  return carrier;
};
/** Differences that came to a stock and made nothing together: whoever carries the sum set the same stock. */
const heirOf = (write: Write | undefined, writes: ReadonlyMap<string, Write>): Write | undefined => {
  if (write?.kind !== "stock.set" || write.supersededBy === undefined) return undefined;
  let heir = write;
  while (heir.supersededBy !== undefined) heir = writes.get(heir.supersededBy)!;
  return heir.kind === "stock.set" && absoluteOf(heir) === absoluteOf(write) ? heir : undefined;
};
const absoluteOf = ({ command }: Write): number => (command as { absolute: number }).absolute;
/** Differences are small or bits; two stocks that were set differ by thousands. */
const isSumOf = (next: Write, before: Write): boolean => {
  const more = Math.abs(absoluteOf(next) - absoluteOf(before));
  return more < 500 || more >= bitOf(1);
};

const judge = async (world: World, tenant: Tenant, seed: number): Promise<WritesResult> => {
  const sum = { duplicated: 0, lost: 0, outOfOrder: 0, falseState: 0, unknownLeft: 0, noProbe: 0, cannotTell: 0 };
  const problems = [...tenant.problems];
  const unknownKinds: string[] = [];
  const { journal } = world.simulator;
  const fail = (name: keyof typeof sum, intent: Intent, text: string) => {
    sum[name] += 1;
    problems.push(`${name}: ${intent.kind} ${intent.key} ${JSON.stringify(intent.command)}: ${text}`);
  };
  const writes = new Map((await allWrites(world)).map((write) => [write.id, write]));
  tenant.absolutes = new Set([...writes.values()].filter(({ kind }) => kind === "stock.set").map(absoluteOf));
  const places = new Map<Intent, number[]>();
  const carriers = new Map<Intent, Write | undefined>();
  for (const intent of tenant.intents) {
    const write = carrierOf(writes.get(String([...intent.entries][0])), intent, writes);
    carriers.set(intent, heirOf(write, writes) ?? write);
    // A difference that came to a stock that waited to be set is part of it.
    const isSum = intent.kind === "stock.move" && write?.kind === "stock.set";
    const declared = world.vendor.writes[isSum ? "stock.set" : intent.kind]!;
    const amount = isSum ? new RegExp(`[^0-9]${(write.command as { absolute: number }).absolute}[^0-9]`) : undefined;
    const isDone = (entry: JournalEntry): boolean =>
      amount
        ? [declared.operation, declared.bulk?.operation].includes(entry.operation) &&
          // One call for many stands in the journal once for each of them, with all of them in its body.
          String(entry.id) === (write!.command as { productId: string }).productId &&
          amount.test(JSON.stringify(entry.body ?? null))
        : intent.isDone(entry);
    const done = [...journal.entries()].filter(([, entry]) => isDone(entry));
    places.set(
      intent,
      done.map(([place]) => place),
    );
    const made = [...new Set(done.map(([, { id }]) => id))];
    // What staff deleted while its outcome was in the dark was not to be found, and was made again: nobody has two.
    const kept = made.filter((id) => tenant.isThere(intent, id));
    // A sum is set like any stock: twice is no more than once.
    const count =
      [...creates, "stock.move"].includes(intent.kind) && !isSum
        ? kept.length || made.length
        : declared.repeatable && done.length > 0
          ? 1
          : done.length;
    if (count > 1) fail("duplicated", intent, `${done.length} times: ${done.map(([, { id }]) => id).join()}`);
    if (intent.entries.size > 1) fail("duplicated", intent, "two entries for one key");
    if (intent.refused !== undefined) {
      if (count > 0) fail("falseState", intent, `refused and done: ${intent.refused}`);
      continue;
    }
    if (!write) {
      fail("lost", intent, "no entry");
      continue;
    }
    const story = `${write.state} ${JSON.stringify({ ...write, command: undefined, requestHash: undefined })}`;
    if (!write.closed) fail("falseState", intent, `never ends: ${story}`);
    if (write.state === "unknown") {
      sum.unknownLeft += 1;
      const isAskable = declared.probe !== undefined || declared.repeatable === true;
      const reason = !isAskable ? "noProbe" : write.error?.code === "cannot-tell" ? "cannotTell" : undefined;
      unknownKinds.push(`${world.vendor.id} ${intent.kind}: ${reason ?? "?"}`);
      if (reason) sum[reason] += 1;
      else problems.push(`unknown although it can be looked up: ${story}`);
    } else if (write.state === "succeeded") {
      // An order that its staff had cancelled already is cancelled: nothing was left to be done.
      const byStaff = intent.kind === "orders.cancel" && write.result?.by === "probe";
      if (count === 0 && !byStaff) fail("lost", intent, story);
      else if (
        count > 0 &&
        write.result?.id !== undefined &&
        creates.includes(intent.kind) &&
        !made.includes(write.result.id)
      )
        fail("falseState", intent, `${write.result.id} is not ${made}: ${story}`);
    } else if (count > 0 && !heirOf(write, writes)) fail("falseState", intent, story);
    else if (write.state === "rejected" && !tenant.namesTheGone(intent) && creates.includes(intent.kind))
      problems.push(`refused: ${intent.kind} ${story}`);
  }
  for (const [index, later] of tenant.intents.entries()) {
    for (const earlier of tenant.intents.slice(0, index)) {
      // What travels together arrives together.
      const isOne = carriers.get(earlier) === carriers.get(later) && carriers.get(later) !== undefined;
      if (earlier.entity !== later.entity || isOne) continue;
      const last = places.get(earlier)?.at(-1);
      const next = places.get(later)?.[0];
      if (last !== undefined && next !== undefined && next < last)
        fail("outOfOrder", later, `before ${earlier.kind} ${earlier.key}`);
    }
  }
  for (const defect of world.defects) problems.push(`defect: ${(defect as Error).stack ?? String(defect)}`);
  if (world.simulator.limitBroken > 0) problems.push(`limit broken ${world.simulator.limitBroken} times`);
  return {
    vendor: world.vendor.id,
    seed,
    writes: tenant.intents.length,
    faults: world.faultCount,
    ...sum,
    unknownKinds,
    problems,
  };
};
