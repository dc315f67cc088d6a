import type { Dice } from "../../../../infra/sandbox/simulator.ts";
import type { JournalEntry } from "../../../../infra/sandbox/types.ts";
import type { VendorId, WriteKind } from "../../../../shared/core/vendor.ts";
import { parcelOf } from "../../../helpers/parcel.ts";

export type Command = Record<string, any>;

/** One thing that a tenant wants written, and how it is recognised in the vendor's journal. */
export interface Intent {
  readonly kind: WriteKind;
  readonly command: Command;
  readonly key: string;
  /** Words or amounts that no other intent has. */
  readonly mark: string;
  readonly isDone: (entry: JournalEntry) => boolean;
  /** Ids of ledger entries that answers named: more than one is a duplicate already. */
  readonly entries: Set<string>;
  /** Refused by the API at once. */
  refused?: string;
}

/** Creates above all: they are what hurts when it happens twice. */
const weights: Readonly<Partial<Record<WriteKind, number>>> = {
  "orders.create": 8,
  "orders.update": 3,
  "orders.cancel": 1,
  "products.create": 4,
  "products.update": 2,
  "stock.set": 3,
  "stock.move": 3,
  "customers.create": 4,
  "customers.update": 2,
  "invoices.create": 3,
  "payments.create": 1,
};
export const weightOf = (kind: WriteKind): number => weights[kind] ?? 1;

export const isCreate = (kind: WriteKind): boolean => kind.endsWith(".create");
/** The record is at its end: gone, or cancelled. */
export const isEnding = (kind: WriteKind): boolean => kind.endsWith(".delete") || kind.endsWith(".cancel");
/** A code, or a parcel, goes its way: it has no words of ours, and is asked for once. */
export const isStep = (kind: WriteKind): boolean =>
  ["vouchers.release", "vouchers.cancel", "shipments.send", "shipments.cancel"].includes(kind);

/** So far apart that no difference makes one of another. */
export const amountOf = (n: number): number => 770_000 + n * 1_000;
/** KiotViet's carry no note: each is a bit of the stock, far above everything that is sold. */
export const bitOf = (move: number): number => 2 ** move * 10_000_000;
export const bitsIn = (onHand: unknown): number => Math.floor((Number(onHand) + 5_000_000) / 10_000_000);

/** What the commands of a run are made of. */
export interface Material {
  readonly vendor: VendorId;
  readonly dice: Dice;
  /** Draws of what a plain command does not have; undefined: plain commands only. */
  readonly more: Dice | undefined;
  readonly phones: readonly string[];
  /** Without the kinds that were not tried when a kept seed was found: with them it would be another run. */
  readonly isNarrow: boolean;
  ids(resource: string): readonly string[];
  /** Codes that were neither handed out nor cancelled. */
  vouchers(): readonly { readonly campaignId: string; readonly code: string }[];
  /** The next move of stock, counted from 1. */
  nextMove(): number;
  /** Such a write of this record, or of this code, has been asked for before. */
  isAsked(kind: WriteKind, id: string): boolean;
}

/** What the command is about, where it names a record or a code. */
export const aimOf = ({ id, codes }: Command): string | undefined => id ?? codes?.[0];

const places = [
  { ward: "Phường Bến Nghé", district: "Quận 1", province: "Hồ Chí Minh" },
  { ward: "Phường 5", district: "Quận 3", province: "Hồ Chí Minh" },
  { district: "Quận Hoàn Kiếm", province: "Hà Nội" },
  { province: "Hà Nội" },
  {},
] as const;

const addressOf = (dice: Dice, line: string): Command => ({ line, ...dice.pick(places) });

/** Prices that a vendor may round, and amounts that no other intent has. */
const oddPrice = (dice: Dice): number => dice.integer(10, 90) * 1_000 + dice.integer(1, 9) * 100;

const saleExtras = (dice: Dice, token: string): Command => ({
  ...(dice.chance(0.4) ? { discount: dice.integer(1, 9) * 1_000 } : {}),
  ...(dice.chance(0.4) ? { payments: [{ method: dice.pick(["cash", "transfer"]), amount: 1_000 }] } : {}),
  ...(dice.chance(0.5)
    ? {
        shipping: {
          address: { name: "Lê Thị Hoa", phone: "0933333333", ...addressOf(dice, `12 ${token} Lê Lợi`) },
          ...(dice.chance(0.5) ? { fee: dice.integer(10, 40) * 1_000 } : {}),
          ...(dice.chance(0.4) ? { cod: dice.integer(100, 400) * 1_000 } : {}),
        },
      }
    : {}),
});

/** What of an order changes: its mark stands in one of the parts. */
const orderChange = (material: Material, id: string, token: string): Command => {
  const { more: dice } = material;
  if (!dice || dice.chance(0.4)) return { id, note: token };
  const rest = dice.chance(0.5) ? { note: token } : {};
  if (dice.chance(0.25)) return { id, note: token, discount: dice.integer(1, 9) * 1_000 };
  if (dice.chance(0.2)) return { id, note: token, shipping: { cod: dice.integer(0, 4) * 100_000 } };
  if (dice.chance(0.3)) return { id, note: token, lines: linesOf(material, 2) };
  return { id, ...rest, shipping: { address: addressOf(dice, `7 ${token} Hai Bà Trưng`) } };
};

