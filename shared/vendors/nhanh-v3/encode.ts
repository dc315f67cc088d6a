import { createHash } from "node:crypto";
import type { WriteContext } from "../../core/vendor.ts";
import type { Address, CustomerCreate, InvoiceCreate, OrderCreate, OrderUpdate, ProductCreate } from "./commands.ts";

/* How commands become bodies. */

export type Loose = Record<string, any>;

export const toMobile = (phone: string): string => phone.replace(/^\+?84/, "0");

export const number = (id: string | undefined): number | undefined => (id === undefined ? undefined : Number(id));

/** Absent stays absent: in order/edit an empty value clears what is stored. */
export const defined = (values: Loose): Loose =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const filled = (values: Loose): Loose | undefined => {
  const rest = defined(values);
  return Object.keys(rest).length > 0 ? rest : undefined;
};

export const fingerprint = (command: unknown): string =>
  createHash("sha256").update(JSON.stringify(command)).digest("hex").slice(0, 16);

const locationVersion = (address: Address): "v1" | "v2" | undefined => {
  if (!address.provinceId && !address.districtId && !address.wardId) return undefined;
  if (address.scheme) return address.scheme === "three-tier" ? "v1" : "v2";
  return address.districtId || !address.wardId ? "v1" : "v2";
};

/** Names of places without an id would be lost: they go into the line, where a person can read them. */
export const lineOf = (address: Address): string | undefined => {
  const named = [
    address.wardId ? undefined : address.ward,
    address.districtId ? undefined : address.district,
    address.provinceId ? undefined : address.province,
  ];
  const parts = [address.line, ...named].filter((part) => part !== undefined && part !== "");
  return parts.length > 0 ? parts.join(", ") : address.line;
};

const places = (address: Address): Loose => ({
  cityId: number(address.provinceId),
  districtId: number(address.districtId),
  wardId: number(address.wardId),
});

export const receiverOf = (order: OrderCreate): Loose => {
  const address = order.shipping?.address ?? {};
  return defined({
    name: address.name ?? order.customer.name,
    mobile: toMobile(address.phone ?? order.customer.phone),
    email: order.customer.email,
    address: lineOf(address),
    ...places(address),
    locationVersion: locationVersion(address),
  });
};

/** Money that was taken before the delivery is an order's deposit, of whatever kind (order/add, payment). */
export const cashOf = (payments: OrderCreate["payments"]): Record<string, string> =>
  Object.fromEntries(
    (payments ?? []).flatMap(({ method }, at) =>
      method === "cash"
        ? [[`payments.${at}.method`, "Nhanh keeps it as a deposit and does not say that it was cash"]]
        : [],
    ),
  );

export const encodeOrder = (order: OrderCreate, reference: string): Loose => {
  const paid = (method: string) => order.payments?.find((payment) => payment.method === method);
  const weight = order.shipping?.weightGrams;
  return defined({
    info: filled({ depotId: number(order.locationId), description: order.note }),
    channel: defined({ appOrderId: reference, sourceName: order.channel }),
    shippingAddress: receiverOf(order),
    carrier: filled({
      customerShipFee: order.shipping?.fee,
      orderPackage: weight === undefined ? undefined : { weight },
    }),
    products: order.lines.map((line) =>
      defined({
        id: Number(line.productId),
        price: line.price,
        quantity: line.quantity,
        // Of the whole line when it is added; order/list shows it per unit.
        discount: line.discount,
        description: line.note,
      }),
    ),
    payment: filled({
      // Cash that was taken before delivery is a deposit here; what is left is collected on delivery.
      depositAmount: paid("cash")?.amount,
      depositAccountId: number(paid("cash")?.accountId),
      transferAmount: paid("transfer")?.amount,
      transferAccountId: number(paid("transfer")?.accountId),
      discountAmount: order.discount,
      discountType: order.discount === undefined ? undefined : "cash",
    }),
  });
};

/** The only steps forward that order/edit takes. */
const steps = { confirmed: 56, completed: 60, returned: 72 } as const;

/**
 * An address is one value: what the command does not name of the place would stay from the old one, so it is sent empty,
 * which clears it (order/edit). Who receives stays unless the command says so.
 */
const changedAddress = (address: Address): Loose => {
  const named = defined({
    name: address.name,
    mobile: address.phone === undefined ? undefined : toMobile(address.phone),
  });
  if (!namesPlace(address)) return named;
  const none = { address: "", cityId: 0, districtId: 0, wardId: 0 };
  const place = defined({ address: lineOf(address), ...places(address), locationVersion: locationVersion(address) });
  return { ...named, ...none, ...place };
};
/** Not only who receives. */
export const namesPlace = (address: Address): boolean =>
  (["line", "ward", "wardId", "district", "districtId", "province", "provinceId"] as const).some(
    (part) => address[part] !== undefined,
  );

export const encodeOrderUpdate = (order: OrderUpdate): Loose => {
  const { address, fee, weightGrams } = order.shipping ?? {};
  return defined({
    info: defined({
      id: Number(order.id),
      description: order.note,
      status: order.status === undefined ? undefined : steps[order.status],
    }),
    shippingAddress: address && changedAddress(address),
    carrier: filled({
      customerShipFee: fee,
      orderPackage: weightGrams === undefined ? undefined : { weight: weightGrams },
    }),
  });
};

export const encodeProduct = (product: Partial<ProductCreate>): Loose =>
  defined({
    name: product.name,
    code: product.code,
    barcode: product.barcode,
    price: product.price,
    importPrice: product.cost,
    shippingWeight: product.weightGrams,
    categoryId: number(product.categoryId),
    unit: product.unit,
    description: product.description,
    // 2 selling, 3 stopped.
    status: product.active === undefined ? undefined : product.active ? 2 : 3,
  });

export const encodeNewProduct = (product: ProductCreate, { reference }: WriteContext): Loose => ({
  appProductId: reference,
  ...encodeProduct(product),
});

export const encodeCustomer = (customer: CustomerCreate): Loose =>
  defined({
    name: customer.name,
    mobile: toMobile(customer.phone),
    email: customer.email,
    gender: customer.gender === undefined ? undefined : customer.gender === "male" ? 1 : 2,
    birthday: customer.birthday,
    businessName: customer.company,
    taxCode: customer.taxCode,
    address: customer.address && lineOf(customer.address),
    locations: customer.address && filled(places(customer.address)),
    description: customer.note,
  });

export const marked = (note: string | undefined, reference: string): string =>
  [note, `[${reference}]`].filter((part) => part !== undefined && part !== "").join(" ");

export const encodeInvoice = (invoice: InvoiceCreate, reference: string): Loose => {
  const paid = (method: string) => {
    const payment = invoice.payments?.find((each) => each.method === method);
    return payment && defined({ accountId: number(payment.accountId), value: payment.amount });
  };
  const customer = invoice.customer;
  return defined({
    depotId: Number(invoice.locationId),
    customer:
      customer &&
      filled({
        id: number(customer.id),
        name: customer.name,
        mobile: customer.phone === undefined ? undefined : toMobile(customer.phone),
        email: customer.email,
      }),
    // addretail has no key of ours that the vendor would keep unique: the description is where we can find it again.
    description: marked(invoice.note, reference),
    products: invoice.lines.map((line) =>
      defined({
        id: Number(line.productId),
        quantity: line.quantity,
        price: line.price,
        discount: line.discount ? { type: "cash", value: line.discount } : undefined,
        description: line.note,
      }),
    ),
    payment: filled({ cash: paid("cash"), transfer: paid("transfer"), credit: paid("card") }),
  });
};
