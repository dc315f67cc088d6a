import { contentHash } from "../../../core/content.ts";
import { type Shows, UNSEEN } from "../../../core/taken.ts";
import { defineWrite } from "../../../core/vendor.ts";
import { CustomerCreateCommand, CustomerUpdateCommand, RemovalCommand } from "../commands.ts";
import { carriedCustomer, customerBody, customerUpdateBody, type Row } from "../encode.ts";
import { customerLooks, removalLooks } from "../find.ts";
import { customerPlaces } from "./areas.ts";
import { leftOver, made, unlessMasked, whereShown } from "./common.ts";

/* Customers. */

const customerPart = (part: string) => unlessMasked(({ address }) => address?.[part]);
const customerShows: Shows = {
  code: true,
  name: unlessMasked(({ name }) => name),
  phone: unlessMasked(({ phone }) => phone),
  email: unlessMasked(({ email }) => email),
  gender: true,
  birthday: true,
  taxCode: true,
  "address.line": customerPart("line"),
  "address.ward": customerPart("ward"),
  "address.district": customerPart("district"),
  "address.province": customerPart("province"),
  "address.scheme": whereShown(({ address }) => address?.scheme),
  // Records name their groups, commands number them: only how many there are can be compared.
  groups: ({ groups = [] }, { groups: asked }) =>
    groups.length !== asked.length ? groups : asked.length === 0 ? [] : UNSEEN,
  note: true,
};

const customersCreate = defineWrite({
  operation: "customers.create",
  command: CustomerCreateCommand,
  reference: { by: "field", fields: ["customer.code (where the command names none)"] },
  resource: "customers",
  settleSeconds: 120,
  named: { groups: "customer-groups" },
  areas: { fields: ["address"], lists: customerPlaces },
  entity: (command) => `customers.create:${command.code ?? command.phone ?? contentHash(command)}`,
  encode: (command, context) => ({
    body: { ...customerBody(command as Row), code: command.code ?? context.reference },
  }),
  result: made,
  looks: customerLooks(),
  shows: customerShows,
});

const customersUpdate = defineWrite({
  operation: "customers.update",
  command: CustomerUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "customers",
  named: { groups: "customer-groups" },
  areas: { fields: ["address"], lists: customerPlaces },
  entity: ({ id }) => `customer:${id}`,
  carried: carriedCustomer,
  encode: (command, { current }) => ({ params: { id: command.id }, body: customerUpdateBody(command, current) }),
  result: (answer, { id }) => ({ id, ...made(answer) }),
  shows: customerShows,
  alsoShows: ({ address }, record) => leftOver("address", address, (record as Row).address),
});

const customersDelete = defineWrite({
  operation: "customers.delete",
  command: RemovalCommand,
  reference: { by: "record" },
  resource: "customers",
  entity: ({ id }) => `customer:${id}`,
  encode: ({ id }) => ({ params: { id } }),
  result: (_answer, { id }) => ({ id }),
  looks: removalLooks("customers"),
});

export const customerWrites = {
  "customers.create": customersCreate,
  "customers.update": customersUpdate,
  "customers.delete": customersDelete,
} as const;
