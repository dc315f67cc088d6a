import { type Entry, type Handler, json } from "../simulator.ts";
import { type Box, nextNumber } from "./box.ts";
import { CARRIERS, COMMUNES, DISTRICTS, PROVINCES } from "./data.ts";
import { allRows, byStatus, listRows } from "./listing.ts";
import { API, done, innerOf, type Row, required, SHOP, withStamps } from "./wire.ts";
import { createRow, mergeRow } from "./writes.ts";

export const addCallLater = (box: Box, input: Row): Entry<Row> => {
  return box.callLaters.insert((id) => ({
    id,
    display_id: nextNumber(box) + 70,
    status: input.status ?? 0,
    type: "call",
    notice_created: input.notice_created ?? "",
    needs_call_at: input.needs_call_at ?? null,
    phone_number: input.phone_number ?? null,
    called_at: null,
    need_notify_users: input.need_notify_users ?? [],
    order_id: null,
    order_display_id: null,
  }));
};

export const newWarehouse = (id: unknown, input: Row): Row => ({
  id,
  name: input.name,
  address: input.address ?? "190 La Thành",
  full_address: `${input.address ?? "190 La Thành"}, Hà Nội`,
  phone_number: input.phone_number ?? "0900000001",
  province_id: input.province_id ?? "701",
  district_id: input.district_id ?? "70139",
  commune_id: input.commune_id ?? "7013925",
  country_code: 84,
  custom_id: null,
  allow_create_order: true,
  affiliate_shop_id: null,
  postcode: null,
  batch_config: input.batch_config ?? null,
  shelf_config: input.shelf_config ?? null,
});

export const staffRow = (box: Box, entry: Entry<Row>): Row => ({ ...entry.row, shop_id: Number(box.shopId) });

/** "webhook_types" of the document. What the vendor makes of others nobody has written down. */
const WEBHOOK_TYPES = ["orders", "customers", "variations_warehouses"];

const configureWebhook =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const input = { ...innerOf(box, body, "shop") };
    const types: readonly string[] = input.webhook_types ?? [];
    const known = types.filter((type) => box.unknownWebhooks === "take" || WEBHOOK_TYPES.includes(type));
    if (known.length < types.length) {
      if (box.unknownWebhooks === "refuse") return json({ success: false, message: "webhook_types is invalid" }, 422);
      input.webhook_types = known;
    }
    for (const name of Object.keys(box.webhook)) if (name in input) box.webhook[name] = input[name];
    commit(box.shopId);
    return json({ success: true });
  };

const shopRow = (box: Box): Row => ({
  id: Number(box.shopId),
  name: box.name,
  avatar_url: "",
  pages: [
    {
      id: "104438181227821",
      name: "Quần áo",
      platform: "facebook",
      settings: { auto_create_order: true },
      shop_id: Number(box.shopId),
    },
  ],
});

const shownShop = (box: Box): Row => {
  // The secret header is not shown again.
  const { webhook_headers: _headers, ...shown } = box.webhook;
  return { ...shopRow(box), ...shown };
};

export const businessRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  [`GET ${API}/shops`]: () => json({ shops: [shopRow(box)], success: true }),
  [`GET ${SHOP}`]: () => json({ success: true, shop: shownShop(box) }),
  [`PUT ${SHOP}`]: configureWebhook(box),
  [`GET ${API}/geo/provinces`]: () => json({ data: PROVINCES, success: true }),
  [`GET ${API}/geo/districts`]: ({ query }) =>
    json({ data: DISTRICTS.filter((row) => row.province_id === query.get("province_id")), success: true }),
  [`GET ${API}/geo/communes`]: ({ query }) =>
    json({
      data: COMMUNES.filter((row) =>
        query.has("district_id")
          ? row.district_id === query.get("district_id")
          : row.province_id === query.get("province_id"),
      ),
      success: true,
    }),
  [`GET ${SHOP}/warehouses`]: () => json({ data: box.warehouses.live().map(({ row }) => row), success: true }),
  [`POST ${SHOP}/warehouses`]: ({ body, commit }) => {
    required(body ?? {}, "name");
    const made = box.warehouses.insert((id) => newWarehouse(id, body));
    commit(made.id);
    return done(made.row);
  },
  [`PUT ${SHOP}/warehouses/{warehouse_id}/`]: mergeRow(box, box.warehouses, { parameter: "warehouse_id" }),
  [`GET ${SHOP}/users`]: allRows(box.staff, (entry) => staffRow(box, entry)),
  [`GET ${SHOP}/order_call_laters`]: listRows(box, box.callLaters, withStamps, byStatus(-1)),
  [`POST ${SHOP}/order_call_laters`]: createRow(
    box,
    "order_call_later",
    ["status", "needs_call_at", "phone_number"],
    (input) => addCallLater(box, input),
  ),
  [`GET ${SHOP}/partners`]: () => json({ data: CARRIERS, success: true }),
});
