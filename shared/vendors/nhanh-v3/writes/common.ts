import type * as records from "../../../core/records.ts";
import { isObject, rowsIn, type Untyped } from "../../../core/rows.ts";
import { type Shows, type Taken, UNSEEN } from "../../../core/taken.ts";
import type { Address } from "../commands.ts";
import { lineOf } from "../encode.ts";

/* What the declarations of several writes share. */

const lineShows = (shown: records.Address | undefined, asked: Address): unknown =>
  shown?.line === lineOf(asked) ? asked.line : shown?.line;
/** A name without an id was put into the line; one with an id is the name of that place. */
const nameShows =
  (part: "ward" | "district" | "province") =>
  (shown: records.Address | undefined, asked: Address): unknown => {
    const id = asked[`${part}Id`];
    if (id !== undefined) return shown?.[`${part}Id`] === id ? asked[part] : UNSEEN;
    const isInLine = shown?.line === lineOf(asked) || shown?.line?.split(", ").includes(asked[part]!);
    return isInLine ? asked[part] : shown?.[part];
  };
/** Where a record shows an address that a command gives as `field`. */
export const addressShows = (field: string, addressOf: (record: Untyped) => records.Address | undefined): Shows => {
  const shows: Record<string, (record: Untyped, asked: Untyped) => unknown> = {
    name: (record) => addressOf(record)?.name,
    phone: (record) => addressOf(record)?.phone,
    line: (record, asked) => lineShows(addressOf(record), asked),
    ward: (record, asked) => nameShows("ward")(addressOf(record), asked),
    district: (record, asked) => nameShows("district")(addressOf(record), asked),
    province: (record, asked) => nameShows("province")(addressOf(record), asked),
    wardId: (record) => addressOf(record)?.wardId,
    districtId: (record) => addressOf(record)?.districtId,
    provinceId: (record) => addressOf(record)?.provinceId,
    country: (record) => addressOf(record)?.country,
    // Without a ward the scheme cannot be told.
    scheme: (record) => addressOf(record)?.scheme ?? UNSEEN,
  };
  return Object.fromEntries(Object.entries(shows).map(([part, read]) => [`${field}.${part}`, read]));
};
/** One id, a list of one, or the order's own name for it: the document and integrations differ. */
export const doneId = (answer: Untyped): string | undefined => {
  const data = Array.isArray(answer?.data) ? answer.data[0] : answer?.data;
  const id = data?.id ?? data?.orderId;
  return id === undefined || id === null ? undefined : String(id);
};
export const lineFields: Shows = {
  "lines.quantity": true,
  "lines.price": true,
  "lines.discount": true,
  "lines.name": true,
};
export type Paid = Pick<records.Payment, "method" | "amount" | "accountId"> | undefined;
export const paymentsTaken = (
  asked: readonly { method: string; amount: number; accountId?: string | undefined }[] | undefined,
  shown: (method: string) => Paid,
): readonly Taken[] =>
  (asked ?? []).flatMap(({ method, amount, accountId }, index) => {
    const payment = shown(method);
    const field = `payments.${index}`;
    const verdict = (same: boolean) => (same ? ("yes" as const) : ("no" as const));
    return [
      { field, verdict: verdict(Number(payment?.amount ?? 0) === amount) },
      ...(accountId === undefined
        ? []
        : [{ field: `${field}.accountId`, verdict: verdict(payment?.accountId === accountId) }]),
    ];
  });

/** An id as records have it; the vendor writes 0 for none. */
export const idText = (id: unknown): string | undefined =>
  (typeof id === "number" || typeof id === "string") && !["", "0"].includes(String(id)) ? String(id) : undefined;
/** What only some rows show: absent, it proves nothing. */
export const whereShown =
  (name: string) =>
  (shown: Untyped): unknown =>
    shown[name] ?? UNSEEN;
/** Our reference stands behind the text. */
export const withoutMark = (text: unknown): string => String(text ?? "").replace(/\s*\[TB-[A-Z0-9]+\]$/i, "");
export const markedNote = ({ note }: Untyped): unknown => withoutMark(note);
export const rowsOf = (list: unknown): Record<string, Untyped>[] =>
  (rowsIn(list) ?? []).filter((row): row is Record<string, Untyped> => isObject(row));
