import { describe, expect, test } from "vitest";
import { PerhapsSignedOut, Rejected, RetryLater, SignInAgain } from "../../../shared/core/errors.ts";
import { type Operation, type Vendor, type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** What gateways, firewalls and load balancers answer in front of an API. None of it is a vendor's word. */
const bodies: readonly string[] = [
  "<html><head><title>Authorization Required</title></head><body>nginx</body></html>",
  '{"message":"Unauthorized"}',
  '{"message":"Forbidden","request_id":"8a1"}',
  '{"statusCode":400,"error":"Bad Request","message":"Invalid request"}',
  '{"error":"unauthorized","message":"access token invalid"}',
  '{"code":401,"message":"Invalid access token"}',
  '{"detail":"Not authenticated"}',
  "{}",
  "[]",
  "null",
  "",
];

const thrownBy = (vendor: Vendor, operation: Operation, status: number, body: string): unknown => {
  try {
    return vendor.judge({ status, headers: {}, body, receivedAt: 0 }, operation);
  } catch (error) {
    return error;
  }
};

describe.each(Object.values(vendors))("an answer that is not $name's own", (vendor) => {
  test.each([401, 403])("%i ends no access, and closes nothing", (status) => {
    for (const operation of vendor.operations)
      for (const body of bodies) {
        const error = thrownBy(vendor, operation, status, body);
        expect(error, `${operation.id} ${body}`).toBeInstanceOf(RetryLater);
      }
  });

  test.each([400, 402, 406, 409, 412, 418, 421, 422])("%i stops no reading for an hour", (status) => {
    for (const operation of vendor.operations.filter(({ kind }) => kind === "read"))
      for (const body of bodies)
        expect(thrownBy(vendor, operation, status, body), `${operation.id} ${body}`).toBeInstanceOf(RetryLater);
  });

  test.each([400, 401, 403, 409, 422])("%i of a page says nothing about a write", (status) => {
    for (const operation of vendor.operations.filter(({ kind }) => kind === "write")) {
      const error = thrownBy(vendor, operation, status, bodies[0]!);
      expect(error, operation.id).not.toBeInstanceOf(Rejected);
      expect(error, operation.id).not.toBeInstanceOf(SignInAgain);
      if (error instanceof RetryLater) expect(error.delivered, operation.id).toBe("unknown");
    }
  });

  test("200 with a stranger's error stops no reading for an hour", () => {
    for (const operation of vendor.operations.filter(({ kind }) => kind === "read"))
      for (const body of [...bodies, '{"error":"Unauthorized"}', '{"error":{"message":"invalid token"}}']) {
        const error = thrownBy(vendor, operation, 200, body);
        expect(error, `${operation.id} ${body}`).not.toBeInstanceOf(Rejected);
        expect(error, `${operation.id} ${body}`).not.toBeInstanceOf(SignInAgain);
      }
  });
});

/** The vendor's own word about the access, from its document, a captured answer or a field note. */
const own: Readonly<Record<VendorId, readonly (readonly [number, string])[]>> = {
  // Field note: 401, or the error body of the official plugin (sample error_token_SHAPE).
  kiotviet: [
    [401, '{"responseStatus":{"errorCode":"TokenException","message":"MESSAGE_TEXT","errors":[]}}'],
    [400, '{"responseStatus":{"errorCode":"TokenException","message":"MESSAGE_TEXT","errors":[]}}'],
    [401, '{"responseStatus":{"errorCode":"Unauthorized","message":"MESSAGE_TEXT"}}'],
  ],
  // Nhanh Open API: a refusal is code 0 with an errorCode, and comes with status 200.
  "nhanh-v3": [
    [200, '{"code":0,"errorCode":"ERR_INVALID_ACCESS_TOKEN","messages":"Invalid access token"}'],
    [401, '{"code":0,"errorCode":"ERR_INVALID_ACCESS_TOKEN","messages":"Invalid access token"}'],
  ],
  "nhanh-v2": [
    [200, '{"code":0,"errorCode":"ERR_INVALID_ACCESS_TOKEN","messages":["Invalid access token"]}'],
    [401, '{"code":0,"errorCode":"ERR_INVALID_ACCESS_TOKEN","messages":["Invalid access token"]}'],
  ],
  // Field note: 401, 403 or 200, in the form of every refusal: success false.
  pancake: [
    [401, '{"success":false,"message":"Unauthorized"}'],
    [403, '{"success":false,"message":"Unauthorized"}'],
    [200, '{"success":false,"message":"Missing access_token"}'],
    [401, '{"success":false,"message":"Missing access_token"}'],
  ],
  // iSale External API, Mã lỗi thường gặp.
  isale: [
    [401, '{"error":{"code":"unauthorized","message":"Thiếu/sai Apikey hoặc key đã thu hồi"}}'],
    [200, '{"error":{"code":"unauthorized","message":"Thiếu/sai Apikey hoặc key đã thu hồi"}}'],
  ],
};

test.each(vendorIds)("%s's own word ends the access", (id) => {
  const vendor = vendors[id];
  for (const operation of vendor.operations.filter(({ kind }) => kind === "read"))
    for (const [status, body] of own[id])
      expect(thrownBy(vendor, operation, status, body), `${operation.id} ${status} ${body}`).toBeInstanceOf(
        SignInAgain,
      );
});

test.each(["kiotviet", "pancake", "isale"] as const)("a bare 401 at %s may mean a dead access", (id) => {
  const operation = vendors[id].operations.find(({ kind }) => kind === "read")!;
  for (const body of bodies) expect(thrownBy(vendors[id], operation, 401, body), body).toBeInstanceOf(PerhapsSignedOut);
});

test.each(["nhanh-v3", "nhanh-v2"] as const)("at %s no status speaks of the access", (id) => {
  const operation = vendors[id].operations.find(({ kind }) => kind === "read")!;
  for (const body of bodies)
    expect(thrownBy(vendors[id], operation, 401, body), body).not.toBeInstanceOf(PerhapsSignedOut);
});
