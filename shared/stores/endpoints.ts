import { BadRequest } from "../core/errors.ts";
import { needRoom } from "../core/quotas.ts";
import { type Item, queryAll, type Table, type TableWrite } from "../core/table.ts";
import { createEventLines } from "./event-lines.ts";
import { keys } from "./keys.ts";
import { storeInPlace } from "./places.ts";

export type { Attempt, EndedEvent, EndpointHealth, FinishedEvent, Hold, PendingEvent } from "./event-lines.ts";

/** Where a tenant wants to be told. */
export interface Endpoint {
  readonly tenant: string;
  readonly id: string;
  readonly url: string;
  readonly description?: string | undefined;
  /** Absent: all of them. */
  readonly shops?: readonly string[] | undefined;
  readonly resources?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  /** `thin`: ids and versions. `full`: with the record as it is when the event is sent. */
  readonly payload: "thin" | "full";
  /** It is told of records that were there before their shop was registered. Default: no. */
  readonly backfill?: boolean | undefined;
  /** Sent at the same time, and started per second, at most. */
  readonly concurrency: number;
  readonly ratePerSecond: number;
  readonly state: "enabled" | "disabled";
  /** `failing`: for five days. `gone`: it answered 410. */
  readonly disabledBy?: "tenant" | "failing" | "gone" | undefined;
  readonly createdAt: string;
  /** A listener: nothing is sent, its owner asks for the events. It ends when it was not asked until then, unix milliseconds. */
  readonly pulledUntil?: number | undefined;
  /** Newest first; all that have not ended sign. */
  readonly secrets: readonly EndpointSecret[];
}

/** A signing secret without the secret: see `signingSecret`. */
export interface EndpointSecret {
  readonly generation: number;
  /** Its last characters, to tell secrets apart. */
  readonly hint: string;
  /** Unix milliseconds; absent: until the next rotation. */
  readonly until?: number | undefined;
}

/** Tenants' endpoints, each with the line of events on their way to it. */
export const createEndpointStore = (table: Table) => {
  const keyOf = (tenant: string, id: string) => ({ pk: keys.endpoints(tenant), sk: id });

  const get = async (tenant: string, id: string): Promise<Endpoint | undefined> => {
    const item = await table.get(keyOf(tenant, id));
    return item && toEndpoint(item);
  };

  const list = async (tenant: string): Promise<Endpoint[]> => {
    const found: Endpoint[] = [];
    for await (const item of queryAll(table, { pk: keys.endpoints(tenant) })) found.push(toEndpoint(item));
    return found;
  };

  const count = async (tenant: string): Promise<number> => {
    let found = 0;
    for await (const _ of queryAll(table, { pk: keys.endpoints(tenant), fields: [] })) found += 1;
    return found;
  };

  return {
    ...createEventLines(table),
    get,
    list,

    /** Oldest first. */
    async page(
      tenant: string,
      after: string | undefined,
      limit: number,
    ): Promise<{ endpoints: Endpoint[]; next: string | undefined }> {
      const page = await table.query({ pk: keys.endpoints(tenant), after, limit });
      return { endpoints: page.items.map(toEndpoint), next: page.next };
    },

    /** @throws BadRequest 404 */
    async find(tenant: string, id: string): Promise<Endpoint> {
      const endpoint = await get(tenant, id);
      if (!endpoint) throw new BadRequest(404, "unknown-endpoint", `There is no endpoint ${id}.`);
      return endpoint;
    },

    count,

    /** @param limit how many the tenant may have; absent: any number. @throws QuotaExceeded */
    async create(endpoint: Endpoint, limit?: number): Promise<void> {
      const { tenant, id } = endpoint;
      const put: TableWrite = {
        put: { ...keyOf(tenant, id), endpoint: JSON.stringify(endpoint) },
        when: { absent: "pk" },
      };
      if (limit === undefined) await table.transact([put]);
      else
        await storeInPlace(
          table,
          { tenant, kind: "endpoints" },
          async () => needRoom("endpoints", limit, await count(tenant)),
          [put],
        );
    },

    /** @throws BadRequest 404 */
    async change(
      tenant: string,
      id: string,
      change: (endpoint: Endpoint) => Partial<Omit<Endpoint, "tenant" | "id">>,
    ): Promise<Endpoint> {
      for (;;) {
        const item = await table.get(keyOf(tenant, id));
        if (!item) throw new BadRequest(404, "unknown-endpoint", `There is no endpoint ${id}.`);
        const current = toEndpoint(item);
        const endpoint = { ...current, ...change(current) };
        const when = { equal: ["endpoint", String(item.endpoint)] } as const;
        if (await table.update(keyOf(tenant, id), { set: { endpoint: JSON.stringify(endpoint) } }, when))
          return endpoint;
      }
    },

    /** Its events end with their time to live. */
    async delete(tenant: string, id: string): Promise<void> {
      await table.delete(keyOf(tenant, id));
    },
  };
};

export type EndpointStore = ReturnType<typeof createEndpointStore>;

const toEndpoint = (item: Item): Endpoint => JSON.parse(String(item.endpoint)) as Endpoint;
