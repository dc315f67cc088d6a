import { DAY, parseTime } from "../../../shared/core/time.ts";
import type { Collection, Entry, Shop } from "../simulator.ts";
import { invalid, type Row } from "./wire.ts";

export const RETAILER_ID = 501_073_570;

/** KiotViet Public API §2.5.1 and field note (recorded). */
const ORDER_STATUS: Record<number, string> = { 1: "Phiếu tạm", 2: "Đang xử lý", 3: "Hoàn thành", 4: "Đã hủy" };
/** KiotViet Public API §2.11.7. */
const INVOICE_STATUS: Record<number, string> = { 1: "Hoàn thành", 2: "Đã hủy", 3: "Đang xử lý", 5: "Không giao được" };
/** KiotViet Public API §2.12.1. */
const DELIVERY_STATUS: Record<number, string> = {
  1: "Chờ xử lý",
  2: "Đang giao hàng",
  3: "Giao thành công",
  4: "Đang chuyển hoàn",
  5: "Đã chuyển hoàn",
  6: "Đã hủy",
  7: "Đang lấy hàng",
  8: "Chờ lấy lại",
  9: "Đã lấy hàng",
  10: "Chờ giao lại",
  11: "Chờ chuyển hàng",
  12: "Chờ chuyển hoàn lại",
};
const FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi"];
const GIVEN = ["Thị Hoa", "Văn Nam", "Minh Anh", "Quốc Bảo", "Thu Trang", "Đức Huy", "Ngọc Lan", "Hải Yến"];
const GOODS = ["Áo thun", "Quần jean", "Túi tote", "Giày thể thao", "Mũ lưỡi trai", "Váy hoa", "Balo", "Ví da"];
const COLORS = ["đen", "trắng", "xanh", "đỏ", "be", "nâu"];

/** Reads a time of a request's body; bad ones are a refusal. */
const bodyTime = (value: unknown, field: string): number | undefined => {
  try {
    return parseTime(value, "hanoi");
  } catch {
    throw invalid(`${field} không đúng định dạng`);
  }
};

/** The rows of one shop and what its staff, or an integration, can do with them. */
export class KiotVietRows {
  readonly shop: Shop;
  readonly branches: Collection<Row>;
  readonly users: Collection<Row>;
  readonly bankAccounts: Collection<Row>;
  readonly surcharges: Collection<Row>;
  readonly saleChannels: Collection<Row>;
  readonly locations: Collection<Row>;
  readonly customerGroups: Collection<Row>;
  readonly categories: Collection<Row>;
  readonly products: Collection<Row>;
  readonly priceBooks: Collection<Row>;
  readonly customers: Collection<Row>;
  readonly orders: Collection<Row>;
  readonly invoices: Collection<Row>;
  readonly returns: Collection<Row>;
  readonly cashFlow: Collection<Row>;
  readonly purchaseOrders: Collection<Row>;
  readonly transfers: Collection<Row>;
  readonly supplierOrders: Collection<Row>;
  readonly campaigns: Collection<Row>;
  readonly vouchers: Collection<Row>;
  /** Told of stock moves and of prices in price books, which have no collection of their own. */
  onStock: ((product: Entry<Row>, branchId: number) => void) | undefined;
  onPrice: ((priceBookId: number, productId: number, price: number | undefined) => void) | undefined;
  private lastNumber = 0;

  constructor(shop: Shop) {
    this.shop = shop;
    const coded = { keys: { code: (row: Row) => row.code }, orders: { code: (row: Row) => row.code ?? "" } };
    const named = { orders: { name: (row: Row) => row.name ?? "" } };
    const bought = { ...coded, orders: { ...coded.orders, purchaseDate: (row: Row) => row.purchaseDate } };
    this.branches = shop.collection({ firstId: 233_443, idStep: 3, orders: { name: (row) => row.branchName } });
    this.users = shop.collection({ firstId: 51_001, orders: { name: (row) => row.givenName } });
    this.bankAccounts = shop.collection({ firstId: 7_001, orders: { name: (row) => row.bankName } });
    this.surcharges = shop.collection({ firstId: 901, keys: { code: (row) => row.surchargeCode } });
    this.saleChannels = shop.collection({ firstId: 601, ...named });
    this.locations = shop.collection({ firstId: 1, ...named });
    this.customerGroups = shop.collection({ firstId: 4_001, ...named });
    this.categories = shop.collection({ firstId: 438_730, orders: { name: (row) => row.categoryName } });
    this.products = shop.collection({
      firstId: 26_254_255,
      keys: coded.keys,
      orders: {
        ...coded.orders,
        ...named.orders,
        stock: (row, entry) => row.stockModified ?? entry.created,
      },
    });
    this.priceBooks = shop.collection({ firstId: 3_001, ...named });
    this.customers = shop.collection({
      firstId: 37_285_077,
      keys: { ...coded.keys, phone: (row) => row.contactNumber },
      orders: { ...coded.orders, ...named.orders },
    });
    this.orders = shop.collection({ firstId: 18_947_766, ...bought });
    this.invoices = shop.collection({ firstId: 251_996_687, ...bought });
    this.returns = shop.collection({ firstId: 9_001, ...coded });
    this.cashFlow = shop.collection({ firstId: 80_001, ...coded });
    this.purchaseOrders = shop.collection({ firstId: 61_001, ...coded });
    this.transfers = shop.collection({ firstId: 71_001, ...coded });
    this.supplierOrders = shop.collection({ firstId: 31_001, ...coded });
    this.campaigns = shop.collection({ firstId: 30_087, ...coded });
    this.vouchers = shop.collection({ firstId: 30_996, ...coded });
    shop.at(shop.now() - 400 * DAY, () => this.furnish());
  }

  // ---- what a new shop has

