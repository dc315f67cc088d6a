import { describe, expect, test } from "vitest";
import { explained, refusalReason } from "../../../shared/core/refusals.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { refusedFields } from "../../../shared/usecases/writing/refused-fields.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";

const command = { name: "Nguyễn Thị Lan", phone: "0912345678", lines: [{ productId: "77", price: 20_000 }] };
const fieldsOf = (fields: Record<string, string>, body: object, message = "") =>
  refusedFields(command, { body }, { message, fields });

describe("fields of a refusal", () => {
  test("are told in the words of the command, found by their name or by the value that was sent", () => {
    expect(fieldsOf({ phone: "sai" }, {})).toEqual({ phone: "sai" });
    expect(fieldsOf({ ContactNumber: "sai" }, { contactNumber: "0912345678" })).toEqual({ phone: "sai" });
    expect(fieldsOf({ "customer.mobile": "sai" }, { customer: { mobile: "0912345678" } })).toEqual({ phone: "sai" });
    expect(fieldsOf({ "OrderDetails[0].ProductId": "sai" }, { orderDetails: [{ productId: 77 }] })).toEqual({
      "lines.0.productId": "sai",
    });
  });

  test("keep the vendor's name where nothing of the command stands in them, or too much", () => {
    expect(fieldsOf({ branchId: "sai" }, { branchId: 5 })).toEqual({ branchId: "sai" });
    const twice = { a: "x1234", b: "x1234" };
    expect(refusedFields(twice, { body: { c: "x1234" } }, { message: "", fields: { c: "sai" } })).toEqual({ c: "sai" });
  });

  test("are those whose values stand in the sentence, where the vendor names none", () => {
    const message = "POST /customers: Số điện thoại 0912345678 không hợp lệ";
    expect(fieldsOf({}, {}, message)).toEqual({ phone: "Số điện thoại 0912345678 không hợp lệ" });
    // Too short to mean the field, or a part of another number.
    expect(fieldsOf({}, {}, "POST /orders: dòng 77 sai, mã 09123456789")).toEqual({});
  });
});

describe("a reason", () => {
  test.each([
    ["Hàng hóa với mã SP01 không tồn tại", "not-found"],
    ["Số điện thoại đã tồn tại", "exists"],
    ["Đơn hàng: 123 đã tồn tại", "exists"],
    ["Số lượng vượt quá tồn kho", "out-of-stock"],
    ["Sản phẩm không đủ hàng", "out-of-stock"],
    ["customer.mobile is required", "missing"],
    ["Vui lòng nhập tên khách hàng", "missing"],
    ["invalid customer.email", "invalid"],
    ["Email không hợp lệ", "invalid"],
    ["Không thể sửa đơn hàng đã hủy", "wrong-state"],
    ["Bạn không có quyền thực hiện", "no-permission"],
    ["Lỗi hệ thống", undefined],
  ])("%s: %s", (message, reason) => {
    expect(refusalReason({ code: "", message })).toBe(reason);
  });

  test("is told in both languages beside the vendor's own words, and left out where it is not known", () => {
    expect(explained({ code: "420", message: "Email không hợp lệ" })).toEqual({
      code: "420",
      message: "Email không hợp lệ",
      reason: "invalid",
      explained: { en: "A value is not valid.", vi: "Một giá trị không hợp lệ." },
    });
    expect(explained({ code: "420", message: "Lỗi" })).toEqual({ code: "420", message: "Lỗi" });
  });
});

/** How each vendor refuses a customer's phone, in the form of its document. */
const refusals: Readonly<Record<VendorId, { status: number; body: unknown }>> = {
  kiotviet: {
    status: 420,
    body: {
      responseStatus: {
        errorCode: "KvValidateException",
        message: "Số điện thoại 0912345678 không hợp lệ",
        errors: [],
      },
    },
  },
  "nhanh-v3": {
    status: 200,
    body: { code: 0, errorCode: "ERR_INVALID_FORM_FIELDS", messages: { mobile: "mobile is invalid" } },
  },
  "nhanh-v2": { status: 200, body: { code: 0, messages: ["Số điện thoại 0912345678 không hợp lệ"] } },
  pancake: { status: 422, body: { success: false, message: "Số điện thoại 0912345678 không hợp lệ" } },
  isale: {
    status: 400,
    body: { error: { code: "validation_error", message: "Số điện thoại 0912345678 không hợp lệ" } },
  },
};

describe("a refused write", () => {
  test.each(Object.entries(refusals))(
    "of %s names the command's field, with the vendor's words",
    async (id, { status, body }) => {
      const vendor = vendors[id as VendorId];
      const declared = vendor.writes["customers.create"]!;
      const stub = openStubShop(id as VendorId, async (operation) => {
        const { operations } = vendor;
        if (operation !== declared.operation) return { data: [], total: 0, items: [] };
        const answer = {
          status,
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
          receivedAt: 0,
        };
        return vendor.judge(answer, operations.find((one) => one.id === operation)!);
      });
      const { id: write } = await stub.submit({
        kind: "customers.create",
        command: { name: "Nguyễn Thị Lan", phone: "0912345678" },
      });
      await stub.run();
      const entry = await stub.write(write);
      expect(entry.state).toBe("rejected");
      expect(Object.keys(entry.error?.fields ?? {})).toEqual(["phone"]);
      expect(explained(entry.error!)).toMatchObject({
        reason: "invalid",
        explained: { vi: "Một giá trị không hợp lệ." },
      });
    },
  );
});
