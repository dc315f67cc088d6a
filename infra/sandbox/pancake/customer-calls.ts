import { type Handler, json } from "../simulator.ts";
import type { Box } from "./box.ts";
import { addCustomer } from "./customers.ts";
import { allRows, listRows, matchesSearch, span } from "./listing.ts";
import { done, needRow, type Row, required, SHOP, seconds, withStamps } from "./wire.ts";
import { mergeRow } from "./writes.ts";

const createCustomer =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const input = (body ?? {}) as Row;
    required(input, "name", "phoneNumber", "createType");
    const known = box.customers.by("phone", input.phoneNumber);
    if (known && input.createType === "ignore") return done(box.dice.chance(0.5) ? withStamps(known) : undefined);
    if (known && input.createType === "update") {
      box.customers.edit(known.id, (row) => (row.name = input.name));
      commit(known.id);
      return done(withStamps(known));
    }
    const made = addCustomer(
      box,
      { name: input.name, phone: input.phoneNumber, birthday: input.dateOfBirth },
      box.keyOwner,
    );
    commit(made.id);
    return done(withStamps(made));
  };

export const customerRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  [`GET ${SHOP}/customers`]: listRows(box, box.customers, withStamps, (query) => {
    const ids = query.get("customer_ids")?.split(",");
    const updated = span(query, "touched", "start_time_updated_at", "end_time_updated_at");
    const inserted = span(query, "created", "start_time_inserted_at", "end_time_inserted_at");
    return {
      ...(updated.between ? updated : inserted),
      where: (row, entry) => (!ids || ids.includes(String(entry.id))) && matchesSearch(row, query.get("search")),
    };
  }),
  [`POST ${SHOP}/customers`]: createCustomer(box),
  [`PUT ${SHOP}/customers/{customer_id}`]: mergeRow(
    box,
    box.customers,
    { parameter: "customer_id", name: "customer" },
    // "level_id: Mã cấp độ khách hàng"; the customer shows the level.
    (row) => {
      const level = box.levels.get(String(row.level_id ?? ""));
      if (level) row.level = { id: level.row.id, name: level.row.name };
      delete row.level_id;
    },
  ),
  [`GET ${SHOP}/customers/{customer_id}/load_customer_notes`]: ({ path }) => {
    const customer = needRow(box, box.customers.get(path.customer_id), "Customer");
    return json({ customer_notes: [{ notes: customer.row.notes }] });
  },
  [`GET ${SHOP}/customers/point_logs`]: ({ query }) => {
    const customer = needRow(box, box.customers.get(String(query.get("shop_customer_id"))), "Customer");
    const points = customer.row.reward_point;
    const data =
      points > 0
        ? [{ amount: points, current_point: points, inserted_at: seconds(customer.created), note: "Tăng điểm" }]
        : [];
    return json({ data, page_number: 1, page_size: 30, total_entries: data.length, total_pages: 1, success: true });
  },
  [`GET ${SHOP}/customer_levels`]: allRows(box.levels),
});