  private furnish(): void {
    const { dice } = this.shop;
    for (const name of ["Chi nhánh trung tâm", "Chi nhánh Cầu Giấy", "Kho Bình Dương"]) {
      this.branches.insert((id) => ({
        id,
        branchName: name,
        branchCode: `CN${id}`,
        address: "",
        contactNumber: "+84000000000",
        isActive: true,
      }));
    }
    for (const name of ["admin", "thungan1", "thungan2"]) {
      this.users.insert((id) => ({ id, userName: name, givenName: name, mobilePhone: "", email: "", description: "" }));
    }
    for (const name of ["Vietcombank", "Techcombank"]) {
      const accountNumber = String(dice.integer(1e9, 9e9));
      this.bankAccounts.insert((id) => ({ id, bankName: name, accountNumber, description: "" }));
    }
    this.addSurcharge({ name: "Phí gói quà", code: "THK000001", value: 15_000 });
    for (const name of ["Khác", "Facebook", "Shopee"]) {
      this.saleChannels.insert((id) => ({ id, name, isActive: true, isNotDelete: name === "Khác" }));
    }
    for (const [name, normalName] of [
      ["Hà Nội - Quận Cầu Giấy", "Ha Noi - Quan Cau Giay"],
      ["Hồ Chí Minh - Quận 1", "Ho Chi Minh - Quan 1"],
      ["Đà Nẵng - Quận Hải Châu", "Da Nang - Quan Hai Chau"],
    ]) {
      this.locations.insert((id) => ({ id, name, normalName }));
    }
    for (const name of ["Khách lẻ", "Đại lý"]) {
      this.customerGroups.insert((id) => ({ id, name, description: "", createdBy: 51_001, discount: 0, members: [] }));
    }
    for (const name of ["Thời trang", "Phụ kiện", "Giày dép"]) this.addCategory({ categoryName: name });
    for (const name of ["Bảng giá sỉ", "Bảng giá Tết"]) {
      this.priceBooks.insert((id, at) => ({
        id,
        name,
        isActive: true,
        isGlobal: true,
        startDate: at,
        endDate: at + 900 * DAY,
        forAllCusGroup: true,
        forAllUser: true,
      }));
    }
    for (const [code, price] of [
      ["PHVC000001", 50_000],
      ["PHVC000002", 100_000],
    ] as const) {
      const campaign = this.campaigns.insert((id, at) => ({
        id,
        code,
        name: `Voucher ${price}`,
        isActive: true,
        startDate: at,
        endDate: at + 900 * DAY,
        expireTime: 30,
        prereqPrice: 0,
        quantity: 0,
        price,
        useVoucherCombineInvoice: false,
        isGlobal: true,
        forAllCusGroup: true,
        forAllUser: true,
      }));
      this.addVouchers(Number(campaign.id), [`V${price}A`, `V${price}B`, `V${price}C`]);
    }
  }

  /** A running number for codes: six digits, as KiotViet's own are. */
  private nextCode(prefix: string): string {
    this.lastNumber += 1;
    return `${prefix}${String(this.lastNumber).padStart(6, "0")}`;
  }

  branch(id: unknown): Entry<Row> {
    const branch = this.branches.get(Number(id));
    if (!branch) throw invalid("Chi nhánh không tồn tại");
    return branch;
  }

  // ---- categories, surcharges, vouchers

  private checkCategory(body: Row): void {
    if (typeof body.categoryName !== "string" || body.categoryName.trim() === "") {
      throw invalid("Tên nhóm hàng không được để trống");
    }
    if (body.categoryName.length > 125) throw invalid("Tên nhóm hàng tối đa 125 ký tự");
    let depth = 1;
    for (let parent = body.parentId; parent; depth += 1) {
      const found = this.categories.get(parent);
      if (!found) throw invalid("Nhóm hàng cha không tồn tại");
      parent = found.row.parentId;
    }
    if (depth > 3) throw invalid("Nhóm hàng chỉ có tối đa 3 cấp");
  }

  addCategory(body: Row): Entry<Row> {
    this.checkCategory(body);
    const made = this.categories.insert((id) => ({
      categoryId: id,
      categoryName: body.categoryName,
      parentId: body.parentId,
      hasChild: false,
      rank: 0,
    }));
    if (body.parentId)
      this.categories.quietly(body.parentId, (row) => {
        row.hasChild = true;
      });
    return made;
  }

  editCategory(id: number | string, body: Row): Entry<Row> {
    const found = this.categories.get(id);
    if (!found) throw invalid("Nhóm hàng không tồn tại");
    this.checkCategory({ categoryName: found.row.categoryName, ...body });
    const renamed = body.categoryName !== undefined && body.categoryName !== found.row.categoryName;
    this.categories.edit(id, (row) => {
      row.categoryName = body.categoryName ?? row.categoryName;
      if (body.parentId !== undefined) row.parentId = body.parentId;
    });
    // Whether a new name of the group stamps its products is not known; here it does.
    if (renamed) {
      for (const product of this.products.live()) {
        if (String(product.row.categoryId) === String(id)) this.products.edit(product.id, () => {});
      }
    }
    return found;
  }

  removeCategory(id: number | string): void {
    if (!this.categories.get(id)) throw invalid("Nhóm hàng không tồn tại");
    // KiotViet Public API §2.3.1: neither a group with groups in it nor one in use can be deleted.
    if (this.categories.live().some(({ row }) => String(row.parentId) === String(id))) {
      throw invalid("Không thể xóa nhóm hàng đang có nhóm con");
    }
    if (this.products.live().some(({ row }) => String(row.categoryId) === String(id))) {
      throw invalid("Không thể xóa nhóm hàng đang được sử dụng");
    }
    this.categories.remove(id);
  }

  addSurcharge(body: Row): Entry<Row> {
    if (!body.name) throw invalid("Tên thu khác không được để trống");
    const code = body.code || this.nextCode("THK");
    if (this.surcharges.by("code", code)) throw invalid("Mã thu khác đã tồn tại");
    return this.surcharges.insert((id) => ({
      id,
      surchargeCode: code,
      surchargeName: body.name,
      value: body.value ?? 0,
      isActive: true,
    }));
  }

  editSurcharge(id: number | string, body: Row): Entry<Row> {
    const edited = this.surcharges.edit(id, (row) => {
      row.surchargeName = body.name ?? row.surchargeName;
      row.surchargeCode = body.code ?? row.surchargeCode;
      row.value = body.value ?? row.value;
      if (typeof body.isActive === "boolean") row.isActive = body.isActive;
    });
    if (!edited) throw invalid("Thu khác không tồn tại");
    return edited;
  }

