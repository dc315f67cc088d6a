import { beforeAll, describe, expect, test } from "vitest";
import { Rejected } from "../../../shared/core/errors.ts";
import { unsafePathParams } from "../../../shared/core/paths.ts";
import { openShop } from "../../../shared/usecases/shops/open-shop.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

describe("an operation that is called directly", () => {
  let shop: WriteShop;
  beforeAll(async () => {
    shop = await openWriteShop("pancake");
  });
  const dryRun = (operation: string, body: object, query = "") =>
    shop.request("POST", `operations/${operation}?dryRun=true${query}`, body);

  test("sends the body as it was given: null stays null, and text stays text", async () => {
    const body = { status: null, returned_reason: null, note: "", bill_full_name: null };
    const answer = await dryRun("orders.update", { params: { order_id: "77" }, body });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.body).toEqual(body);
  });

  test.each(["..", ".", "a/b", "%2e%2e", "%2F", "", " ", "a\\b"])(
    "refuses %j as a part of the path",
    async (order_id) => {
      const answer = await dryRun("orders.update", { params: { order_id }, body: {} });
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toContainEqual(expect.objectContaining({ field: "params.order_id" }));
    },
  );

  test("refuses a field that the document does not have, and with strict=false sends it with a warning", async () => {
    const kiotviet = await openWriteShop("kiotviet");
    const call = { params: { id: "77" }, body: { categoryName: "Áo", no_such_field: 1 } };
    const refused = await kiotviet.request("POST", "operations/categories.update", call);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: "body.no_such_field" }] } });
    const sent = await kiotviet.request("POST", "operations/categories.update?strict=false", call);
    expect(sent.status).toBe(202);
    expect(sent.body.warnings).toEqual([expect.stringContaining("body.no_such_field")]);
  });

  test("that changes or shows the shop's webhook needs a key with the scope admin", async () => {
    const call = { body: { shop: { webhook_enable: true, webhook_url: "https://elsewhere.test" } } };
    const path = "operations/shops.configure-webhook?dryRun=true";
    expect(await shop.requestAs("write", "POST", path, call)).toMatchObject({ status: 403 });
    expect(await shop.request("POST", path, call)).toMatchObject({ status: 200 });
    const admins = Object.values(vendors).flatMap(({ id, operations }) =>
      operations.flatMap((operation) => (operation.admin ? [`${id} ${operation.id}`] : [])),
    );
    expect(admins).toEqual([
      "kiotviet webhooks.create",
      "kiotviet webhooks.delete",
      "kiotviet webhooks.list",
      "pancake shops.list",
      "pancake shops.get",
      "pancake shops.configure-webhook",
    ]);
  });
});

test("a command's id cannot name another path either, in a write or a direct call", async () => {
  const shop = await openWriteShop("pancake");
  const { deps, ref, time } = shop.world;
  const open = await openShop(await deps.shops.find(ref), deps);
  const call = open.call("write")("orders.update", { params: { order_id: ".." }, body: {} });
  await expect(time.until(call)).rejects.toBeInstanceOf(Rejected);
});

test("every vendor's path parameters are looked at", () => {
  for (const { operations } of Object.values(vendors))
    for (const operation of operations) {
      const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      const params = Object.fromEntries(names.map((name) => [name, ".."]));
      expect(unsafePathParams(operation, params).sort()).toEqual([...new Set(names)].sort());
    }
});
