import { eventTypes, type shopEventTypes } from "../../core/event-types.ts";
import type { OutgoingEvent } from "../../core/events.ts";
import { isoTime } from "../../core/time.ts";
import type { ChangeType } from "../../stores/feed.ts";
import { toEvent, writeEvent } from "./fan-out-events.ts";

const SHOP = "my-shop";
const AT = Date.UTC(2026, 0, 15, 2, 30);

const reconnectUrl = `https://api.example/connect/again#${Buffer.from('["acme","my-shop",1768444200000]').toString("base64url")}.signature`;

/** What the events of a shop hold beside its name. */
const shopData: Readonly<Record<keyof typeof shopEventTypes, Readonly<Record<string, unknown>>>> = {
  "shop.degraded": {
    reason: "Not as fresh as promised since 2026-01-15T02:10:00.000Z: orders.",
    resources: [
      {
        resource: "orders",
        state: "failing",
        since: isoTime(AT - 1_200_000),
        reason: "The vendor is out of order.",
        promisedSeconds: 300,
        lagSeconds: 1_200,
      },
    ],
  },
  "shop.recovered": { resources: ["orders"] },
  "shop.needs-reauth": { reason: "KiotViet does not accept the credentials.", reconnectUrl },
  "shop.credentials-expiring": { expiresAt: isoTime(AT + 7 * 86_400_000), days: 7, reconnectUrl },
  "shop.sunset": { sunset: "2026-06-30", days: 90, successor: "nhanh-v3", reconnectUrl },
  "shop.migrated": { from: "nhanh-v2", to: "nhanh-v3", at: isoTime(AT) },
  "deletions.held": { resources: { customers: 42 } },
};

const write = {
  id: "01jhkw3z5m0000000000000000",
  shop: SHOP,
  kind: "orders.create",
  operation: "orders.create",
  attempts: 1,
} as const;

const writeData = {
  "write.succeeded": { state: "succeeded", result: { id: "1001", code: "DH000123", by: "answer", version: 1 } },
  "write.rejected": { state: "rejected", error: { code: "KvValidateException", message: "Khách hàng không tồn tại" } },
  "write.dead": { state: "dead", error: { code: "retry-later", message: "The vendor is out of order." } },
  "write.unknown": { state: "unknown", error: { code: "no-answer", message: "The vendor did not answer." } },
} as const;

const changed: Readonly<Record<ChangeType, { version: number; fields: readonly string[] }>> = {
  added: { version: 1, fields: ["code", "status", "total"] },
  updated: { version: 2, fields: ["status"] },
  deleted: { version: 3, fields: [] },
};

/** An event of a type as it is really made, with made-up values. Undefined: there is no such type. */
export const exampleEvent = (type: string, resources: readonly string[], at = AT): OutgoingEvent | undefined => {
  const known = eventTypes(resources).find((one) => one.type === type);
  if (!known) return undefined;
  if (known.resource !== undefined) {
    const change = type.slice(known.resource.length + 1) as ChangeType;
    const { version, fields } = changed[change];
    const draft = { resource: known.resource, id: "1001", version, type: change, fields, at: isoTime(at) };
    return toEvent({ tenant: "", shop: SHOP }, { ...draft, seq: 7 });
  }
  if (type in writeData) return writeEvent(type, { ...write, ...writeData[type as keyof typeof writeData] }, at);
  if (type in shopData) {
    const data = { vendor: "kiotviet", name: "My shop", ...shopData[type as keyof typeof shopData] };
    return { id: "", type, at, shop: SHOP, data };
  }
  return { id: "", type, at, data: { endpoint: "01jhkw3z5m0000", message: "This is a test." } };
};