  addVouchers(campaignId: number, codes: readonly string[]): Entry<Row>[] {
    const campaign = this.campaigns.get(campaignId);
    if (!campaign?.row.isActive) throw invalid("Đợt phát hành không tồn tại hoặc chưa kích hoạt");
    if (codes.length === 0 || codes.some((code) => !code)) throw invalid("Mã voucher không được để trống");
    if (codes.some((code) => this.vouchers.by("code", code))) throw invalid("Mã voucher đã tồn tại");
    this.campaigns.quietly(campaignId, (row) => {
      row.quantity += codes.length;
    });
    return codes.map((code) =>
      this.vouchers.insert((id) => ({
        id,
        code,
        voucherCampaignId: campaignId,
        status: 0,
        price: campaign.row.price,
      })),
    );
  }

  setVouchers(campaignId: number, codes: readonly string[], status: 1 | 3, at?: unknown): void {
    const found = codes.map((code) => this.vouchers.by("code", code));
    if (found.length === 0) throw invalid("Mã voucher không được để trống");
    for (const voucher of found) {
      if (voucher?.row.voucherCampaignId !== Number(campaignId)) throw invalid("Voucher không thuộc đợt phát hành");
      if (voucher.row.status !== 0) throw invalid("Chỉ áp dụng với voucher chưa sử dụng");
    }
    const releaseDate = bodyTime(at, "ReleaseDate");
    for (const voucher of found) {
      if (!voucher) continue;
      this.vouchers.edit(voucher.id, (row) => {
        row.status = status;
        if (status === 1) Object.assign(row, { releaseDate, sellType: 0, partnerType: "O" });
      });
    }
  }

  // ---- products and stock

  private checkProduct(body: Row, id?: number | string): void {
    if (body.code) {
      const other = this.products.by("code", body.code);
      if (other && String(other.id) !== String(id)) throw invalid(`Mã hàng hóa ${body.code} đã tồn tại`);
    }
    if (typeof body.barCode === "string" && body.barCode.length > 16) throw invalid("Mã vạch tối đa 16 ký tự");
    if (body.categoryId !== undefined && !this.categories.get(body.categoryId)) {
      throw invalid("Nhóm hàng không tồn tại");
    }
    if (body.basePrice !== undefined && !(body.basePrice >= 0)) throw invalid("Giá bán không hợp lệ");
    for (const level of body.inventories ?? []) this.branch(level.branchId);
  }

  /** Throws what adding would throw, for lists that are taken as a whole or not at all. */
  checkNewProduct(body: Row): void {
    if (!body?.name) throw invalid("Tên hàng hóa không được để trống");
    if (body.categoryId === undefined) throw invalid("Nhóm hàng không được để trống");
    this.checkProduct(body);
  }

  addProduct(body: Row): Entry<Row> {
    this.checkNewProduct(body);
    const stock: Row = {};
    for (const { id } of this.branches.live()) stock[id] = { onHand: 0, reserved: 0, cost: 0 };
    for (const level of body.inventories ?? []) {
      Object.assign(stock[level.branchId], { onHand: level.onHand ?? 0, cost: level.cost ?? 0 });
    }
    return this.products.insert((id) => ({
      id,
      code: body.code || this.nextCode("SP"),
      barCode: body.barCode || undefined,
      name: body.name,
      categoryId: Number(body.categoryId),
      allowsSale: body.allowsSale ?? true,
      type: 2,
      description: body.description,
      hasVariants: body.hasVariants ?? (body.attributes?.length ?? 0) > 0,
      attributes: body.attributes,
      unit: body.unit ?? "",
      masterProductId: body.masterProductId,
      masterUnitId: body.masterUnitId,
      tradeMarkId: body.tradeMarkId,
      tradeMarkName: body.tradeMarkName,
      conversionValue: body.conversionValue ?? 1,
      images: body.images,
      basePrice: body.basePrice ?? 0,
      weight: body.weight,
      isActive: true,
      isRewardPoint: false,
      isLotSerialControl: body.isProductSerial ?? false,
      isBatchExpireControl: false,
      stock,
      prices: {},
      stockModified: undefined,
    }));
  }

  checkChangedProduct(id: number | string, body: Row): void {
    if (!this.products.get(id)) throw invalid("Hàng hóa không tồn tại");
    this.checkProduct(body, id);
  }

  editProduct(id: number | string, body: Row): Entry<Row> {
    this.checkChangedProduct(id, body);
    const taken = ["name", "code", "barCode", "allowsSale", "description", "hasVariants", "attributes", "unit"];
    taken.push("masterUnitId", "conversionValue", "basePrice", "weight", "isActive", "isRewardPoint", "categoryId");
    const edited = this.products.edit(id, (row) => {
      for (const field of taken) if (body[field] !== undefined) row[field] = body[field];
    });
    // The stock is set as given; a cost is taken without complaint and without effect (field note, claimed).
    for (const level of body.inventories ?? []) {
      if (typeof level.onHand === "number") this.setStock(id, Number(level.branchId), level.onHand);
    }
    return edited as Entry<Row>;
  }

  removeProduct(id: number | string): void {
    if (!this.products.remove(id)) throw invalid("Hàng hóa không tồn tại");
  }

  private setStock(productId: number | string, branchId: number, onHand: number): void {
    const level = this.products.get(productId)?.row.stock[branchId];
    this.moveStock(productId, branchId, onHand - (level?.onHand ?? 0), 0);
  }

  /** A move shows in the stock listing and leaves the product's own date alone. */
  moveStock(productId: number | string, branchId: number, onHand: number, reserved: number): void {
    const product = this.products.get(productId);
    if (!product || (onHand === 0 && reserved === 0)) return;
    const now = this.shop.now();
    this.products.quietly(productId, (row) => {
      row.stock[branchId] ??= { onHand: 0, reserved: 0, cost: 0 };
      const level = row.stock[branchId];
      level.onHand += onHand;
      level.reserved = Math.max(0, level.reserved + reserved);
      if (this.shop.habits.unmovedStock) return;
      level.modifiedDate = Math.max(now, level.modifiedDate ?? 0);
      row.stockModified = Math.max(now, row.stockModified ?? 0);
    });
    this.onStock?.(product, branchId);
  }

