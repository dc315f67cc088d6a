import { Trouble } from "../trouble.ts";
import type { World } from "../world.ts";
import { type Page, pagesOf } from "./pages.ts";

/** One line of JSON for each thing that the tenant has here. */
export const exportAll = async ({ api, output }: World): Promise<void> => {
  for await (const rows of pagesOf((cursor) => api.call<Page<object>>("GET", "/v1/export", { query: { cursor } })))
    for (const row of rows) output.value(row);
};

interface Mentioned {
  readonly kind: string;
  readonly shop: string;
  readonly vendor: string;
  readonly resource?: string;
  readonly id: string;
}

/** What the copy has of a person, or had: a line of JSON each, or a table for people. */
const goThrough = async (world: World, path: string, phone: string): Promise<readonly Mentioned[]> => {
  const found: Mentioned[] = [];
  const ask = (cursor: string | undefined) =>
    world.api.call<Page<Mentioned>>("POST", path, { body: { phone, ...(cursor === undefined ? {} : { cursor }) } });
  for await (const rows of pagesOf(ask)) {
    found.push(...rows);
    if (world.output.json) for (const row of rows) world.output.value(row);
  }
  return found;
};

const showAll = ({ output }: World, found: readonly Mentioned[]): void => {
  if (output.json || found.length === 0) return;
  output.table(
    ["kind", "shop", "vendor", "resource", "id"],
    found.map(({ kind, shop, vendor, resource = "", id }) => [kind, shop, vendor, resource, id]),
  );
};

export const exportPerson = async (world: World, phone: string): Promise<void> => {
  const found = await goThrough(world, "/v1/people/export", phone);
  showAll(world, found);
  world.output.say(
    `${found.length} things name this phone.${world.output.json ? "" : " With --json they are shown whole."}`,
  );
};

const stillThere = (records: number): string =>
  records === 0
    ? "None of them is a record that a vendor has."
    : `The vendors still have the person: ${records} records are to be deleted there.`;

/** @throws Trouble without `sure` */
export const erasePerson = async (world: World, phone: string, sure: boolean): Promise<void> => {
  if (!sure) throw new Trouble("Erasing cannot be undone. Look at `people export` first, then say --yes.", 2);
  const found = await goThrough(world, "/v1/people/erase", phone);
  showAll(world, found);
  const records = found.filter(({ kind }) => kind === "record").length;
  world.output.say(
    found.length === 0
      ? "Nothing here names this phone, so nothing was erased."
      : `Erased from ${found.length} things. ${stillThere(records)}`,
  );
};

/** Shows how long what is kept, or decides it: `--deliveries 7 --writes 30`. */
export const retention = async (
  { api, output }: World,
  decided: { readonly deliveries?: number | undefined; readonly writes?: number | undefined },
): Promise<void> => {
  const before = await api.call("GET", "/v1/retention");
  const isDecision = decided.deliveries !== undefined || decided.writes !== undefined;
  const { resources, deliveries, writes } = before;
  const body = { resources, deliveries: decided.deliveries ?? deliveries, writes: decided.writes ?? writes };
  const now = isDecision ? await api.call("PUT", "/v1/retention", { body }) : before;
  if (output.json) return output.value(now);
  output.table(
    ["what", "days"],
    [
      ["webhooks", String(now.deliveries)],
      ["closed writes", String(now.writes)],
      ...now.fixed.map(({ what, days }: { what: string; days: number }) => [what, String(days)]),
    ],
  );
};
