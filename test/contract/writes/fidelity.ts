import { parseArgs } from "node:util";
import { stableJson } from "../../../shared/core/content.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { openShop } from "../../../shared/usecases/shops/open-shop.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";
import { allFields, type Field, knownOf } from "./fidelity-fields.ts";

/*
 * npm run fidelity -- [--vendor V] [--json]
 * For every field of every canonical command and every vendor: one command with that field set, against the sandbox.
 * `taken`: the record shows it. `told`: the write was refused by field, or names it in `notTaken` or `unseen`.
 * `lost`: neither, which must not happen.
 */
type Outcome = "taken" | "told" | "lost";

const routes: Readonly<Record<string, (id: string | undefined) => readonly [method: string, path: string]>> = {
  "orders.create": () => ["POST", "orders"],
  "orders.update": (id) => ["PATCH", `orders/${id}`],
  "orders.cancel": (id) => ["POST", `orders/${id}/cancel`],
  "products.create": () => ["POST", "products"],
  "products.update": (id) => ["PATCH", `products/${id}`],
  "stock.set": () => ["POST", "stock"],
  "customers.create": () => ["POST", "customers"],
  "customers.update": (id) => ["PATCH", `customers/${id}`],
  "invoices.create": () => ["POST", "invoices"],
  "invoices.update": (id) => ["PATCH", `invoices/${id}`],
  "payments.create": () => ["POST", "payments"],
  "stock.move": () => ["POST", "stock"],
  "shipments.create": () => ["POST", "shipments"],
  "shipments.cancel": (id) => ["POST", `shipments/${id}/cancel`],
  "vouchers.release": () => ["POST", "vouchers/release"],
  "vouchers.cancel": () => ["POST", "vouchers/cancel"],
  "purchases.create": () => ["POST", "purchases"],
  "purchases.update": (id) => ["PATCH", `purchases/${id}`],
  "supplier-returns.create": () => ["POST", "supplier-returns"],
  "transfers.create": () => ["POST", "transfers"],
  "transfers.update": (id) => ["PATCH", `transfers/${id}`],
  "stock.count": () => ["POST", "stock/count"],
  "cash.create": () => ["POST", "cash"],
  "vouchers.create": () => ["POST", "vouchers"],
  "categories.create": () => ["POST", "categories"],
  "categories.update": (id) => ["PATCH", `categories/${id}`],
  "price-books.set": (id) => ["PATCH", `price-books/${id}`],
};

const plain = (value: unknown): string => {
  if (typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)))
    return String(Number(value));
  // One moment may be written with any offset.
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value))
    return String(Date.parse(value));
  return typeof value === "string" ? value.normalize("NFC").trim() : stableJson(value);
};

/**
 * A name tells a field where it is the field, holds it, or is held by it: `shipping` tells `shipping.fee`. `id` tells all:
 * the record's state allows no such write, so nothing was sent.
 */
const tells = (named: string, field: string): boolean =>
  named === "id" || named === field || field.startsWith(`${named}.`) || named.startsWith(`${field}.`);

const valueAt = (command: unknown, field: string): unknown =>
  field.split(".").reduce<any>((part, name) => part?.[name], command);

const outcomeOf = async (shop: WriteShop, { kind, field, command, value, seen }: Field): Promise<Outcome> => {
  const { id, ...body } = command as { id?: string };
  const [method, path] = routes[kind]!(id);
  const answer = await shop.request(method, path, body);
  if (answer.status === 422)
    return answer.body.errors.some((error: { field: string }) => tells(error.field, field)) ? "told" : "lost";
  if (answer.status !== 202) return "lost";
  await shop.settle(30);
  const { state, result, error, command: sent } = await shop.write(answer.body.id);
  if (state === "rejected" || state === "dead") {
    const named = Object.keys(error?.fields ?? {});
    return named.some((name) => tells(name, field)) ? "told" : "lost";
  }
  const told = [...(result?.notTaken ?? []), ...(result?.unseen ?? [])];
  if (told.some((name) => tells(name, field))) return "told";
  const resource = shop.world.vendor.writes[kind]?.resource;
  const recordId = result?.id ?? id ?? (sent as { productId?: string }).productId;
  const record =
    resource && recordId ? await shop.world.deps.records.get(shop.world.ref, resource, recordId) : undefined;
  const { view, see } = shop.world.vendor.writes[kind]!;
  if (!record && view && see) {
    const open = await openShop(await shop.world.deps.shops.find(shop.world.ref), shop.world.deps);
    const row = await shop.world.time.until(see(sent, result?.id, open.call("write")));
    return seen && row !== undefined && plain(seen(view(row))) === plain(value) ? "taken" : "lost";
  }
  if (!seen || !record) return "lost";
  // What the canonical form has no word for, the declaration reads from the row.
  const shown = [record.record, ...(view ? [view(record.raw)] : [])];
  // A name has become an id by then, which is what some records show.
  const asked = [value, valueAt(sent, field), valueAt(sent, `${field}Id`)].map(plain);
  return shown.some((one) => asked.includes(plain(seen(one, record.raw)))) ? "taken" : "lost";
};

export const fidelityOf = async (
  vendor: VendorId,
  tell: (line: string) => void = () => undefined,
): Promise<Record<"fields" | Outcome, number> & { readonly lostFields: string[] }> => {
  const sum = { fields: 0, taken: 0, told: 0, lost: 0, lostFields: [] as string[] };
  const first = await openWriteShop(vendor);
  const kinds = new Set(Object.keys(first.world.vendor.writes));
  const fields = allFields(await knownOf(first)).filter(({ kind }) => kinds.has(kind));
  for (const [index] of fields.entries()) {
    // A shop of its own for each: what one write has changed must not be another one's success.
    const shop = await openWriteShop(vendor);
    const field = allFields(await knownOf(shop)).filter(({ kind }) => kinds.has(kind))[index]!;
    const outcome = await outcomeOf(shop, field);
    sum.fields += 1;
    sum[outcome] += 1;
    if (outcome === "lost") sum.lostFields.push(`${vendor} ${field.kind} ${field.field}`);
    tell(`${outcome} ${vendor} ${field.kind} ${field.field}`);
  }
  return sum;
};

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { vendor: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const total = { fields: 0, taken: 0, told: 0, lost: 0 };
  for (const vendor of values.vendor ? [values.vendor as VendorId] : vendorIds) {
    const { lostFields, ...sum } = await fidelityOf(vendor, values.json ? undefined : console.log);
    for (const name of ["fields", "taken", "told", "lost"] as const) total[name] += sum[name];
    for (const line of lostFields) console.log(`lost: ${line}`);
  }
  console.log(JSON.stringify(total));
  process.exitCode = total.lost > 0 ? 1 : 0;
}