  setPrice(priceBookId: number, productId: number | string, price: number | undefined): void {
    const product = this.products.get(productId);
    if (!product) throw invalid("Hàng hóa không tồn tại");
    // Book 0 is the common one: the product's own price (KiotViet Public API §2.17.3).
    if (priceBookId !== 0 && !this.priceBooks.get(priceBookId)) throw invalid("Bảng giá không tồn tại");
    this.products.edit(productId, (row) => {
      if (priceBookId === 0) row.basePrice = price ?? row.basePrice;
      else if (price === undefined) delete row.prices[priceBookId];
      else row.prices[priceBookId] = price;
    });
    if (priceBookId !== 0) this.onPrice?.(priceBookId, Number(product.id), price);
  }

  // ---- customers

  checkCustomer(body: Row, id?: number | string): void {
    if (id === undefined && !body?.name) throw invalid("Tên khách hàng không được để trống");
    if (id !== undefined && !this.customers.get(id)) throw invalid("Khách hàng không tồn tại");
    if (body.code) {
      const other = this.customers.by("code", body.code);
      if (other && String(other.id) !== String(id)) throw invalid(`Mã khách hàng ${body.code} đã tồn tại`);
    }
    for (const group of body.groupIds ?? []) {
      if (!this.customerGroups.get(group)) throw invalid("Nhóm khách hàng không tồn tại");
    }
    bodyTime(body.birthDate, "birthDate");
  }

  addCustomer(body: Row): Entry<Row> {
    this.checkCustomer(body);
    const branchId = Array.isArray(body.branchId) ? body.branchId[0] : body.branchId;
    const made = this.customers.insert((id) => ({
      id,
      code: body.code || this.nextCode("KH"),
      name: body.name,
      type: 0,
      gender: body.gender,
      birthDate: bodyTime(body.birthDate, "birthDate"),
      contactNumber: body.contactNumber,
      address: body.address,
      locationName: body.locationName,
      wardName: body.wardName,
      email: body.email,
      organization: body.organization,
      taxCode: body.taxCode,
      comments: body.comments ?? body.comment,
      branchId: branchId ?? this.branches.live()[0]?.id,
      debt: 0,
      totalInvoiced: 0,
      totalPoint: 0,
      totalRevenue: 0,
      rewardPoint: 0,
      groupIds: body.groupIds ?? [],
    }));
    this.setGroups(made, body.groupIds);
    return made;
  }

  editCustomer(id: number | string, body: Row): Entry<Row> {
    this.checkCustomer(body, id);
    const taken = ["code", "name", "gender", "contactNumber", "address", "locationName", "wardName", "email"];
    taken.push("comments", "taxCode");
    const edited = this.customers.edit(id, (row) => {
      for (const field of taken) if (body[field] !== undefined) row[field] = body[field];
      if (body.birthDate !== undefined) row.birthDate = bodyTime(body.birthDate, "birthDate");
      if (body.groupIds) row.groupIds = body.groupIds;
    }) as Entry<Row>;
    this.setGroups(edited, body.groupIds);
    return edited;
  }

  private setGroups(customer: Entry<Row>, groupIds: readonly number[] | undefined): void {
    if (!groupIds) return;
    for (const group of this.customerGroups.live()) {
      const member = groupIds.map(Number).includes(Number(group.id));
      const members = group.row.members.filter((id: unknown) => id !== customer.id);
      if (member || members.length !== group.row.members.length) {
        this.customerGroups.edit(group.id, (row) => {
          row.members = member ? [...members, customer.id] : members;
        });
      }
    }
  }

  removeCustomer(id: number | string): void {
    const customer = this.customers.remove(id);
    if (!customer) throw invalid("Khách hàng không tồn tại");
    this.setGroups(customer, []);
  }

  /** The customer that a sale names: by id, code or telephone; else a new one. */
  private customerOf(body: Row): () => Entry<Row> | undefined {
    const given = body.customer ?? {};
    const id = body.customerId ?? (given.id > 0 ? given.id : undefined);
    if (id) {
      const found = this.customers.get(id);
      if (!found) throw invalid("Khách hàng không tồn tại");
      return () => found;
    }
    const known = this.customers.by("code", given.code) ?? this.customers.by("phone", given.contactNumber);
    if (known) return () => known;
    if (!given.name) return () => undefined;
    this.checkCustomer(given);
    return () => this.addCustomer(given);
  }

  // ---- sales

  private linesOf(details: unknown): Row[] {
    if (!Array.isArray(details) || details.length === 0) throw invalid("Danh sách hàng hóa không được để trống");
    return details.map((detail: Row) => {
      const product = detail.productId
        ? this.products.get(detail.productId)
        : this.products.by("code", detail.productCode);
      if (!product) throw invalid(`Hàng hóa ${detail.productCode ?? detail.productId ?? ""} không tồn tại`);
      if (!(detail.quantity > 0)) throw invalid("Số lượng không hợp lệ");
      return {
        productId: product.id,
        productCode: product.row.code,
        productName: product.row.name,
        isMaster: detail.isMaster ?? true,
        quantity: detail.quantity,
        price: detail.price ?? product.row.basePrice,
        discount: detail.discount ?? undefined,
        discountRatio: detail.discountRatio ?? undefined,
        note: detail.note,
        serialNumbers: detail.serialNumbers,
      };
    });
  }

  private totalOf(lines: readonly Row[], discount: number, surcharges: readonly Row[]): number {
    const goods = lines.reduce((sum, line) => {
      const off = line.discount ?? (line.price * (line.discountRatio ?? 0)) / 100;
      return sum + (line.price - off) * line.quantity;
    }, 0);
    return Math.max(0, Math.round(goods - discount)) + surcharges.reduce((sum, row) => sum + row.price, 0);
  }

  private surchargesOf(given: readonly Row[] | undefined): Row[] {
    return (given ?? []).map((row, place) => {
      const found = row.id ? this.surcharges.get(row.id) : this.surcharges.by("code", row.code);
      if (!found) throw invalid("Thu khác không tồn tại");
      return {
        id: place + 1,
        surchargeId: found.id,
        surchargeName: found.row.surchargeName,
        surValue: found.row.value,
        price: row.price ?? found.row.value,
      };
    });
  }

