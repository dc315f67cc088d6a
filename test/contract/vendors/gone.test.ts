import { describe, expect, test } from "vitest";
import { Rejected } from "../../../shared/core/errors.ts";
import { asksForOne } from "../../../shared/core/gone.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** What a vendor's judge makes of an answer to a call that asks for one record. */
const told = (vendor: VendorId, operation: string, status: number, body: unknown): "gone" | "cannot-tell" | "shown" => {
  const found = vendors[vendor].operations.find(({ id }) => id === operation)!;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  try {
    const json = vendors[vendor].judge({ status, headers: {}, body: text, receivedAt: 0 }, found);
    return found.answer.safeParse(json).success ? "shown" : "cannot-tell";
  } catch (error) {
    return error instanceof Rejected && error.notFound ? "gone" : "cannot-tell";
  }
};

/** The calls by which each vendor is asked for one record. */
const details = Object.values(vendors).flatMap(({ id, resources }) =>
  [...new Set(resources.flatMap(({ get }) => (get ? [get.operation] : [])))].map((operation) => ({
    vendor: id,
    operation,
  })),
);

const kiotviet = (message: string, errorCode = "KvValidateException") => ({
  responseStatus: { errorCode, message, errors: [] },
});
const pascal = (Message: string) => ({ ResponseStatus: { ErrorCode: "KvValidateException", Message, Errors: [] } });
const isale = (message: string, code = "not_found") => ({ error: { code, message } });
const pancake = (message: string) => ({ success: false, message });
const nhanh = (...messages: string[]) => ({ code: 0, messages });

describe("a record is gone when the vendor says so in a form that is known", () => {
  test.each<[VendorId, string, number, unknown]>([
    ["kiotviet", "products.get", 420, kiotviet("Hàng hóa không tồn tại")],
    ["kiotviet", "products.get", 404, kiotviet("Hàng hoá không tồn tại hoặc đã bị xoá", "KvNotFoundException")],
    ["kiotviet", "products.get-by-code", 420, pascal("Không tìm thấy hàng hóa")],
    ["kiotviet", "orders.get", 420, pascal("Đơn đặt hàng không tồn tại")],
    ["kiotviet", "invoices.get", 404, kiotviet("Hóa đơn không tồn tại")],
    ["kiotviet", "customers.get", 420, pascal("Customer does not exist")],
    ["kiotviet", "categories.get", 420, kiotviet("Nhóm hàng không tồn tại")],
    ["pancake", "orders.get", 400, pancake("Order not found")],
    ["pancake", "orders.get", 500, pancake("order_not_found")],
    ["pancake", "products.get", 404, pancake("Không tìm thấy sản phẩm")],
    ["isale", "orders.get", 404, isale("Record not found")],
    ["isale", "contacts.get", 404, isale("Không tìm thấy khách hàng")],
    ["nhanh-v2", "products.get", 200, nhanh("Product not found")],
  ])("%s %s: %i %j", (vendor, operation, status, body) => {
    expect(told(vendor, operation, status, body)).toBe("gone");
  });
});

describe("an answer that is not about the record leaves it open whether the record exists", () => {
  const pages = [
    { message: "no Route matched with those values" },
    { message: "Not Found" },
    { message: "Product not found" },
    { error: "not_found", message: "order not found" },
    { fault: { faultstring: "Unable to identify proxy for host" } },
    { title: "Not Found", status: 404 },
    {},
    [],
    "null",
    "",
    " ",
    "Page not found",
    "<html><body>404 Not Found</body></html>",
    "<html><body>Hóa đơn không tồn tại</body></html>",
  ];
  test.each(details)("$vendor $operation: a gateway's page or JSON", ({ vendor, operation }) => {
    for (const status of [400, 401, 403, 404, 405, 410, 421, 422, 500, 502, 503])
      for (const page of pages) expect(told(vendor, operation, status, page), `${status} ${page}`).toBe("cannot-tell");
  });

  test.each(details)("$vendor $operation: a success that holds no record", ({ vendor, operation }) => {
    for (const status of [200, 204])
      for (const body of ["", "{}", "null", "[]", { data: null }, { success: true, data: null }])
        expect(told(vendor, operation, status, body), `${status} ${JSON.stringify(body)}`).not.toBe("gone");
  });

  test.each<[VendorId, string, number, unknown]>([
    ["pancake", "orders.get", 400, pancake("Something went wrong")],
    ["pancake", "orders.get", 500, pancake("Internal Server Error")],
    ["pancake", "products.get", 400, pancake("bad request")],
    ["pancake", "orders.get", 404, pancake("Page not found")],
    ["pancake", "orders.get", 400, pancake("Shop not found")],
    ["pancake", "orders.get", 400, pancake("access_token not found")],
    ["pancake", "products.get", 400, pancake("Order not found")],
    ["pancake", "orders.create", 400, pancake("Order not found")],
    ["pancake", "orders.list", 400, pancake("Order not found")],
    ["kiotviet", "products.get", 404, kiotviet("Gian hàng không tồn tại")],
    ["kiotviet", "products.get", 420, pascal("Chi nhánh không tồn tại")],
    ["kiotviet", "products.get", 420, pascal("Hàng hóa không tồn tại trong chi nhánh")],
    ["kiotviet", "products.get", 420, pascal("Người dùng không tồn tại")],
    ["kiotviet", "products.get", 420, pascal("Khách hàng không tồn tại")],
    ["kiotviet", "products.get", 420, pascal("Thiết lập “Cho phép đặt hàng” đang không được bật.")],
    ["kiotviet", "products.get", 404, kiotviet("", "NotFound")],
    ["kiotviet", "products.get", 400, kiotviet("Hàng hóa không tồn tại")],
    ["kiotviet", "products.get", 500, kiotviet("Hàng hóa không tồn tại")],
    ["kiotviet", "orders.create", 420, pascal("Hàng hóa không tồn tại")],
    ["isale", "table-records.get", 404, isale("Table not found")],
    ["isale", "orders.get", 404, isale("API key not found")],
    ["isale", "orders.get", 404, { error: { code: "not_found" } }],
    ["isale", "orders.get", 404, isale("Record not found", "internal")],
    ["nhanh-v2", "products.get", 200, nhanh("Business not found")],
    ["nhanh-v2", "products.get", 200, nhanh("invalid data")],
    ["nhanh-v2", "orders.list", 200, nhanh("Order not found")],
    ["nhanh-v3", "products.list", 200, { ...nhanh("Product not found"), errorCode: "ERR_PRODUCT_NOT_FOUND" }],
  ])("%s %s: %i %j", (vendor, operation, status, body) => {
    expect(told(vendor, operation, status, body)).toBe("cannot-tell");
  });
});

