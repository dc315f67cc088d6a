import type { Box } from "./box.ts";
import type { Row } from "./wire.ts";

export const notify = (box: Box, type: string, row: Row): void => {
  const { webhook, dice } = box;
  if (!webhook.webhook_enable || !webhook.webhook_url || !webhook.webhook_types.includes(type)) return;
  if (dice.chance(0.03)) return;
  const shape = dice.random();
  const bare = { ...row };
  delete bare.stock;
  const body =
    type === "variations_warehouses" || type === "crm"
      ? shape < 0.5
        ? { data: { record: bare, success: true } }
        : shape < 0.7
          ? { type, data: bare }
          : shape < 0.85
            ? { data: [bare] }
            : bare
      : type === "orders" && shape < 0.5
        ? { ...bare, type: "orders", event_type: "update" }
        : bare;
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
