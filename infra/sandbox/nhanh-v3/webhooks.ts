import { MINUTE } from "../../../shared/core/time.ts";
import type { Handler } from "../simulator.ts";
import type { SimulatedDelivery } from "../types.ts";
import type { Box } from "./box.ts";
import { listOf, ok } from "./wire.ts";

const RETRIES = [5 * MINUTE, 10 * MINUTE, 30 * MINUTE];
const FAILURES_BEFORE_OFF = 50;

export const notify = (box: Box, event: string, data: () => unknown) => {
  if (!box.hook || (event !== "webhooksEnabled" && !box.hook.events.includes(event))) return;
  const body = event === "webhooksEnabled" ? { event } : { event, businessId: box.businessId, data: data() };
  box.shop.deliver({
    url: box.hook.url,
    headers: { "content-type": "application/json", authorization: box.hook.token },
    body: JSON.stringify(body),
  });
};

export const delivered = (box: Box, delivery: SimulatedDelivery, status: number | undefined) => {
  if (status === 200) {
    box.failuresInARow = 0;
    box.attempts.delete(delivery.body);
    return;
  }
  box.failuresInARow += 1;
  if (box.failuresInARow >= FAILURES_BEFORE_OFF) box.hook = undefined;
  const made = box.attempts.get(delivery.body) ?? 0;
  const wait = RETRIES[made];
  if (wait === undefined) box.attempts.delete(delivery.body);
  else {
    box.attempts.set(delivery.body, made + 1);
    box.shop.later(wait, () => box.hook && box.shop.deliver(delivery));
  }
};

export const developerConsole =
  (box: Box): Handler =>
  ({ body }) => {
    if (!body?.url) {
      box.hook = undefined;
      return ok({});
    }
    const events = listOf(body.events);
    box.hook = { url: body.url, token: body.verifyToken ?? "", events: events.length > 0 ? events : everyEvent };
    box.failuresInARow = 0;
    notify(box, "webhooksEnabled", () => undefined);
    return ok({});
  };

const everyEvent = [
  "appUninstalled",
  "productAdd",
  "productUpdate",
  "productDelete",
  "inventoryChange",
  "orderAdd",
  "orderUpdate",
  "orderDelete",
  "orderPartialReturn",
];
