import { expect, test } from "vitest";
import { writeAbilities } from "../../../shared/api/write-abilities.ts";
import { vendorIds, writeKinds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

const ability = (vendor: keyof typeof vendors, kind: (typeof writeKinds)[number]) =>
  writeAbilities(vendors[vendor]).find((one) => one.kind === kind)!;

test("each vendor's writes name what they need, what they have no field for, and how a lost answer is looked up", () => {
  for (const id of vendorIds) {
    const abilities = writeAbilities(vendors[id]);
    expect(abilities.map(({ kind }) => kind)).toEqual(writeKinds.filter((kind) => vendors[id].writes[kind]));
    for (const { command, required } of abilities) {
      expect(command.type).toBe("object");
      expect(Object.keys((command as any).properties)).toEqual(expect.arrayContaining(required));
    }
  }
  expect(ability("kiotviet", "orders.create").required).toEqual(expect.arrayContaining(["locationId", "lines"]));
  expect(ability("kiotviet", "customers.create").notTaken).toEqual(expect.arrayContaining(["company", "taxCode"]));
  expect(ability("isale", "products.create").notTaken).toEqual(expect.arrayContaining(["weightGrams", "attributes"]));
  expect(ability("kiotviet", "payments.create")).toMatchObject({ lookup: false, reference: "none", repeatable: false });
  expect(ability("nhanh-v3", "customers.create")).toMatchObject({ reference: "key", bulk: 100 });
});

test("a field that is said to have no place is never sent", async () => {
  const shop = await openWriteShop("kiotviet");
  const command = { name: "Lan", phone: "0901234567", company: "ACME", taxCode: "0101" };
  const { body } = await shop.request("POST", "customers?dryRun=true", command);
  expect(Object.keys(body.dropped).sort()).toEqual(["company", "taxCode"]);
  expect(JSON.stringify(body.body)).not.toContain("ACME");
});
