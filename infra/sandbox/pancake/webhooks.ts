import type { Box } from "./box.ts";
import type { Row } from "./wire.ts";

/** The same change comes in several forms. @param shape which one: 0 to 1, by chance */
const bodyOf = (type: string, row: Row, shape: number): unknown => {
  if (type === "orders" && shape < 0.5) return { ...row, type: "orders", event_type: "update" };
  if (type !== "variations_warehouses" && type !== "crm") return row;
  if (shape < 0.5) return { data: { record: row, success: true } };
  if (shape < 0.7) return { type, data: row };
  return shape < 0.85 ? { data: [row] } : row;
};

export const notify = (box: Box, type: string, row: Row): void => {
  const { webhook, dice } = box;
  if (!webhook.webhook_enable || !webhook.webhook_url || !webhook.webhook_types.includes(type)) return;
  if (dice.chance(0.03)) return;
  const shape = dice.random();
  const bare = { ...row };
  delete bare.stock;
  const body = bodyOf(type, bare, shape);
  const headers = Object.fromEntries(
    Object.entries(webhook.webhook_headers as Record<string, string>).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  );
  const times = dice.chance(0.05) ? 2 : 1;
  for (let n = 0; n < times; n += 1) {
    box.shop.deliver({
      url: webhook.webhook_url,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  }
};
