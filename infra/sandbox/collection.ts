/** One row with what the vendor knows about it. The row itself is in whatever form the simulator likes to keep. */
export interface Entry<Row> {
  readonly id: number | string;
  /** Place in insertion order: breaks ties. */
  readonly place: number;
  /** Changed in place by `edit`. */
  row: Row;
  /** Unix milliseconds of the vendor's clock. */
  readonly created: number;
  /** Undefined: never edited. */
  modified: number | undefined;
  /** When it was deleted; undefined: it exists. */
  deleted: number | undefined;
  /** Counts the changes of the row, so that what was made of it can be kept until the next one. */
  revision: number;
}

export interface Query<Row> {
  /** `id`, `created`, `touched` (modified, else created) or one of the collection's own orders. Default: as inserted. */
  readonly orderBy?: string | undefined;
  /** Reverses the whole order, ties included. */
  readonly descending?: boolean | undefined;
  /** Both ends inclusive, on any order: found by bisection, so that paging a large shop stays cheap. */
  readonly between?: { readonly by: string; readonly from?: number | undefined; readonly to?: number | undefined };
  readonly where?: ((row: Row, entry: Entry<Row>) => boolean) | undefined;
  readonly offset?: number;
  readonly limit?: number;
}

export interface CollectionOptions<Row> {
  readonly now: () => number;
  /** Makes the id of a new row. Default: counts up from `firstId` (1) by `idStep` (1). */
  readonly nextId?: () => number | string;
  readonly firstId?: number;
  readonly idStep?: number;
  /** Further orders by name; ties go by insertion. */
  readonly orders?: Readonly<Record<string, (row: Row, entry: Entry<Row>) => number | string>>;
  /** An edit's stamp may be older than the one before: two clocks. Default: never. */
  readonly setsBack?: () => boolean;
  /** Unique keys by name (`code`): looked up with `by`. Undefined and empty values are not indexed. */
  readonly keys?: Readonly<Record<string, (row: Row) => string | undefined>>;
}

/**
 * The rows of one collection in memory: insertion order, ids, created and modified stamps by the vendor's clock, soft
 * deletion with a log of removed ids, queries. Nothing is cloned: what goes out is stringified by the answer.
 */
export class Collection<Row extends object> {
  private readonly options: CollectionOptions<Row>;
  private readonly byId = new Map<string, Entry<Row>>();
  private readonly entries: Entry<Row>[] = [];
  private readonly indexes = new Map<string, Map<string, Entry<Row>>>();
  private readonly sorted = new Map<string, { version: number; seen: number; entries: Entry<Row>[] }>();
  private lastId: number;
  private version = 0;
  /** Ids in the order in which they were removed. */
  readonly removed: { readonly id: number | string; readonly at: number }[] = [];
  /** Called after each insert, edit or removal: where webhooks arise. */
  onChange: ((kind: "insert" | "edit" | "remove", entry: Entry<Row>) => void) | undefined;

  constructor(options: CollectionOptions<Row>) {
    this.options = options;
    this.lastId = (options.firstId ?? 1) - (options.idStep ?? 1);
    for (const name of Object.keys(options.keys ?? {})) this.indexes.set(name, new Map());
  }

  /** Rows that exist. */
  get size(): number {
    return this.entries.length - this.removed.length;
  }

  /** The id that a row is going to get, for rows that carry it in several places. */
  private nextId(): number | string {
    if (this.options.nextId) return this.options.nextId();
    this.lastId += this.options.idStep ?? 1;
    return this.lastId;
  }

  /** `any`: ids are numbers in some collections and texts in others, as its options say. */
  insert(make: (id: any, at: number) => Row, options: { id?: number | string } = {}): Entry<Row> {
    const at = this.options.now();
    const id = options.id ?? this.nextId();
    const entry: Entry<Row> = {
      id,
      place: this.entries.length,
      row: make(id, at),
      created: at,
      modified: undefined,
      deleted: undefined,
      revision: 0,
    };
    this.entries.push(entry);
    this.byId.set(String(id), entry);
    this.index(entry);
    this.version += 1;
    this.onChange?.("insert", entry);
    return entry;
  }

  /** Changes the row in place and stamps it. Undefined: there is no such row. */
  edit(id: number | string, change: (row: Row, entry: Entry<Row>) => void): Entry<Row> | undefined {
    const entry = this.get(id);
    if (!entry) return undefined;
    this.unindex(entry);
    change(entry.row, entry);
    this.index(entry);
    // A late commit carries the stamp of when it began; a later edit's stamp must not be set back by it.
    const now = this.options.now();
    entry.modified = this.options.setsBack?.() ? now : Math.max(now, entry.modified ?? entry.created);
    entry.revision += 1;
    this.version += 1;
    this.onChange?.("edit", entry);
    return entry;
  }

  /** Changes the row without a trace in its stamps: what a vendor derives from other rows (debts, totals). */
  quietly(id: number | string, change: (row: Row) => void): void {
    const entry = this.get(id);
    if (!entry) return;
    this.unindex(entry);
    change(entry.row);
    this.index(entry);
    entry.revision += 1;
    this.version += 1;
  }

