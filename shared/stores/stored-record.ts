import { deflateRawSync, inflateRawSync } from "node:zlib";
import { cutDown } from "../core/cut.ts";
import type { Metadata } from "../core/metadata.ts";
import type { CanonicalRecord } from "../core/records.ts";
import { isObject } from "../core/rows.ts";
import type { Item } from "../core/table.ts";

/** A record as its item in the table holds it. */
export interface StoredRecord {
  readonly id: string;
  readonly version: number;
  readonly modified: number | undefined;
  /** When we began to ask for what is stored here, unix milliseconds. */
  readonly observedAt: number;
  readonly deleted: boolean;
  readonly record: CanonicalRecord;
  readonly raw: unknown;
  /** Id of our own write, if this version is its result. */
  readonly origin: string | undefined;
  /** What is stored came with the first reading of everything: nothing has happened at the vendor. */
  readonly backfill?: boolean | undefined;
  readonly hash: string;
  /** What the tenant has put on it, and when that changed last, unix milliseconds. */
  readonly metadata?: Metadata | undefined;
  readonly metadataAt?: number | undefined;
  /** Its last versions and what each came by: see `stepsOf`. */
  readonly trail?: string | undefined;
}

/** What a stored version is compared by. */
export type Known = Pick<
  StoredRecord,
  "backfill" | "version" | "modified" | "observedAt" | "deleted" | "hash" | "metadata" | "metadataAt" | "trail"
> & {
  /** Hash of the unlisted fields as the detail of this state of the row has shown them; absent: nobody has asked. */
  readonly detail?: string | undefined;
  /** Whether a list or a detail has shown it, or both together; absent: a list. */
  readonly form?: "detail" | "mixed" | undefined;
  /** An older version that the vendor has shown since, by its time, and our clock when it showed it first. */
  readonly older?: { readonly modified: number; readonly at: number } | undefined;
};

/** The attributes of an item that `knownOf` reads: all but the body. */
export const COMPARED = [
  "hash",
  "v",
  "modified",
  "observed",
  "deleted",
  "detail",
  "form",
  "older",
  "olderAt",
  "meta",
  "metaAt",
  "backfill",
  "trail",
];

/** DynamoDB holds 400 KB per item; a body above this is cut down, and says so. */
const MOST_BYTES = 380_000;
/** What is left of a record and of its raw row then, in bytes of JSON. Compressed they are hardly ever larger. */
const CUT_RECORD = 120_000;
const CUT_RAW = 220_000;
/** Bytes that compression takes at a time: the usual 16 KB cost more to allocate than a row to compress. */
const CHUNK = 4_096;

export const knownOf = (item: Item): Known => ({
  version: Number(item.v),
  modified: item.modified as number | undefined,
  observedAt: Number(item.observed),
  deleted: item.deleted === true,
  hash: String(item.hash),
  detail: item.detail as string | undefined,
  form: item.form as Known["form"],
  older: item.older === undefined ? undefined : { modified: Number(item.older), at: Number(item.olderAt) },
  metadata: item.meta === undefined ? undefined : (JSON.parse(String(item.meta)) as Metadata),
  metadataAt: item.metaAt as number | undefined,
  backfill: item.backfill === true || undefined,
  trail: item.trail as string | undefined,
});

export const toStored = (item: Item): StoredRecord => {
  const [record, raw] = unpack(item.body as Uint8Array);
  return { id: item.sk, ...knownOf(item), record, raw, origin: item.origin as string | undefined };
};

/** When what is stored last changed, by the vendor or by the tenant, unix milliseconds. */
export const changedAt = ({ observedAt, metadataAt = 0 }: StoredRecord): number => Math.max(observedAt, metadataAt);

const unpack = (body: Uint8Array): [CanonicalRecord, unknown] =>
  JSON.parse(inflateRawSync(body).toString("utf8")) as [CanonicalRecord, unknown];

/** The body of an item: a record with the row that it was made of. */
export const pack = (record: CanonicalRecord, raw: unknown): Uint8Array => {
  const body = deflateRawSync(JSON.stringify([record, raw]), { level: 3, chunkSize: CHUNK });
  return body.length <= MOST_BYTES ? body : deflateRawSync(JSON.stringify(cutToFit(record, raw)));
};

/** The cut parts are named: they are short, and not what the vendor shows. */
const cutToFit = (record: CanonicalRecord, raw: unknown): [CanonicalRecord, unknown] => {
  const shorter = cutDown(record, CUT_RECORD);
  const row = isObject(raw) ? cutDown(raw, CUT_RAW) : { value: undefined, fields: ["*"] };
  const cut = [...shorter.fields, ...row.fields.map((name) => `_raw.${name}`)];
  return [{ ...shorter.value, _meta: { ...record._meta, cut } }, row.value];
};
