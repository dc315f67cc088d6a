import { describe, expect, test } from "vitest";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** Names that every object has: a table that is a plain object would know them. */
const strange = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];

/** A webhook that calls itself so, in each place where a vendor writes the name of its event. */
const bodies = (name: string): readonly object[] => {
  const data = { id: 5, orderId: 5, productId: 5 };
  return [
    { event: name, data },
    { type: name, data },
    { event_type: name, id: 5 },
    { event: name, businessId: 1, webhooksVerifyToken: "x", data },
    { Id: "a", Attempt: 1, Notifications: [{ Action: name, Data: [{ Id: 5 }] }] },
    { Id: "a", Attempt: 1, Notifications: [{ Action: `${name}.update.1`, Data: [{ Id: 5 }] }] },
  ];
};

describe.each(vendorIds.filter((id): id is VendorId => vendors[id].webhooks !== undefined))(
  "webhooks of %s",
  (vendor) => {
    test.each(strange)("an event called %s tells of nothing, and is no error", (name) => {
      for (const body of bodies(name)) expect(vendors[vendor].webhooks!.hints(body)).toEqual([]);
    });
  },
);
