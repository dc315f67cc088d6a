import { expect, test } from "vitest";
import { subjectOf } from "../../../shared/core/subjects.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const line = { productId: "1", quantity: 1, price: 5 };
/** Has what any command's key is made of. */
const command = {
  id: "1",
  orderId: undefined,
  invoiceId: "1",
  productId: "1",
  locationId: "2",
  fromLocationId: "2",
  toLocationId: "3",
  campaignId: "4",
  name: "Lan",
  code: "SP1",
  phone: "0901234567",
  customer: { name: "Lan", phone: "0901234567" },
  codes: ["TET"],
  lines: [line],
  prices: [line],
  delta: 1,
  receiver: { name: "Lan", phone: "0901234567" },
};

test("what a line of writes is about is said in words of the API, for every write of every vendor", () => {
  const said = new Set<string>();
  for (const vendor of Object.values(vendors)) {
    for (const [kind, write] of Object.entries(vendor.writes)) {
      const words = subjectOf(write.entity(command));
      expect(words, `${vendor.id} ${kind}`).toMatch(/^(the|a new|new) /);
      // A key has dots, dashes and colons between its words.
      expect(words).toMatch(/^[a-z ,]+$/);
      said.add(words);
    }
  }
  expect(said).toContain("the customer with this phone");
  expect(said.size).toBeGreaterThan(15);
});

test("a direct call, whose key is an address, is not told by it", () => {
  expect(subjectOf("/orders/{id}:77")).toBe("the same call of a vendor's operation");
  expect(subjectOf("constructor:1")).toBe("the same call of a vendor's operation");
});
