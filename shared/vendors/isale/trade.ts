import { toE164 } from "../../core/phone.ts";
import type { StaffMember, Transfer } from "../../core/records.ts";
import { compact, first, some } from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import { StaffRow, TransferRow, unfold } from "./schema.ts";

/** Goods and people beside the sales. The document names no field of them: the names are those of the vendor's app. */

export const toStaffMember = recordOf(
  StaffRow,
  (row): StaffMember =>
    compact({
      id: row.id,
      name: first(row.name, row.fullName),
      username: row.userName,
      phone: row.mobile,
      phoneE164: toE164(row.mobile),
      email: row.email,
      locationIds: row.storeId ? [row.storeId] : undefined,
      createdAt: row.createdAt,
    }),
);

const readTransfer = recordOf(
  TransferRow,
  (row): Transfer =>
    compact({
      id: row.id,
      code: row.code,
      fromLocationId: row.exportStoreId,
      toLocationId: row.importStoreId,
      lines: some(row.items)?.map((line) =>
        compact({
          id: line.id,
          productId: line.productId,
          code: line.productCode,
          name: line.productName,
          quantity: line.count,
          price: line.price,
        }),
      ),
      note: row.note,
      createdAt: row.createdAt,
    }),
);
export const toTransfer: typeof readTransfer = (row, shop) => readTransfer(unfold(row), shop);