  private pay(document: Row, amount: number, method: string, accountId: number | undefined): Row {
    const at = this.shop.now();
    const account = accountId ? this.bankAccounts.get(accountId)?.row : undefined;
    const code = `TT${document.code}${document.payments.length ? `-${document.payments.length}` : ""}`;
    const flow = this.cashFlow.insert((id) => ({
      id,
      code,
      branchId: document.branchId,
      createdBy: 51_001,
      usedForFinancialReporting: 1,
      method,
      partnerType: "C",
      partnerId: document.customerId,
      partnerName: document.customerName,
      status: 0,
      statusValue: "Đã thanh toán",
      transDate: at,
      amount,
      user: "admin",
      accountId,
    }));
    const payment = {
      id: flow.id,
      code,
      amount,
      method,
      status: 0,
      statusValue: "Đã thanh toán",
      transDate: at,
      bankAccount: account?.bankName,
      accountId,
    };
    document.payments.push(payment);
    document.totalPayment += amount;
    return payment;
  }

  private payNew(documents: Collection<Row>, made: Entry<Row>, body: Row): void {
    if (!(body.totalPayment > 0)) return;
    documents.quietly(made.id, (row) => {
      this.pay(row, body.totalPayment, body.method ?? "Cash", body.accountId ?? undefined);
    });
  }

  private voidPayments(document: Row): void {
    for (const payment of document.payments) {
      Object.assign(payment, { status: 1, statusValue: "Đã hủy" });
      this.cashFlow.edit(payment.id, (row) => Object.assign(row, { status: 1, statusValue: "Đã hủy" }));
    }
    document.totalPayment = 0;
  }

  addOrder(body: Row): Entry<Row> {
    const branch = this.branch(body.branchId);
    const lines = this.linesOf(body.orderDetails);
    const surcharges = this.surchargesOf(body.surchages);
    const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate") ?? this.shop.now();
    const discount = body.discount ?? 0;
    const customer = this.customerOf(body)();
    const status = body.status === 2 ? 2 : 1;
    const seller = this.users.get(body.soldById ?? 0) ?? this.users.live()[0];
    const made = this.orders.insert((id) => ({
      id,
      code: this.nextCode("DH"),
      purchaseDate,
      branchId: branch.id,
      branchName: branch.row.branchName,
      soldById: seller?.id,
      soldByName: seller?.row.givenName,
      customerId: customer?.id,
      customerCode: customer?.row.code,
      customerName: customer?.row.name,
      total: this.totalOf(lines, discount, surcharges),
      totalPayment: 0,
      discount: discount || undefined,
      method: body.method,
      status,
      statusValue: ORDER_STATUS[status],
      description: body.description ?? "",
      usingCod: body.orderDelivery !== undefined,
      saleChannelId: body.saleChannelId ?? undefined,
      payments: [],
      orderDetails: lines,
      orderDelivery: body.orderDelivery && { ...body.orderDelivery },
      surcharges,
    }));
    this.payNew(this.orders, made, body);
    this.reserve(made.row, 1);
    if (body.makeInvoice) this.invoiceOf(made);
    return made;
  }

  private reserve(order: Row, sign: 1 | -1): void {
    for (const line of order.orderDetails) this.moveStock(line.productId, order.branchId, 0, sign * line.quantity);
  }

  editOrder(id: number | string, body: Row): Entry<Row> {
    const found = this.orders.get(id);
    if (!found) throw invalid("Đơn đặt hàng không tồn tại");
    if (found.row.status >= 3) throw invalid("Không thể cập nhật đơn đặt hàng đã hoàn thành hoặc đã hủy");
    if (body.branchId !== undefined) this.branch(body.branchId);
    const lines = body.orderDetails === undefined ? found.row.orderDetails : this.linesOf(body.orderDetails);
    const surcharges = body.surchages === undefined ? found.row.surcharges : this.surchargesOf(body.surchages);
    const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate");
    const customer = body.customer || body.customerId ? this.customerOf(body)() : undefined;
    this.reserve(found.row, -1);
    this.orders.edit(id, (row) => {
      row.orderDetails = lines;
      row.surcharges = surcharges;
      row.purchaseDate = purchaseDate ?? row.purchaseDate;
      row.discount = body.discount ?? row.discount;
      row.description = body.description ?? row.description;
      row.total = this.totalOf(lines, row.discount ?? 0, surcharges);
      if (body.orderDelivery) row.orderDelivery = { ...row.orderDelivery, ...body.orderDelivery };
      if (body.saleChannelId !== undefined) row.saleChannelId = body.saleChannelId;
      if (customer) {
        Object.assign(row, {
          customerId: customer.id,
          customerCode: customer.row.code,
          customerName: customer.row.name,
        });
      }
      if (body.status === 2) Object.assign(row, { status: 2, statusValue: ORDER_STATUS[2] });
      if (body.totalPayment > row.totalPayment) {
        this.pay(row, body.totalPayment - row.totalPayment, body.method ?? "Cash", body.accountId);
      }
    });
    this.reserve(found.row, 1);
    if (body.makeInvoice) this.invoiceOf(found);
    return found;
  }

  /** Voided orders stay in the list with status 4. */
  voidOrder(id: number | string, voidPayment: boolean): void {
    const found = this.orders.get(id);
    if (!found) throw invalid("Đơn đặt hàng không tồn tại");
    if (found.row.status === 4) throw invalid("Đơn đặt hàng đã bị hủy");
    if (found.row.status === 3) throw invalid("Không thể hủy đơn đặt hàng đã hoàn thành");
    this.orders.edit(id, (row) => {
      Object.assign(row, { status: 4, statusValue: ORDER_STATUS[4] });
      if (voidPayment) this.voidPayments(row);
    });
    this.reserve(found.row, -1);
  }

  private invoiceOf(order: Entry<Row>): Entry<Row> {
    const { row } = order;
    return this.addInvoice({
      branchId: row.branchId,
      orderId: order.id,
      customerId: row.customerId && this.customers.get(row.customerId) ? row.customerId : undefined,
      invoiceDetails: row.orderDetails.filter((line: Row) => this.products.get(line.productId)),
      discount: row.discount,
      description: row.description,
      method: row.method,
      totalPayment: row.total,
      soldById: row.soldById,
      saleChannelId: row.saleChannelId,
      deliveryDetail: row.orderDelivery,
    });
  }

