import { describe, expect, test } from "vitest";
import { createRouter } from "../../../shared/api/route.ts";
import { routes } from "../../../shared/api/routes/index.ts";

const router = createRouter(routes);
const found = (method: string, path: string): string => {
  try {
    return router(method, path).route.operationId;
  } catch (error) {
    return String((error as { status?: number }).status);
  }
};

describe("a path", () => {
  test.each([
    ["DELETE", "/v1/shops/s/"],
    ["DELETE", "/v1/shops/s//"],
    ["DELETE", "/v1/shops//s"],
    ["DELETE", "/v1/shops/"],
    ["DELETE", "/v1/shops/."],
    ["DELETE", "/v1/shops/.."],
    ["DELETE", "/v1/shops/s/customers/"],
    ["DELETE", "/v1/shops/s/customers/.."],
    ["POST", "/v1/shops/s/pause/"],
    ["POST", "/v1/shops//pause"],
    ["PATCH", "/v1/shops/s/orders/"],
    ["PUT", "/v1/retention/"],
  ])("with an empty part or a step is about nothing: %s %s", (method, path) => {
    expect(found(method, path)).toBe("404");
  });

  test("is read with a slash at its end, and not with steps", () => {
    expect(found("GET", "/v1/shops/s/")).toBe("getShop");
    expect(found("GET", "/v1/shops/")).toBe("listShops");
    expect(found("DELETE", "/v1/shops/s")).toBe(found("DELETE", "/v1/shops/acme"));
    expect(found("DELETE", "/v1/shops/s")).not.toMatch(/^\d/);
    expect(found("GET", "/v1/shops/s/orders/..")).toBe("404");
    expect(found("GET", "/v1/shops//orders")).toBe("404");
  });
});