  /** One of the rows that exist, without looking at all of them; undefined: there are none. */
  some(random: () => number): Entry<Row> | undefined {
    for (let attempt = 0; attempt < 20 && this.entries.length > 0; attempt += 1) {
      const entry = this.entries[Math.floor(random() * this.entries.length)];
      if (entry?.deleted === undefined) return entry;
    }
    const live = this.live();
    return live[Math.floor(random() * live.length)];
  }

  remove(id: number | string): Entry<Row> | undefined {
    const entry = this.get(id);
    if (!entry) return undefined;
    entry.deleted = this.options.now();
    this.unindex(entry);
    this.removed.push({ id: entry.id, at: entry.deleted });
    this.version += 1;
    this.onChange?.("remove", entry);
    return entry;
  }

  /** The row, if it exists and was not deleted. */
  get(id: number | string): Entry<Row> | undefined {
    const entry = this.byId.get(String(id));
    return entry?.deleted === undefined ? entry : undefined;
  }

  /** The row, deleted or not. */
  even(id: number | string): Entry<Row> | undefined {
    return this.byId.get(String(id));
  }

  /** The row with this unique key. */
  by(key: string, value: string | undefined): Entry<Row> | undefined {
    return value === undefined ? undefined : this.indexes.get(key)?.get(value);
  }

  /** Rows that exist, in insertion order. */
  live(): readonly Entry<Row>[] {
    return this.inOrder("");
  }

  /** Rows that were deleted, in insertion order. */
  gone(): readonly Entry<Row>[] {
    return this.entries.filter((entry) => entry.deleted !== undefined);
  }

  /** Ids removed at or after `from`. */
  removedSince(from: number): (number | string)[] {
    // A late commit may have put an older stamp behind a newer one: look at all.
    return this.removed.filter((removal) => removal.at >= from).map((removal) => removal.id);
  }

  /** `total` counts everything that matches, `entries` is the asked part of it. */
  query(query: Query<Row> = {}): { total: number; entries: readonly Entry<Row>[] } {
    const where = query.where;
    const all = this.stretch(query);
    const found = where ? all.filter((entry) => where(entry.row, entry)) : all;
    const total = found.length;
    const offset = query.offset ?? 0;
    const limit = query.limit ?? total;
    if (!query.descending) return { total, entries: found.slice(offset, offset + limit) };
    const end = Math.max(0, total - offset);
    return { total, entries: found.slice(Math.max(0, end - limit), end).reverse() };
  }

  /** Everything between the bounds, in the asked order. */
  private stretch({ between, orderBy = "" }: Query<Row>): readonly Entry<Row>[] {
    if (!between) return this.inOrder(orderBy);
    const { by, from, to } = between;
    const all = this.inOrder(by);
    const value = this.valueOf(by);
    const start = from === undefined ? 0 : bisect(all, (entry) => (value(entry) as number) < from);
    const end = to === undefined ? all.length : bisect(all, (entry) => (value(entry) as number) <= to);
    const part = start === 0 && end === all.length ? all : all.slice(start, end);
    return by === orderBy ? part : this.sort([...part], orderBy);
  }

  private valueOf(order: string): (entry: Entry<Row>) => number | string {
    if (order === "") return (entry) => entry.place;
    if (order === "id") return (entry) => entry.id;
    if (order === "created") return (entry) => entry.created;
    if (order === "touched") return (entry) => entry.modified ?? entry.created;
    const own = this.options.orders?.[order];
    if (!own) throw new RangeError(`no order named ${order}`);
    return (entry) => own(entry.row, entry);
  }

  private sort(entries: Entry<Row>[], order: string): Entry<Row>[] {
    const value = this.valueOf(order);
    return entries.sort((a, b) => {
      const left = value(a);
      const right = value(b);
      if (left < right) return -1;
      if (left > right) return 1;
      return a.place - b.place;
    });
  }

  /** Kept per order: the last result plus what is new is nearly sorted, which makes sorting again nearly free. */
  private inOrder(order: string): readonly Entry<Row>[] {
    const kept = this.sorted.get(order);
    if (kept?.version === this.version) return kept.entries;
    const entries = (kept?.entries ?? []).filter((entry) => entry.deleted === undefined);
    for (const entry of this.entries.slice(kept?.seen ?? 0)) if (entry.deleted === undefined) entries.push(entry);
    if (order !== "") this.sort(entries, order);
    this.sorted.set(order, { version: this.version, seen: this.entries.length, entries });
    return entries;
  }

  private index(entry: Entry<Row>): void {
    for (const [name, index] of this.indexes) {
      const value = this.options.keys?.[name]?.(entry.row);
      if (value !== undefined && value !== "") index.set(value, entry);
    }
  }

  private unindex(entry: Entry<Row>): void {
    for (const [name, index] of this.indexes) {
      const value = this.options.keys?.[name]?.(entry.row);
      if (value !== undefined && index.get(value) === entry) index.delete(value);
    }
  }
}

/** Index of the first entry for which `before` no longer holds. */
const bisect = <T>(items: readonly T[], before: (item: T) => boolean): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
};
