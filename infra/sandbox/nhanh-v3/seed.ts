import { DAY, HOUR, toHanoiDay } from "../../../shared/core/time.ts";
import { RETAIL } from "./bills.ts";
import type { Box } from "./box.ts";
import { addCustomer } from "./customers.ts";
import { moveOrder, newOrder, sell, takeBack } from "./life.ts";
import { addProduct, GOODS } from "./products.ts";
import { addCodes } from "./promotions.ts";
import { type Fields, type Rows, unix } from "./wire.ts";

const fill = (rows: Rows, make: readonly Fields[]) => {
  for (const fields of make) rows.insert((id, at) => ({ id, createdAt: unix(at), ...fields }));
};

/** What every shop has from its first day. */
export const seedSmall = (box: Box) => {
  if (box.depots.size > 0) return;
  seedStores(box);
  seedBooks(box);
  seedPages(box);
};

const seedStores = (box: Box) => {
  const place = {
    cityId: 254,
    cityName: "Hà Nội",
    districtId: 321,
    districtName: "Đống Đa",
    wardId: 1_116,
    wardName: "Ô Chợ Dừa",
    address: "170 La Thành",
  };
  for (const called of ["Kho Hà Nội", "Kho Sài Gòn", "Kho Online"])
    box.depots.insert((id) => ({
      id,
      code: `K${id}`,
      name: called,
      mobile: "0987654321",
      location: place,
      locationV2: [],
    }));
  fill(
    box.users,
    ["Lan", "Huy"].map((called) => ({
      username: called,
      fullName: called,
      email: "",
      mobile: "",
      roleName: "",
      depots: [],
    })),
  );
  fill(
    box.categories,
    GOODS.map((called, order) => ({
      parentId: 0,
      code: `DM${order}`,
      name: called,
      order,
      image: "",
      content: "",
      status: 1,
    })),
  );
  for (const called of ["product-tags", "order-tags", "customer-tags"])
    fill(
      box.table(called, 92_201),
      ["VIP", "Mới"].map((tag) => ({
        businessId: box.businessId,
        name: tag,
        status: 1,
        bgColor: "#000",
        textColor: "#fff",
      })),
    );
};

const seedBooks = (box: Box) => {
  fill(box.table("departments"), [{ parentId: 0, code: "KD", name: "Kinh doanh", status: 1 }]);
  fill(box.suppliers, [
    { name: "Xưởng may", mobile: "0911111111", status: 1 },
    { name: "Xưởng dệt", mobile: "0911111112", status: 1 },
  ]);
  fill(box.table("internal-categories"), [{ parentId: 0, name: "Nội bộ", code: "NB" }]);
  fill(box.table("brands"), [{ code: "TH", name: "Thương hiệu", status: 1, parentId: 0 }]);
  fill(box.table("order-sources"), [{ name: "Facebook", status: 1 }]);
  fill(box.table("accounts"), [
    { parentId: 0, type: 3, code: "111", name: "Tiền mặt", status: 1, createdAt: "2026-01-01 08:00:00" },
  ]);
  fill(box.priceBooks, [
    { businessId: box.businessId, name: "Giá sỉ", status: 1, startDate: "2026-01-01", endDate: "2026-12-31" },
  ]);
  fill(box.batches, [{ name: "Tết", status: 1, numberOfCodes: 3, codeLength: 8, valueType: 1, value: 10_000 }]);
  addCodes(box, Number(box.batches.live()[0]!.id), 3, { canUsedTimes: 1 });
  const today = toHanoiDay(box.shop.now());
  fill(box.table("draft-bills"), [
    { type: 2, mode: 3, status: 1, lastUpdatedAt: unix(box.shop.now() - HOUR), description: "" },
  ]);
  fill(box.table("cash-flow"), [
    {
      date: today,
      type: 3,
      mode: 3,
      amount: 250_000,
      created: { id: 1, name: "Lan", createdAt: unix(box.shop.now()) },
    },
  ]);
  fill(box.table("debts"), [{ code: "KH1", name: "Mai", mobile: "0922222222", debit: 100_000 }]);
  fill(box.table("marketplace-shops"), [
    { appId: 8_195, shop: { id: "s-1", name: "Shopee Mall" }, expriredAt: unix(box.shop.now() + DAY) },
  ]);
  fill(box.table("marketplace-returns"), [
    {
      appId: 8_195,
      shopId: "s-1",
      returnId: "R1",
      returnType: 2,
      amount: 99_000,
      createdAt: unix(box.shop.now() - DAY),
      updateAt: unix(box.shop.now() - HOUR),
    },
  ]);
};

