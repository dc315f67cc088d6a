import { expect, test } from "vitest";
import { openWriteShop } from "../../helpers/write-shop.ts";

const dryRun = async (command: object) => {
  const shop = await openWriteShop("kiotviet");
  const { deps, ref, time } = shop.world;
  const put = (id: string, name: string) =>
    deps.records.upsert(
      ref,
      "customer-groups",
      [{ id, modified: undefined, record: { id, name }, raw: { id } }],
      time.now(),
    );
  await put("901", "Bán buôn");
  await put("902", "Trùng tên");
  await put("903", "trùng  TÊN");
  const answer = await shop.request("POST", "customers?dryRun=true", { name: "Lan", phone: "0966666666", ...command });
  return answer;
};

test("a group of customers is named by its id or its name, in whatever letters", async () => {
  const byName = await dryRun({ groups: ["bán BUÔN "] });
  expect(byName.body.body.groupIds).toEqual([901]);
  expect(byName.body.filled).toMatchObject({ groups: ["901"] });
  const byId = await dryRun({ groups: ["901"] });
  expect(byId.body.body.groupIds).toEqual([901]);
  expect(byId.body.filled).not.toHaveProperty("groups");
});

test("a name that several groups have, or none, is refused by field", async () => {
  const several = await dryRun({ groups: ["Trùng tên"] });
  expect(several.status).toBe(422);
  expect(several.body.errors[0]).toMatchObject({ field: "groups", message: expect.stringContaining("give the id") });
  const none = await dryRun({ groups: ["Không có"] });
  expect(none.status).toBe(422);
  expect(none.body.errors[0].field).toBe("groups.0");
});