  addInvoice(body: Row): Entry<Row> {
    const branch = this.branch(body.branchId);
    const lines = this.linesOf(body.invoiceDetails);
    const given = body.deliveryDetail;
    const surcharges = this.surchargesOf(body.surchages ?? given?.surchages);
    const order = body.orderId ? this.orders.get(body.orderId) : undefined;
    if (body.orderId && !order) throw invalid("Đơn đặt hàng không tồn tại");
    if (order && order.row.status >= 3) throw invalid("Đơn đặt hàng đã hoàn thành hoặc đã hủy");
    const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate") ?? this.shop.now();
    const discount = body.discount ?? 0;
    const customer = this.customerOf(body)();
    const seller = this.users.get(body.soldById ?? 0) ?? this.users.live()[0];
    const status = given ? 3 : 1;
    const made = this.invoices.insert((id) => ({
      id,
      code: this.nextCode("HD"),
      orderId: order?.id,
      orderCode: order?.row.code,
      purchaseDate,
      branchId: branch.id,
      branchName: branch.row.branchName,
      soldById: seller?.id,
      soldByName: seller?.row.givenName,
      customerId: customer?.id,
      customerCode: customer?.row.code,
      customerName: customer?.row.name,
      total: this.totalOf(lines, discount, surcharges),
      totalPayment: 0,
      discount: discount || undefined,
      method: body.method,
      status,
      statusValue: INVOICE_STATUS[status],
      description: body.description ?? "",
      usingCod: body.usingCod ?? given !== undefined,
      saleChannelId: body.saleChannelId ?? undefined,
      payments: [],
      invoiceDetails: lines,
      delivery: given && this.deliveryOf({ status: 1, ...given }),
      surcharges,
    }));
    this.payNew(this.invoices, made, body);
    for (const line of lines) {
      this.moveStock(line.productId, Number(branch.id), -line.quantity, order ? -line.quantity : 0);
    }
    if (order) {
      this.orders.edit(order.id, (row) => Object.assign(row, { status: 3, statusValue: ORDER_STATUS[3] }));
    }
    this.bill(customer, made.row.total, made.row.total - made.row.totalPayment);
    return made;
  }

  private deliveryOf(given: Row): Row {
    const { surchages: _, ...delivery } = given;
    const expectedDelivery = delivery.expectedDelivery ?? undefined;
    return { ...delivery, expectedDelivery, statusValue: DELIVERY_STATUS[delivery.status] };
  }

  /** Whether a sale stamps its customer is not known; here it does, so that debts can be followed. */
  private bill(customer: Entry<Row> | undefined, total: number, debt: number): void {
    if (!customer || customer.deleted !== undefined) return;
    this.customers.edit(customer.id, (row) => {
      row.totalInvoiced += total;
      row.totalRevenue += total;
      row.debt += debt;
    });
  }

  editInvoice(id: number | string, body: Row): Entry<Row> {
    const found = this.invoices.get(id);
    if (!found) throw invalid("Hóa đơn không tồn tại");
    if (found.row.status === 2) throw invalid("Không thể cập nhật hóa đơn đã hủy");
    if (body.status !== undefined && !INVOICE_STATUS[body.status]) throw invalid("Trạng thái không hợp lệ");
    const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate");
    const delivery = body.deliveryDetail && this.deliveryOf({ ...found.row.delivery, ...body.deliveryDetail });
    this.invoices.edit(id, (row) => {
      row.purchaseDate = purchaseDate ?? row.purchaseDate;
      if (body.soldById) row.soldById = body.soldById;
      if (body.saleChannelId !== undefined) row.saleChannelId = body.saleChannelId;
      if (delivery) row.delivery = delivery;
      if (body.status && body.status !== 2) {
        Object.assign(row, { status: body.status, statusValue: INVOICE_STATUS[body.status] });
      }
    });
    return found;
  }

  voidInvoice(id: number | string, voidPayment: boolean): Entry<Row> {
    const found = this.invoices.get(id);
    if (!found) throw invalid("Hóa đơn không tồn tại");
    if (found.row.status === 2) throw invalid("Hóa đơn đã bị hủy");
    const { total, totalPayment, customerId, branchId } = found.row;
    this.invoices.edit(id, (row) => {
      Object.assign(row, { status: 2, statusValue: INVOICE_STATUS[2] });
      if (voidPayment) this.voidPayments(row);
    });
    for (const line of found.row.invoiceDetails) this.moveStock(line.productId, branchId, line.quantity, 0);
    this.bill(customerId && this.customers.get(customerId), -total, totalPayment - total);
    return found;
  }

  payInvoice(body: Row): { invoice: Entry<Row>; payment: Row } {
    const invoice = this.invoices.get(body?.invoiceId ?? 0);
    if (!invoice || invoice.row.status === 2) throw invalid("Hóa đơn không tồn tại hoặc đã hủy");
    if (!["Cash", "Card", "Transfer"].includes(body.method)) throw invalid("Phương thức thanh toán không hợp lệ");
    if (!(body.amount > 0)) throw invalid("Số tiền không hợp lệ");
    if (body.amount > invoice.row.total - invoice.row.totalPayment) throw invalid("Số tiền vượt quá số nợ của hóa đơn");
    if (body.accountId && !this.bankAccounts.get(body.accountId)) throw invalid("Tài khoản không tồn tại");
    let payment: Row = {};
    this.invoices.edit(invoice.id, (row) => {
      payment = this.pay(row, body.amount, body.method, body.accountId);
    });
    this.bill(this.customers.get(invoice.row.customerId ?? 0), 0, -body.amount);
    return { invoice, payment };
  }

