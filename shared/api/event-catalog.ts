import * as z from "zod";
import { eventTypes, type EventType as Kind, shopEventTypes, writeEventTypes } from "../core/event-types.ts";
import { payloadOf } from "../usecases/events/deliver-events.ts";
import { exampleEvent } from "../usecases/events/example-event.ts";
import {
  type EventType,
  eventOf,
  RecordEventData,
  ShopEventData,
  TestEventData,
  WriteEventData,
} from "./answers/events.ts";

/** The schema of what an event of this type sends. */
export const eventSchema = ({ type, resource }: Kind): z.ZodType => {
  if (resource !== undefined) return eventOf(type, RecordEventData);
  if (type in writeEventTypes) return eventOf(type, WriteEventData);
  return eventOf(type, type in shopEventTypes ? ShopEventData : TestEventData);
};

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

/** Every type with its schema and an example, made by the code that sends events. */
export const eventCatalog = (resources: readonly string[]): z.infer<typeof EventType>[] =>
  eventTypes(resources).map((kind) => {
    const { $schema: _, ...schema } = z.toJSONSchema(eventSchema(kind), { unrepresentable: "any" });
    return { ...kind, schema, example: plain(payloadOf(exampleEvent(kind.type, resources)!, undefined)) };
  });
