import { isMasked, type Untyped } from "../../../core/rows.ts";
import { type Taken, UNSEEN } from "../../../core/taken.ts";
import { namesPlace, type Row, rowIn, withoutMark } from "../encode.ts";

/* What the declarations of several writes share. */

/** Marketplace customers are shown masked (recorded): what is hidden proves nothing. */
export const unlessMasked =
  (read: (record: Untyped) => unknown) =>
  (record: Untyped): unknown => {
    const value = read(record);
    return isMasked(value) ? UNSEEN : value;
  };
/** Shown by some of the vendor's answers only: absent, it proves nothing. */
export const whereShown =
  (read: (record: Untyped) => unknown) =>
  (record: Untyped): unknown =>
    read(record) ?? UNSEEN;
export const note = ({ note: text }: Untyped): string => withoutMark(text);

/** An address is one value: a part of the old one that is still there means that it was not taken. */
export const leftOver = (field: string, asked: Row | undefined, shown: Row | undefined): readonly Taken[] =>
  namesPlace(asked) &&
  (["line", "ward", "district", "province"] as const).some((part) => asked[part] === undefined && shown?.[part])
    ? [{ field, verdict: "no" }]
    : [];

export const made = (answer: unknown): { id?: string | undefined; code?: string | undefined } => {
  const row = rowIn(answer);
  return {
    ...(row.id === undefined || row.id === null ? {} : { id: String(row.id) }),
    ...(typeof row.code === "string" ? { code: row.code } : {}),
  };
};