  addReturn(invoice: Entry<Row>): Entry<Row> | undefined {
    const line = invoice.row.invoiceDetails[0];
    if (!line) return undefined;
    const subTotal = line.price - (line.discount ?? 0);
    this.moveStock(line.productId, invoice.row.branchId, 1, 0);
    const { branchId, branchName, soldById, soldByName, customerId, customerCode, customerName } = invoice.row;
    return this.returns.insert((id, at) => ({
      id,
      code: this.nextCode("TH"),
      invoiceId: invoice.id,
      returnDate: at,
      branchId,
      branchName,
      receivedById: soldById,
      soldByName,
      customerId,
      customerCode,
      customerName,
      returnTotal: subTotal,
      returnDiscount: 0,
      returnFee: 0,
      totalPayment: subTotal,
      status: 1,
      statusValue: "Đã trả",
      payments: [],
      returnDetails: [
        {
          productId: line.productId,
          productCode: line.productCode,
          productName: line.productName,
          quantity: 1,
          price: line.price,
          note: "",
          usePoint: false,
          subTotal,
        },
      ],
    }));
  }

  // ---- goods in, between branches, and on order

  addPurchaseOrder(body: Row): Entry<Row> {
    const branch = this.branch(body.branchId);
    const lines = this.linesOf(body.purchaseOrderDetails);
    const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate") ?? this.shop.now();
    const draft = Boolean(body.isDraft);
    const discount = body.discount ?? 0;
    const made = this.purchaseOrders.insert((id) => ({
      id,
      code: this.nextCode("PN"),
      branchId: branch.id,
      branchName: branch.row.branchName,
      purchaseDate,
      discount,
      discountRatio: body.discountRatio ?? 0,
      total: this.totalOf(lines, discount, []),
      totalPayment: body.paidAmount ?? 0,
      supplierId: body.supplier ? 5_001 : undefined,
      supplierName: body.supplier?.name,
      supplierCode: body.supplier?.code,
      partnerType: "S",
      purchaseById: 51_001,
      purchaseName: "admin",
      description: body.description,
      status: draft ? 1 : 3,
      purchaseOrderDetails: lines,
      payments: [],
    }));
    if (!draft) this.receive(made.row, 1);
    return made;
  }

  private receive(order: Row, sign: 1 | -1): void {
    for (const line of order.purchaseOrderDetails) {
      this.moveStock(line.productId, order.branchId, sign * line.quantity, 0);
    }
  }

  editPurchaseOrder(id: number | string, body: Row): Entry<Row> {
    const found = this.purchaseOrders.get(id);
    if (!found) throw invalid("Phiếu nhập không tồn tại");
    if (found.row.status === 4) throw invalid("Phiếu nhập đã bị hủy");
    const lines = body.purchaseOrderDetails ? this.linesOf(body.purchaseOrderDetails) : found.row.purchaseOrderDetails;
    const branch = body.branchId === undefined ? undefined : this.branch(body.branchId);
    const purchaseDate = bodyTime(body.purchaseDate, "purchaseDate");
    if (found.row.status === 3) this.receive(found.row, -1);
    this.purchaseOrders.edit(id, (row) => {
      row.purchaseOrderDetails = lines;
      row.purchaseDate = purchaseDate ?? row.purchaseDate;
      row.description = body.description ?? row.description;
      row.discount = body.discount ?? row.discount;
      row.total = this.totalOf(lines, row.discount, []);
      if (branch) Object.assign(row, { branchId: branch.id, branchName: branch.row.branchName });
      if (body.isDraft !== undefined) row.status = body.isDraft ? 1 : 3;
    });
    if (found.row.status === 3) this.receive(found.row, 1);
    return found;
  }

  voidPurchaseOrder(id: number | string): void {
    const found = this.purchaseOrders.get(id);
    if (!found || found.row.status === 4) throw invalid("Phiếu nhập không tồn tại hoặc đã hủy");
    if (found.row.status === 3) this.receive(found.row, -1);
    this.purchaseOrders.edit(id, (row) => {
      row.status = 4;
    });
  }

  private transferLines(details: unknown): Row[] {
    if (!Array.isArray(details) || details.length === 0) throw invalid("Danh sách hàng hóa không được để trống");
    return details.map((detail: Row, place) => {
      const product = detail.productId
        ? this.products.get(detail.productId)
        : this.products.by("code", detail.productCode);
      if (!product) throw invalid("Hàng hóa không tồn tại");
      if (!(detail.sendQuantity > 0)) throw invalid("Số lượng không hợp lệ");
      const price = detail.price ?? 0;
      return {
        id: place + 1,
        productId: product.id,
        productCode: product.row.code,
        productName: product.row.name,
        sendQuantity: detail.sendQuantity,
        receiveQuantity: detail.recivedQuantity ?? 0,
        price,
        sendPrice: price * detail.sendQuantity,
        receivePrice: price * (detail.recivedQuantity ?? 0),
      };
    });
  }

  /** Status 1 draft, 2 on the way, 3 received. */
  addTransfer(body: Row): Entry<Row> {
    const source = this.branch(body.fromBranchId);
    const target = this.branch(body.toBranchId);
    if (source.id === target.id) throw invalid("Chi nhánh nhận phải khác chi nhánh chuyển");
    const lines = this.transferLines(body.transferDetails);
    if (body.code && this.transfers.by("code", body.code)) throw invalid("Mã phiếu chuyển đã tồn tại");
    const status = body.isDraft ? 1 : (body.status ?? 2);
    const made = this.transfers.insert((id, at) => ({
      id,
      code: body.code || this.nextCode("TRF"),
      fromBranchId: source.id,
      toBranchId: target.id,
      status,
      description: body.description ?? "",
      dispatchedDate: at,
      receivedDate: status === 3 ? at : undefined,
      isActive: true,
      transferDetails: lines,
    }));
    this.ship(made.row, 1);
    return made;
  }

  private ship(transfer: Row, sign: 1 | -1): void {
    for (const line of transfer.transferDetails) {
      if (transfer.status >= 2) this.moveStock(line.productId, transfer.fromBranchId, -sign * line.sendQuantity, 0);
      if (transfer.status === 3) this.moveStock(line.productId, transfer.toBranchId, sign * line.sendQuantity, 0);
    }
  }

