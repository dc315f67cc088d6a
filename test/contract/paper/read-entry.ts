import { createHmac } from "node:crypto";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import { schemaOf } from "../../../shared/core/records.ts";
import { SECOND } from "../../../shared/core/time.ts";
import type {
  HttpAnswer,
  Listing,
  Operation,
  PageAnswer,
  Partition,
  Resource,
  Vendor,
} from "../../../shared/core/vendor.ts";
import { isSentBy } from "../../../shared/core/webhook-proof.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import { at, type Check, check, checksOf, isEmpty } from "./compare.ts";
import type { Entry, ErrorReading, RecordReading } from "./entries.ts";

/** Our clock in all entries that name no other time: ten seconds before the end of the documented lock of Nhanh. */
const RECEIVED_AT = "2024-12-05T08:31:50Z";

/** Every field of one entry, read as the engine reads it and compared with what the document says. */
export const checksOfEntry = (vendor: Vendor, entry: Entry): Check[] => {
  if (entry.kind === "webhook") return webhookChecks(vendor, entry);
  const operation = operationOf(vendor, entry);
  if (entry.kind === "request") {
    const parsed = entry.query ? operation.params.safeParse(entry.query) : operation.body?.safeParse(entry.body);
    const why = parsed?.error?.issues[0];
    return [check("request", "accepted", parsed?.success ? "accepted" : `${why?.path.join(".")}: ${why?.message}`)];
  }
  const read = tryTo(() => parsedAnswer(vendor, operation, entry));
  if (entry.reading.error) return errorChecks(entry.reading.error, read.error, receivedAt(entry));
  if (entry.reading.token && !entry.reading.token.usable)
    return [check("token.usable", false, read.error === undefined)];
  if (read.error !== undefined) return [check("answer", "accepted", `${read.error}`)];
  return [check("answer", "accepted", "accepted"), ...answerChecks(vendor, operation, entry, read.value)];
};

// ---- which operation -----------------------------------------------------------------------------------------------

const pattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/\{[^}]*\}/)
      .map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"))
      .join("[^/]+")}$`,
  );

/** The catalog's operation of a documented call; of `ANY /orders` and `POST /api/*` any that fits. */
export const operationOf = (vendor: Vendor, { id, call, host = "api" }: Entry): Operation => {
  const [method = "", address = ""] = call.split(" ");
  const [path = ""] = address.split("?");
  const spelled = path.replaceAll(/\{[^}]*\}/g, "x");
  const fits = ({ method: ours, path: own, host: at = "api", kind }: Operation): boolean => {
    if (method !== "ANY" && ours !== method) return false;
    if (path.endsWith("*")) return own.startsWith(path.slice(0, -1)) && kind !== "auth";
    return at === host && pattern(own).test(spelled);
  };
  // A path without parameters is meant by its own name first: `/products/attributes` is no product.
  const found = [...vendor.operations.filter(fits)].sort((one, two) => count(one.path) - count(two.path))[0];
  if (!found) throw new Error(`${vendor.id} ${id}: no operation for ${call}`);
  return found;
};
const count = (path: string): number => path.split("{").length;

// ---- answers -------------------------------------------------------------------------------------------------------

const receivedAt = (entry: Entry): number => Date.parse(entry.receivedAt ?? RECEIVED_AT);