/** Draws of what narrow runs do not have. */
const wideDice = ({ more, isNarrow }: Material): Dice | undefined => (isNarrow ? undefined : more);

const aboutPerson = (dice: Dice | undefined): Command => ({
  ...(dice?.chance(0.3) ? { gender: dice.pick(["male", "female"]) } : {}),
  ...(dice?.chance(0.3) ? { birthday: `19${dice.integer(70, 99)}-0${dice.integer(1, 9)}-1${dice.integer(0, 9)}` } : {}),
  ...(dice?.chance(0.3) ? { note: `khách quen ${dice.integer(1, 9)}` } : {}),
});
const aboutGoods = (dice: Dice | undefined): Command => ({
  ...(dice?.chance(0.3) ? { weightGrams: dice.integer(1, 90) * 10 } : {}),
  ...(dice?.chance(0.3) ? { description: `Vải ${dice.integer(1, 99)}` } : {}),
});

/** Different products, because a vendor may add up lines of one. */
const linesOf = (material: Material, most = 1): Command[] => {
  const { dice, more, ids } = material;
  const wide = wideDice(material);
  const products = ids("products").slice(0, 6);
  const line = (productId: string) => ({
    productId,
    quantity: dice.integer(1, 3),
    price: more?.chance(0.5) ? oddPrice(more) : dice.integer(1, 90) * 1_000,
    ...(wide?.chance(0.3) ? { discount: wide.integer(1, 5) * 100 } : {}),
    ...(wide?.chance(0.3) ? { note: `màu ${wide.integer(1, 9)}` } : {}),
  });
  const first = dice.pick(products);
  const second = most > 1 && more?.chance(0.5) ? products.find((id) => id !== first) : undefined;
  return [first, ...(second === undefined ? [] : [second])].map(line);
};

/** What narrow runs leave out. */
const isOfWide = (kind: WriteKind): boolean => /^(vouchers|price-books)|^shipments.(send|cancel)/.test(kind);