  editTransfer(id: number | string, body: Row): Entry<Row> {
    const found = this.transfers.get(id);
    if (!found) throw invalid("Phiếu chuyển không tồn tại");
    if (found.row.status === 3) throw invalid("Phiếu chuyển đã hoàn thành");
    const lines = body.transferDetails ? this.transferLines(body.transferDetails) : found.row.transferDetails;
    if (body.fromBranchId !== undefined) this.branch(body.fromBranchId);
    if (body.toBranchId !== undefined) this.branch(body.toBranchId);
    this.ship(found.row, -1);
    this.transfers.edit(id, (row) => {
      row.transferDetails = lines;
      row.fromBranchId = body.fromBranchId ?? row.fromBranchId;
      row.toBranchId = body.toBranchId ?? row.toBranchId;
      row.description = body.description ?? row.description;
      row.status = body.isDraft ? 1 : (body.status ?? row.status);
      if (row.status === 3) row.receivedDate = this.shop.now();
    });
    this.ship(found.row, 1);
    return found;
  }

  removeTransfer(id: number | string): void {
    const found = this.transfers.get(id);
    if (!found) throw invalid("Phiếu chuyển không tồn tại");
    this.ship(found.row, -1);
    this.transfers.remove(id);
  }

  addSupplierOrder(): void {
    const product = this.products.some(this.shop.dice.random);
    const branch = this.branches.some(this.shop.dice.random);
    if (!product || !branch) return;
    const quantity = this.shop.dice.integer(1, 50);
    const price = Math.round(product.row.basePrice / 2);
    this.supplierOrders.insert((id, at) => ({
      id,
      code: this.nextCode("PDN"),
      orderDate: at,
      branchId: branch.id,
      userId: 51_001,
      description: "",
      status: 0,
      statusValue: "Phiếu tạm",
      discountRatio: "0",
      productQty: quantity,
      discount: 0,
      createdBy: 51_001,
      orderSupplierDetails: [
        {
          id: Number(id) * 10,
          orderSupplierId: id,
          productId: product.id,
          quantity,
          price,
          discount: 0,
          allocation: 0,
          orderQuantity: 0,
          subTotal: price * quantity,
        },
      ],
      OrderSupplierExpensesOthers: [],
      total: price * quantity,
      totalQty: quantity,
      totalQuantity: quantity,
      subTotal: price * quantity,
      paidAmount: 0,
      toComplete: false,
      viewPrice: true,
      supplierDebt: 0,
      supplierOldDebt: 0,
      purchaseOrderCodes: "",
    }));
  }

  // ---- made-up rows for seeds and changes

  inventProduct(): Entry<Row> {
    const { dice } = this.shop;
    const name = `${dice.pick(GOODS)} ${dice.pick(COLORS)} ${dice.integer(1, 9_999)}`;
    const colour = dice.chance(0.3) ? [{ attributeName: "MÀU SẮC", attributeValue: dice.pick(COLORS) }] : undefined;
    const cost = dice.integer(20, 300) * 1_000;
    const category = this.categories.some(dice.random) ?? this.addCategory({ categoryName: "Khác" });
    return this.addProduct({
      name,
      ...(dice.chance(0.1) ? { unit: "chiếc", tradeMarkId: 166_913, tradeMarkName: "98stu" } : {}),
      categoryId: category.id,
      attributes: colour,
      barCode: dice.chance(0.3) ? String(dice.integer(1e12, 9e12)) : undefined,
      basePrice: cost + dice.integer(10, 200) * 1_000,
      weight: dice.chance(0.5) ? dice.integer(50, 2_000) : undefined,
      images: dice.chance(0.4) ? [`https://cdn.kiotviet.example/${dice.hex(8)}.jpg`] : undefined,
      description: dice.chance(0.3) ? "Hàng mới về" : undefined,
      inventories: this.branches.live().map(({ id }) => ({ branchId: id, onHand: dice.integer(0, 200), cost })),
    });
  }

  inventCustomer(): Entry<Row> {
    const { dice } = this.shop;
    const masked = dice.chance(0.3);
    return this.addCustomer({
      // Customers of marketplaces come with masked names and addresses (field note, recorded).
      code: masked ? `KHSPE${dice.integer(10_000_000, 999_999_999_999)}` : undefined,
      name: masked ? `${dice.pick(GIVEN).slice(0, 1)}******h` : `${dice.pick(FAMILY)} ${dice.pick(GIVEN)}`,
      contactNumber: masked ? undefined : `09${String(dice.integer(0, 99_999_999)).padStart(8, "0")}`,
      address: masked ? "A******h" : `${dice.integer(1, 300)} Nguyễn Trãi`,
      gender: dice.chance(0.5) ? dice.chance(0.5) : undefined,
      email: dice.chance(0.2) ? `khach${dice.integer(1, 99_999)}@example.com` : undefined,
    });
  }

  inventSale(): Row | undefined {
    const { dice } = this.shop;
    const branch = this.branches.some(dice.random);
    const lines: Row[] = [];
    for (let count = dice.integer(1, 3); count > 0; count -= 1) {
      const product = this.products.some(dice.random);
      if (!product) return undefined;
      if (lines.some((line) => line.productId === product.id)) continue;
      const price = product.row.basePrice;
      const discount = dice.chance(0.2) ? Math.min(price, 5_000) : undefined;
      lines.push({ productId: product.id, quantity: dice.integer(1, 4), price, discount });
    }
    const customer = dice.chance(0.7) ? this.customers.some(dice.random) : undefined;
    return {
      branchId: branch?.id,
      customerId: customer?.id,
      lines,
      discount: dice.chance(0.1) ? 10_000 : 0,
      method: dice.pick(["Cash", "Card", "Transfer"]),
      saleChannelId: dice.chance(0.3) ? this.saleChannels.some(dice.random)?.id : undefined,
      description: dice.chance(0.2) ? "Giao giờ hành chính" : "",
      totalPayment: dice.chance(0.5) ? 50_000 : 0,
    };
  }

  inventOrder(): void {
    const sale = this.inventSale();
    if (!sale) return void this.inventProduct();
    const delivery = this.shop.dice.chance(0.4)
      ? { receiver: "Nguyễn Văn A", contactNumber: "0900000000", address: "1 Lê Lợi", type: 1, price: 20_000 }
      : undefined;
    this.addOrder({ ...sale, orderDetails: sale.lines, orderDelivery: delivery });
  }

  inventInvoice(): void {
    const sale = this.inventSale();
    if (!sale) return void this.inventProduct();
    this.addInvoice({ ...sale, invoiceDetails: sale.lines });
  }
}
