import { samePhone } from "../../../core/phone.ts";
import type * as records from "../../../core/records.ts";
import { rowsIn, type Untyped } from "../../../core/rows.ts";
import { defineWrite } from "../../../core/vendor.ts";
import { CustomerCreate } from "../commands.ts";
import { encodeCustomer, toMobile } from "../encode.ts";
import { customerLooks, customerOfPhone } from "../find.ts";
import { toCustomer } from "../normalize.ts";
import { customerAreas } from "./areas.ts";
import { addressShows, doneId, idText } from "./common.ts";

const createCustomer = defineWrite<CustomerCreate>({
  operation: "customers.create",
  command: CustomerCreate,
  encode: (customer) => ({ body: [encodeCustomer(customer)] }),
  result: (answer) => ({ id: doneId(answer) }),
  reference: { by: "key", field: "phone" },
  looks: customerLooks,
  occupied: customerOfPhone,
  resource: "customers",
  named: { tags: "customer-tags" },
  areas: { fields: ["address"], lists: customerAreas },
  view: (row) => ({ ...toCustomer(row), groups: [idText(row.group?.id)].flatMap((id) => id ?? []) }),
  entity: ({ phone }) => `customer-phone:${toMobile(phone)}`,
  shows: {
    name: true,
    phone: true,
    email: true,
    gender: true,
    birthday: true,
    company: true,
    taxCode: true,
    // The list shows no labels of a customer.
    groups: true,
    points: true,
    ...addressShows("address", (customer: records.Customer) => customer.address),
    // Sent with the customer's own name and phone only.
    "address.name": () => undefined,
    "address.phone": () => undefined,
  },
  bulk: {
    operation: "customers.create",
    most: 100,
    encode: (items) => ({ body: items.map(({ command }) => encodeCustomer(command)) }),
    results: (answer, items) => {
      const rows: readonly Untyped[] = rowsIn(answer?.data) ?? [];
      return items.map(({ command }) => {
        const row = rows.find((each) => samePhone(each?.mobile, command.phone));
        return row ? { id: String(row.id) } : { rejected: "the vendor's answer leaves this customer out" };
      });
    },
  },
});

export const customerWrites = { "customers.create": createCustomer } as const;