/** Undefined: the shop has nothing that such a write could be about. */
export const commandOf = (kind: WriteKind, n: number, token: string, material: Material): Command | undefined => {
  const { dice, more, vendor } = material;
  const wide = wideDice(material);
  if (material.isNarrow && isOfWide(kind)) return undefined;
  const products = material.ids("products").slice(0, 6);
  const locations = material.ids("locations").filter((id) => vendor !== "nhanh-v2" || /^[1-9]/.test(id));
  const [locationId, otherId] = locations;
  const customer = () => ({ name: "Khách", phone: dice.pick(material.phones) });
  const one = (resource: string, of: (ids: readonly string[]) => readonly string[]): string | undefined => {
    const ids = of(material.ids(resource));
    return ids.length === 0 ? undefined : dice.pick(ids);
  };
  const once = (resource: string, of: (ids: readonly string[]) => readonly string[]): Command | undefined => {
    const id = one(resource, of);
    return id === undefined || material.isAsked(kind, id) ? undefined : { id };
  };
  const phone = `08${String(n).padStart(4, "0")}${dice.integer(1_000, 9_999)}`;
  switch (kind) {
    case "orders.create":
      return {
        locationId,
        customer: customer(),
        lines: linesOf(material, 2),
        note: token,
        ...(more ? saleExtras(more, token) : {}),
      };
    case "orders.update": {
      const id = one("orders", (ids) => ids.slice(-6));
      return id === undefined ? undefined : orderChange(material, id, token);
    }
    case "orders.cancel":
      return once("orders", (ids) => ids.slice(-6));
    case "products.create": {
      const [categoryId] = material.ids("categories");
      const coded = vendor === "nhanh-v3" || dice.chance(0.5);
      const category = categoryId !== undefined && vendor === "kiotviet" ? { categoryId } : {};
      return {
        name: token,
        price: more?.chance(0.5) ? oddPrice(more) : 1_000,
        ...category,
        ...(coded ? { code: `C${token}` } : {}),
        ...(more?.chance(0.4) ? { barcode: `8934${String(n).padStart(6, "0")}` } : {}),
        ...aboutGoods(wide),
      };
    }
    case "products.update":
      return {
        id: dice.pick(products),
        name: token,
        ...(more?.chance(0.4) ? { price: oddPrice(more) } : {}),
        ...(more?.chance(0.3) ? { barcode: `8935${String(n).padStart(6, "0")}` } : {}),
        ...aboutGoods(wide),
      };
    case "products.delete":
      // Not the first ones, of which the other writes speak.
      return once("products", (ids) => ids.slice(6));
    case "stock.set":
      return { productId: dice.pick(products.slice(0, 4)), locationId, absolute: amountOf(n) };
    case "stock.move": {
      const place = { productId: dice.pick(products.slice(0, 2)), locationId };
      if (vendor !== "kiotviet") return { ...place, delta: dice.pick([-2, -1, 1, 2, 3]), note: token };
      const move = material.nextMove();
      // A number has 53 bits.
      return move > 25 ? undefined : { ...place, delta: bitOf(move), basis: "read" };
    }
    case "stock.count":
      return {
        locationId,
        lines: [{ productId: dice.pick(products.slice(0, 4)), quantity: dice.integer(1, 500) }],
        note: token,
      };
    case "customers.create":
      return {
        name: token,
        phone,
        ...(more?.chance(0.4) ? { address: addressOf(more, `3 ${token} Phan Chu Trinh`) } : {}),
        ...(more?.chance(0.3) ? { email: `${token}@example.com` } : {}),
        ...aboutPerson(wide),
      };
    case "customers.update": {
      const id = one("customers", (ids) => ids.slice(0, 5));
      if (id === undefined) return undefined;
      return {
        id,
        name: token,
        ...(more?.chance(0.4) ? { address: addressOf(more, `9 ${token} Nguyễn Du`) } : {}),
        ...(more?.chance(0.3) ? { email: `${token}@example.com` } : {}),
        ...aboutPerson(wide),
      };
    }
    case "customers.delete":
      return once("customers", (ids) => ids.slice(5));
    case "invoices.create":
      return {
        locationId,
        lines: linesOf(material, 2),
        note: token,
        ...(more?.chance(0.3) ? { discount: more.integer(1, 9) * 1_000 } : {}),
      };
    case "invoices.update": {
      const id = one("invoices", (ids) => ids.slice(-6));
      return id === undefined || !more
        ? undefined
        : { id, shipping: { address: addressOf(more, `5 ${token} Lý Thường Kiệt`) } };
    }
    case "invoices.cancel":
      return once("invoices", (ids) => ids.slice(-4));
    case "payments.create": {
      const invoiceId = one("invoices", (ids) => ids);
      return invoiceId === undefined ? undefined : { invoiceId, method: "cash", amount: amountOf(n) };
    }
    case "categories.create":
      return { name: token };
    case "categories.update": {
      const id = one("categories", (ids) => ids.slice(0, 3));
      return id === undefined ? undefined : { id, name: token };
    }
    case "categories.delete":
      return once("categories", (ids) => ids.slice(3));
    case "purchases.create":
    case "supplier-returns.create": {
      const supplierId = one("suppliers", (ids) => ids);
      return {
        locationId,
        ...(supplierId === undefined ? {} : { supplier: { id: supplierId } }),
        lines: linesOf(material),
        note: token,
      };
    }
    case "purchases.update": {
      const id = one("purchase-orders", (ids) => ids.slice(-4));
      return id === undefined ? undefined : { id, note: token };
    }
    case "purchases.cancel":
      return once("purchase-orders", (ids) => ids.slice(-4));
    case "transfers.create":
      return otherId === undefined
        ? undefined
        : { fromLocationId: locationId, toLocationId: otherId, lines: linesOf(material), note: token };
    case "transfers.update": {
      const id = one("transfers", (ids) => ids.slice(-4));
      return id === undefined ? undefined : { id, note: token };
    }
    case "transfers.cancel":
      return once("transfers", (ids) => ids.slice(-4));
    case "cash.create":
      return { direction: "in", amount: amountOf(n), locationId, method: "cash", note: token };
    case "shipments.create":
      return material.isNarrow
        ? {
            locationId,
            receiver: { name: "Lê Thị Hoa", phone, address: { line: `1 ${token} Lê Lợi`, ...places[0] } },
            lines: [{ name: "Áo", quantity: 1, price: 90_000 }],
            weightGrams: 300,
            note: token,
          }
        : { ...parcelOf(locationId ?? "", `1 ${token} Lê Lợi`), note: token };
    case "price-books.set": {
      const id = one("price-books", (ids) => ids);
      return id === undefined ? undefined : { id, prices: [{ productId: dice.pick(products), price: amountOf(n) }] };
    }
    case "vouchers.create":
      return newVoucher(
        vendor,
        n,
        token,
        one("voucher-campaigns", (ids) => ids.slice(0, 1)),
      );
    case "vouchers.release":
    case "vouchers.cancel": {
      const voucher = material.vouchers().find(({ code }) => !material.isAsked(kind, code));
      return voucher && { campaignId: voucher.campaignId, codes: [voucher.code] };
    }
    case "shipments.send":
    case "shipments.cancel":
      return once("shipments", (ids) => ids.slice(-3));
  }
};

/** Vendors that make the codes themselves are told a new campaign's terms; others take the code. */
const newVoucher = (
  vendor: VendorId,
  n: number,
  token: string,
  campaignId: string | undefined,
): Command | undefined => {
  if (vendor === "kiotviet") return campaignId === undefined ? undefined : { campaignId, codes: [token] };
  const terms = { value: amountOf(n), from: "2026-12-01T00:00:00+07:00", to: "2026-12-31T00:00:00+07:00" };
  return vendor === "pancake" ? { codes: [token], ...terms } : { name: token, count: 2, ...terms };
};