describe("a call that asks for one record", () => {
  test("is a detail, or a list that is asked for one id", () => {
    const others = Object.values(vendors).flatMap(({ id, resources, operations }) =>
      resources.flatMap(({ name, get }) => {
        const operation = operations.find((one) => one.id === get?.operation);
        return !operation || asksForOne(operation) || get?.lists ? [] : [`${id} ${name}`];
      }),
    );
    // Its list may lack an order that lives (field note): its silence says nothing.
    expect(others).toEqual(["nhanh-v2 orders"]);
    const { get } = vendors["nhanh-v2"].resources.find(({ name }) => name === "orders")!;
    expect(() => get!.read({ data: { orders: {} } }, "7")).toThrow(Rejected);
  });

  test.each(["nhanh-v3", "nhanh-v2", "pancake"] as const)("%s: a list of strangers says nothing", (vendor) => {
    for (const { name, get } of vendors[vendor].resources) {
      if (!get?.lists || !get.operation.endsWith(".list")) continue;
      const stranger = { id: 8, productId: 8, info: { id: 8 } };
      const answer =
        vendor === "nhanh-v2" && name === "customers" ? { data: { customers: [stranger] } } : { data: [stranger] };
      expect(() => get.read(answer, "7"), name).toThrow("ignored");
      expect(get.read({ data: [] }, "7"), name).toBeUndefined();
    }
  });

  test("is made of the list of deleted rows as well, where that takes ids", () => {
    const { resources, operations } = vendors["nhanh-v3"];
    const named = resources.filter(({ deletions }) => deletions?.named);
    expect(named.map(({ name }) => name)).toEqual(
      resources.flatMap(({ name, deletions }) => (deletions?.listing ? name : [])),
    );
    for (const { name, deletions } of named) {
      const { body } = deletions!.named!(["7"]);
      expect(body, name).toEqual({ filters: { ids: [7] } });
      const operation = operations.find(({ id }) => id === deletions!.listing!.operation)!;
      expect(operation.body!.safeParse(body).error, name).toBeUndefined();
    }
  });

  test.each(["nhanh-v3", "pancake"] as const)(
    "%s: a list that takes several ids is asked for them at once",
    (vendor) => {
      const { resources, operations } = vendors[vendor];
      const together = resources.filter(({ get }) => get?.together);
      expect(together.length).toBe(vendor === "pancake" ? 1 : resources.filter(({ get }) => get).length);
      for (const { name, get } of together) {
        const operation = operations.find(({ id }) => id === get!.operation)!;
        const { params, body } = get!.together!(["7", "8"]);
        if (vendor === "pancake") expect(params, name).toMatchObject({ customer_ids: "7,8" });
        else expect(body, name).toMatchObject({ filters: { ids: [7, 8] } });
        expect(operation.params.safeParse(params ?? {}).error, name).toBeUndefined();
        if (operation.body) expect(operation.body.safeParse(body).error, name).toBeUndefined();
        expect(get!.rows!({ data: [{ id: 7 }, null] }), name).toEqual([{ id: 7 }, null]);
      }
    },
  );
});