const answerOf = (entry: Entry): HttpAnswer => ({
  status: entry.status ?? 200,
  headers: Object.fromEntries(Object.entries(entry.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
  body: typeof entry.body === "string" ? entry.body : JSON.stringify(entry.body),
  receivedAt: receivedAt(entry),
});

const parsedAnswer = (vendor: Vendor, operation: Operation, entry: Entry): unknown => {
  const parsed = operation.answer.safeParse(vendor.judge(answerOf(entry), operation));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new VendorChanged(`${issue?.path.join(".")}: ${issue?.message}`, "");
};

const tryTo = <Value>(work: () => Value): { value?: Value; error?: unknown } => {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
};

const answerChecks = (vendor: Vendor, operation: Operation, entry: Entry, answer: unknown): Check[] => {
  const { reading } = entry;
  if (reading.created !== undefined) return [check("created", reading.created, createdBy(vendor, operation, answer))];
  if (reading.token) return checksOf("token.expiresInSeconds", reading.token.expiresInSeconds, secondsIn(answer));
  if (reading.tables) return tableChecks(reading.tables, answer);
  const resource = resourceOf(vendor, operation, entry);
  if (!resource || (reading.records === undefined && reading.count === undefined)) return [];
  return [
    ...listChecks(vendor, resource, operation, entry, answer),
    ...(reading.inventory ?? []).flatMap((wanted) => {
      const stock = vendor.resources.find(({ name }) => name === "inventory") as Resource;
      return recordChecks(stock, wanted, stock.get?.read(answer, wanted.id ?? ""));
    }),
  ];
};

const secondsIn = (answer: unknown): unknown => (answer as { expires_in?: unknown }).expires_in;

const tableChecks = (tables: readonly string[], answer: unknown): Check[] => {
  const text = JSON.stringify(answer);
  return tables.map((table) => check(`tables.${table}`, true, text.includes(`"${table}"`)));
};

const createdBy = (vendor: Vendor, operation: Operation, answer: unknown): unknown => {
  const write = Object.values(vendor.writes).find((one) => one.operation === operation.id);
  if (write) return tryTo(() => write.result(answer, {}).id).value;
  return String(at(answer, "data.id") ?? at(answer, "id") ?? "") || undefined;
};

const tableOf = (resource: Resource): unknown =>
  resource.listing.call({ size: 1 }).params?.table ?? resource.get?.call("1").params?.table;

/** The collection that reads this call: by name, or (generic tables) by the path. */
const resourceOf = (vendor: Vendor, operation: Operation, { call, reading }: Entry): Resource | undefined => {
  const serving = vendor.resources.filter(
    ({ listing, get }) => listing.operation === operation.id || get?.operation === operation.id,
  );
  const table = /\/tables\/(\w+)\//.exec(call)?.[1];
  if (table) return serving.find((one) => tableOf(one) === table);
  if (reading.resource !== undefined) return vendor.resources.find(({ name }) => name === reading.resource);
  return serving[0];
};

const listChecks = (
  vendor: Vendor,
  resource: Resource,
  operation: Operation,
  entry: Entry,
  answer: unknown,
): Check[] => {
  const { reading } = entry;
  const { listing, get, deletions } = resource;
  const wanted = reading.records ?? [];
  const list = [listing, deletions?.listing].find((one) => one?.operation === operation.id);
  if (!list) {
    // A detail shows one record; where it shows its family, each is asked for by its id.
    if (get?.operation !== operation.id) return [];
    return wanted.flatMap((one) => recordChecks(resource, one, get.read(answer, one.id ?? "")));
  }
  const page = readPage(vendor, list, entry, answer);
  if (list !== listing && list === deletions?.listing && listing.operation !== operation.id) {
    return wanted.map(({ id }) =>
      check(
        `${resource.name}.deleted`,
        true,
        page.rows.some((row) => deletions.id?.(row) === id),
      ),
    );
  }
  const name = resource.name;
  return [
    ...(reading.count === undefined ? [] : [check(`${name}.count`, reading.count, page.rows.length)]),
    ...(reading.total === undefined ? [] : [check(`${name}.total`, reading.total, page.total)]),
    ...(reading.next === undefined ? [] : [check(`${name}.next`, reading.next, page.next)]),
    ...(reading.vendorNow === undefined
      ? []
      : [check(`${name}.vendorNow`, Date.parse(reading.vendorNow), page.vendorNow)]),
    ...(reading.removed === undefined ? [] : checksOf(`${name}.removed`, reading.removed, page.removedIds)),
    ...(reading.records === undefined
      ? []
      : [check(`${name}.rows`, wanted.length + (reading.unread ?? 0), page.rows.length)]),
    ...wanted.flatMap((one, index) => {
      const row = one.id === undefined ? page.rows[index] : page.rows.find((each) => idOf(resource, each) === one.id);
      const kind = one.resource === undefined ? resource : vendor.resources.find(({ name }) => name === one.resource);
      return recordChecks(kind ?? resource, one, row);
    }),
  ];
};

/** Nhanh is asked in the body for the codes of one campaign, or the prices of one list. Not all rows repeat which. */
const partOf = (answer: any) => {
  const [row] = Array.isArray(answer?.data) ? answer.data : [];
  return { batchId: row?.batchId ?? 1, priceListId: row?.priceList?.[0]?.id ?? 1 };
};

/** A list that is asked for one kind of rows only is handed a sample with several: each row is read alone then. */
const readPage = (vendor: Vendor, list: Listing, { query }: Entry, answer: any): PageAnswer => {
  const part = vendor.id.startsWith("nhanh") ? { ...partOf(answer), ...query } : query;
  const ask = { size: list.pageSize, page: 1, ...(part ? { partition: part as Partition } : {}) };
  const bills = list.operation === "bills.list" ? (answer?.data?.bill ?? answer?.data) : undefined;
  if (!bills) return list.read(answer, ask);
  const alone = (row: unknown) =>
    vendor.id === "nhanh-v2" ? { ...answer, data: { ...answer.data, bill: [row] } } : { ...answer, data: [row] };
  const serving = vendor.resources.filter(({ listing }) => listing.operation === list.operation);
  const pages = (Object.values(bills) as unknown[]).flatMap((row) => {
    const read = serving.map(({ listing }) => tryTo(() => listing.read(alone(row), ask)).value).find(Boolean);
    return read ?? [];
  });
  return { next: pages[0]?.next, rows: pages.flatMap(({ rows }) => rows) };
};

/** The rows of a drawn answer, each with the name of the collection that keeps it. */
export const rowsOf = (vendor: Vendor, entry: Entry): readonly (readonly [string, unknown])[] => {
  const operation = operationOf(vendor, entry);
  const resource = resourceOf(vendor, operation, entry);
  const answer = tryTo(() => parsedAnswer(vendor, operation, entry)).value;
  if (!resource || answer === undefined) return [];
  const { listing, get, name } = resource;
  const wanted = entry.reading.records ?? [];
  if (listing.operation === operation.id) {
    const rows = tryTo(() => readPage(vendor, listing, entry, answer)).value?.rows ?? [];
    return rows.map((row) => [wanted.find(({ id }) => id === idOf(resource, row))?.resource ?? name, row]);
  }
  if (get?.operation !== operation.id) return [];
  return wanted.flatMap(({ id = "" }) => {
    const row = tryTo(() => get.read(answer, id)).value;
    return row === undefined ? [] : [[name, row] as const];
  });
};

const idOf = (resource: Resource, row: unknown): string | undefined => tryTo(() => resource.id(row)).value;

// ---- records -------------------------------------------------------------------------------------------------------

const recordChecks = (resource: Resource, wanted: RecordReading, row: unknown): Check[] => {
  const { name } = resource;
  if (row === undefined) return [check(`${name}.id`, wanted.id, undefined, wanted.deleted === true)];
  const read = tryTo(() => observationOf(resource, row, {}));
  if (read.error !== undefined) return [check(name, "a record", `${read.error}`, false)];
  const { record, modified } = read.value!;
  const valid = schemaOf(name).safeParse(record);
  const issue = valid.error?.issues[0];
  return [
    ...(valid.success ? [] : [check(`${name}.${issue?.path.join(".")}`, "valid", issue?.message, false)]),
    ...readingChecks(name, wanted, record),
    ...(wanted.modifiedAt === undefined ? [] : [check(`${name}.modifiedAt`, wanted.modifiedAt, isoOf(modified))]),
    ...(wanted.deleted && at(record, "status") !== "deleted" ? [check(`${name}.deleted`, true, false)] : []),
  ];
};

/** A canonical record, wherever it comes from, against its reading. */
export const readingChecks = (name: string, wanted: RecordReading, record: unknown): Check[] => [
  ...(wanted.id === undefined ? [] : [check(`${name}.id`, wanted.id, at(record, "id"))]),
  ...Object.entries(wanted.is ?? {}).flatMap(([field, value]) =>
    checksOf(`${name}.${field}`, value, at(record, field)),
  ),
  ...(wanted.absent ?? []).map((path) =>
    check(`${name}.${path}`, undefined, at(record, path), isEmpty(at(record, path))),
  ),
  ...Object.entries(wanted.either ?? {}).map(([path, values]) => {
    const found = at(record, path);
    return check(
      `${name}.${path}`,
      values,
      found,
      values.some((value) => check(path, value, found).right),
    );
  }),
];

const isoOf = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

// ---- errors --------------------------------------------------------------------------------------------------------

const classOf = (error: unknown): string =>
  [RetryLater, SignInAgain, Rejected, VendorChanged].find((each) => error instanceof each)?.name ?? `${error}`;

const errorChecks = (wanted: ErrorReading, error: any, now: number): Check[] => {
  const checks = [check("error.class", wanted.class, classOf(error))];
  const { limited, afterSeconds, retryAt, code, forbidden, fields, says } = wanted;
  if (limited !== undefined) checks.push(check("error.limited", limited, error?.limited));
  if (afterSeconds !== undefined)
    checks.push(check("error.afterSeconds", afterSeconds, (error?.retryAt - now) / SECOND));
  if (retryAt !== undefined) checks.push(check("error.retryAt", retryAt, isoOf(error?.retryAt)));
  if (code !== undefined) checks.push(check("error.code", code, error?.code));
  if (forbidden !== undefined) checks.push(check("error.forbidden", forbidden, error?.forbidden));
  if (fields) checks.push(...checksOf("error.fields", fields, Object.keys(error?.fields ?? {}).sort()));
  if (says !== undefined) checks.push(check("error.says", says, error?.message, `${error?.message}`.includes(says)));
  return checks;
};

// ---- webhooks ------------------------------------------------------------------------------------------------------

const SECRET = "c2hvcC1zZWNyZXQtb2YtdGhlLWRvY3VtZW50cw";

/** A delivery as the vendor's document proves it, made with this secret. */
export const deliveryOf = (vendor: Vendor["id"], body: unknown, secret: string) => {
  const named = vendor === "nhanh-v2" ? { ...(body as object), webhooksVerifyToken: secret } : body;
  const bytes = Buffer.from(JSON.stringify(named));
  const proofs: Partial<Record<Vendor["id"], Record<string, string>>> = {
    // §2.11: HMAC-SHA256 of the body with the registered secret, as hex.
    kiotviet: { "x-hub-signature": createHmac("sha256", secret).update(bytes).digest("hex") },
    // Webhooks: the verify token stands raw in Authorization.
    "nhanh-v3": { authorization: secret },
    // Cấu hình Webhook: `webhook_headers`, of our own choice.
    pancake: { "x-tillbridge-secret": secret },
  };
  return { method: "POST", headers: { "content-type": "application/json", ...proofs[vendor] }, body: bytes };
};

const webhookChecks = (vendor: Vendor, entry: Entry): Check[] => {
  const { webhooks } = vendor;
  if (!webhooks) throw new Error(`${vendor.id} ${entry.id}: no webhooks`);
  const delivery = deliveryOf(vendor.id, entry.body, SECRET);
  const hints = webhooks.hints(entry.body);
  return [
    check("webhook.verified", true, isSentBy(webhooks, delivery, SECRET)),
    check("webhook.verified with another secret", false, isSentBy(webhooks, delivery, `${SECRET}x`)),
    ...(entry.business === undefined
      ? []
      : [check("webhook.business", entry.business ?? undefined, webhooks.business?.(entry.body))]),
    ...(entry.reading.hints ?? []).flatMap(({ resource, ids, deleted }) => {
      const found = hints.filter((hint) => hint.resource === resource && hint.deleted === deleted);
      return [
        check(`webhook.${resource}.told`, true, found.length > 0),
        ...ids.map((id) =>
          check(
            `webhook.${resource}.${id}`,
            true,
            found.some((hint) => hint.ids.includes(id)),
          ),
        ),
        check(
          `webhook.${resource}.others`,
          [],
          found.flatMap((hint) => hint.ids).filter((id) => !ids.includes(id)),
        ),
      ];
    }),
  ];
};
