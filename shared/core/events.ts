import { createHash } from "node:crypto";
import { timeId } from "./ids.ts";

/** One webhook that goes out to a tenant's endpoint. */
export interface OutgoingEvent {
  /** `webhook-id`: the same for every try, and for a change that is published twice. Its order is that of time. */
  readonly id: string;
  /** `orders.updated`, `write.succeeded`, `shop.needs-reauth`, ... */
  readonly type: string;
  /** When it happened, unix milliseconds. */
  readonly at: number;
  readonly shop?: string | undefined;
  /** Events about a record. */
  readonly resource?: string | undefined;
  readonly record?: string | undefined;
  /** Place in the resource's feed. */
  readonly seq?: number | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An id made of when and what: the same event, made again, has the same id. */
export const eventId = (at: number, ...what: readonly (string | number)[]): string => {
  const time = timeId(at, () => 0).slice(0, 10);
  return `evt_${time}${createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 20)}`;
};

/** Sorts between the ids of events that happened before and after `at`. */
export const eventIdAt = (at: number): string => `evt_${timeId(at, () => 0).slice(0, 10)}`;
