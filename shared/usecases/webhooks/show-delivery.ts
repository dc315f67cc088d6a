import type { Delivery } from "../../stores/delivery-items.ts";

/** A person reads the beginning; the whole is kept. */
const MOST_SHOWN = 100_000;

/** A delivery for people. It was cleared of secrets before it was stored. */
export const showDelivery = ({ path, query, headers, body }: Delivery) => {
  const text = Buffer.from(body).toString("utf8");
  return { path, query, headers, body: text.slice(0, MOST_SHOWN), truncated: text.length > MOST_SHOWN };
};