const seedPages = (box: Box) => {
  fill(box.named("pages"), [{ name: "Good bag", channel: 1, expiredAt: unix(box.shop.now() + 300 * DAY) }]);
  const page = box.named("pages").live()[0]!.row;
  fill(box.named("page-staff"), [{ displayName: "Lan", posUid: "2054190", posName: "Lan" }]);
  fill(box.conversations, [
    {
      channel: 1,
      type: 2,
      pageId: page.id,
      pageUserId: "752",
      pageUserName: "Linh",
      hasReply: false,
      hasPhone: true,
      status: 2,
      tagIds: [],
    },
  ]);
  const talk = box.conversations.live()[0]!.row;
  box.messages.insert((id, at) => ({
    id: `m_${id}`,
    conversationId: talk.id,
    pageId: page.id,
    senderId: "752",
    createdAt: at,
    message: "Còn hàng không?",
  }));
  fill(box.named("conversation-tags"), [
    { name: "Ordered", status: 1, color: "#fff", backgroundColor: "#2e3191", order: 1, shortcut: "" },
  ]);
  fill(box.named("ad-accounts"), [{ fbBusinessId: 1, name: "Quảng cáo" }]);
  fill(box.campaigns, [{ name: "FMM", status: 1, adCampaignId: "120232711406030373", pageId: page.id }]);
  fill(box.named("marketing-topics"), [{ name: "Ưu đãi", title: "Nhận ưu đãi" }]);
  fill(box.audiences, [{ name: "Tệp 1", description: "", adAccountId: "act_1", subtype: "CUSTOM" }]);
};

/** What hangs on products: once there are some. */
const seedDetails = (box: Box) => {
  const product = box.products.live()[0]?.row;
  if (!product || box.table("imeis").size > 0) return;
  const at = unix(box.shop.now());
  const add = (name: string, fields: Fields) => box.table(name).insert((id) => ({ id, createdAt: at, ...fields }));
  const of = { id: product.id, name: product.name, code: product.code };
  const depot = { id: Number(box.depots.live()[0]!.id), name: "" };
  add("units", { productId: product.id, name: "Hộp", quantity: 10, price: 1_000_000, wholesalePrice: 0 });
  add("batches", {
    productId: product.id,
    name: "L1",
    manufactureDate: "2026-01-01",
    expiredDate: "2027-01-01",
    status: 1,
  });
  add("expiries", { depot, product: of, billId: 1, quantity: 5, expiredDate: "2027-01-01", status: 1 });
  add("gifts", { categoryId: 0, quantity: 1, promotion: { id: 1 }, product: of, gift: of });
  add("imeis", { product: of, depot, imei: "356938035643809", status: 1, price: 1 });
  add("imei-sales", { imei: "356938035643809", date: toHanoiDay(box.shop.now()), mode: RETAIL, depot, product: of });
  add("supplier-products", { productId: product.id, supplierId: 40_801, supplierProductCode: "X1" });
  add("combos", { comboName: "Bộ", comboCode: "CB1", avgCost: 0, comboItems: [] });
  add("stock-limits", { depot, product: of, minRemain: 5, maxRemain: 50 });
};

export const seed = (box: Box, size: number): void => {
  const now = box.shop.now();
  // Over four months, so that a reader has to walk through several windows.
  const step = Math.floor((120 * DAY) / Math.max(1, size));
  for (let n = size; n > 0; n -= 1) {
    box.shop.at(now - n * step, () => {
      addProduct(box);
      addCustomer(box);
      newOrder(box);
      if (box.dice.chance(0.8)) moveOrder(box);
      sell(box);
      if (box.dice.chance(0.1)) takeBack(box);
    });
  }
  seedDetails(box);
};
