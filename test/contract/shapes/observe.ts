import { openVisit } from "../../../infra/field/visit.ts";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import { seededRandom } from "../../../infra/sandbox/random.ts";
import { simulatedSend } from "../../../infra/sandbox/serve.ts";
import type { Ask, Call, Listing, Partition, Resource, VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { entriesOf } from "../paper/entries.ts";

const ORIGIN = "http://shapes.test";
const MINUTE = 60_000;
const DAY = 86_400_000;

/** What an answer is compared as: what the adapter's `judge` makes of it. */
export interface Observed {
  readonly operation: string;
  readonly json: unknown;
  /** The document draws the shape, not these values: its codes may be ones that no table has. */
  readonly made?: true | undefined;
}

/** Answers to what the engine asks of every collection: two pages of each listing, and details of a few rows. */
export const sandboxAnswers = async (vendorId: VendorId, seed: number): Promise<readonly Observed[]> => {
  const vendor = vendors[vendorId];
  let now = Date.parse("2026-11-27T05:00:00Z");
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  const simulator = (await simulators[vendorId]!())({ now: () => now, random: seededRandom(seed), limits: false });
  simulator.seed(80);
  for (let act = 0; act < 400; act += 1) {
    pass(MINUTE);
    simulator.change();
  }
  const send = simulatedSend({ [ORIGIN]: simulator }, { now: () => now, advance: pass });
  const visit = await openVisit(
    { vendor, credentials: simulator.credentials, settings: simulator.settings, hosts: simulator.hosts(ORIGIN) },
    {
      send,
      clock: () => now,
      sleep: async (milliseconds) => pass(milliseconds),
      calls: 100_000,
    },
  );
  const observed: Observed[] = [];
  const see = async (operation: string, input: ReturnType<Listing["call"]>): Promise<any> => {
    const { kind } = vendor.operations.find(({ id }) => id === operation)!;
    if (kind !== "read") return undefined;
    const { said, status, headers, text, receivedAt } = await visit.ask(operation, input);
    if (said !== "yes") return undefined;
    const found = vendor.operations.find(({ id }) => id === operation)!;
    const json = vendor.judge({ status, headers, body: text, receivedAt }, found);
    observed.push({ operation, json });
    return json;
  };
  const list = async (listing: Listing, partition: Partition | undefined): Promise<any[]> => {
    const span = (listing.maxWindowSeconds ?? 0) * 1_000;
    const bounds =
      listing.strategy === "window" ? { from: now - (span > 0 ? Math.min(span, 9 * DAY) : 9 * DAY), to: now } : {};
    const size = Math.min(listing.pageSize, 60);
    const rows: any[] = [];
    let token: unknown;
    for (const page of [1, 2]) {
      const ask: Ask = { size, page, offset: (page - 1) * size, partition, token, ...bounds };
      const json = await see(listing.operation, listing.call(ask)).catch(() => undefined);
      if (json === undefined) break;
      const answer = listing.read(json, ask);
      rows.push(...answer.rows);
      token = answer.next;
      if (listing.paging === "none" || (listing.paging === "token" && token === undefined)) break;
    }
    return rows;
  };
  const observe = async (resource: Resource): Promise<void> => {
    const call = async (operation: string, input: any) => see(operation, input);
    const listings = [resource.listing, resource.fullListing, resource.deletions?.listing].filter(
      (one) => one !== undefined,
    );
    for (const listing of listings) {
      const partitions = listing.partitions
        ? (await listing.partitions(call).catch(() => ({ parts: [] }))).parts
        : [undefined];
      for (const partition of partitions.slice(0, 6)) {
        const rows = await list(listing, partition);
        if (listing !== resource.listing || !resource.get) continue;
        for (const row of rows.slice(0, 20)) {
          const id = resource.id(row);
          await see(resource.get.operation, resource.get.call(id, row)).catch(() => undefined);
        }
      }
    }
  };
  for (const resource of vendor.resources) await observe(resource);
  const call = async (operation: string, input: any) => see(operation, input);
  await vendor.check(call).catch(() => undefined);
  const registration = vendor.webhooks?.registration;
  await registration?.list(call);
  // Where one call sets all webhooks of a shop, the shop shows them from then on.
  if (registration?.exclusive) {
    const shop = { access: { credentials: simulator.credentials }, hosts: simulator.hosts(ORIGIN) };
    // The visit asks nothing twice, and writes nothing.
    const ask: Call = async (operation, input = {}) => {
      const found = vendor.operations.find(({ id }) => id === operation)!;
      const at = { settings: simulator.settings, now: () => now, randomId: () => "made-up" };
      const json = vendor.judge(await send(vendor.request(found, input, { ...shop, ...at })), found);
      if (found.kind === "read") observed.push({ operation, json });
      return json;
    };
    const events = Object.keys(vendor.webhooks!.events).slice(0, 1);
    await registration.add(ask, { url: "https://hooks.test/own", secret: "made-up", events });
    await registration.list(ask);
  }
  return observed;
};

/** Good answers that the vendor's document draws. */
export const documentedAnswers = (vendorId: VendorId): readonly Observed[] => {
  const vendor = vendors[vendorId];
  return entriesOf(vendorId).flatMap(({ kind, call, host, status = 200, headers = {}, body, made }) => {
    const [method, path] = call.split(" ");
    const shapeOf = (text: string) =>
      text
        .replaceAll(/\{[^}]*\}/g, "{}")
        .replace(/^\/?(api|v3\.0)\//, "")
        .replace(/^\//, "");
    const operation = vendor.operations.find(
      (one) =>
        one.method === method &&
        (host === undefined || (one.host ?? "api") === host) &&
        shapeOf(one.path) === shapeOf(path ?? ""),
    );
    if (kind !== "answer" || operation?.kind !== "read") return [];
    try {
      const json = vendor.judge({ status, headers, body: JSON.stringify(body), receivedAt: 0 }, operation);
      return [{ operation: operation.id, json, made }];
    } catch {
      return [];
    }
  });
};
