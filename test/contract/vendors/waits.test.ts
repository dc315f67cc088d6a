import { describe, expect, test } from "vitest";
import { RetryLater } from "../../../shared/core/errors.ts";
import { HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const NOW = Date.UTC(2026, 10, 20, 3);

interface Refused {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const waitOf = (vendorId: VendorId, { status, headers = {}, body = "" }: Refused): RetryLater => {
  const vendor = vendors[vendorId];
  const operation = vendor.operations.find(({ id }) => id === "orders.list")!;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  try {
    vendor.judge({ status, headers, body: text, receivedAt: NOW }, operation);
  } catch (error) {
    expect(error).toBeInstanceOf(RetryLater);
    return error as RetryLater;
  }
  throw new Error("the answer was taken for a success");
};

/** What each vendor means where it names no wait. */
const unnamed: Readonly<Record<VendorId, number>> = {
  kiotviet: MINUTE,
  "nhanh-v3": 30 * SECOND,
  "nhanh-v2": 30 * SECOND,
  pancake: 5 * SECOND,
  isale: MINUTE,
};

describe.each(Object.entries(unnamed) as [VendorId, number][])("%s", (vendorId, otherwise) => {
  test("a 429 is waited for as the header says, within bounds", () => {
    const wait = (after?: string): number => {
      const refused = after === undefined ? {} : { headers: { "retry-after": after } };
      return waitOf(vendorId, { status: 429, ...refused }).retryAt! - NOW;
    };
    expect(wait("42")).toBe(42 * SECOND);
    expect(wait(new Date(NOW + 90 * SECOND).toUTCString())).toBe(90 * SECOND);
    for (const none of [undefined, "", "0", "-5", "soon", "NaN"]) expect(wait(none), `${none}`).toBe(otherwise);
    expect(wait("0.01")).toBe(SECOND);
    // Of Nhanh's too: it is its lock that may last for hours, and it names that in the answer's body.
    expect(wait("31536000")).toBe(15 * MINUTE);
    expect(wait(new Date(NOW + 999 * 24 * HOUR).toUTCString())).toBe(15 * MINUTE);
  });

  test("an outage that asks for a year gets a quarter of an hour", () => {
    const asked = (after: string) => waitOf(vendorId, { status: 503, headers: { "retry-after": after } }).retryAt;
    expect(asked("31536000")).toBe(NOW + 15 * MINUTE);
    expect(asked("120")).toBe(NOW + 2 * MINUTE);
    expect(asked("-5")).toBe(NOW + SECOND);
    expect(waitOf(vendorId, { status: 503 }).retryAt).toBeUndefined();
  });
});

describe.each(["nhanh-v3", "nhanh-v2"] as const)("a lock of %s", (vendorId) => {
  const lockedFor = (data: unknown): number =>
    waitOf(vendorId, { status: 200, body: { code: 0, errorCode: "ERR_429", message: "Your app exceeded", data } })
      .retryAt! - NOW;

  test("is waited for by the later of its two fields, within bounds", () => {
    expect(lockedFor({ lockedSeconds: 10, unlockedAt: NOW / SECOND + 10 })).toBe(10 * SECOND);
    expect(lockedFor({ lockedSeconds: "10" })).toBe(10 * SECOND);
    expect(lockedFor({ unlockedAt: NOW / SECOND + 40 })).toBe(40 * SECOND);
    expect(lockedFor({ lockedSeconds: 7_200, unlockedAt: NOW / SECOND + 7_200 })).toBe(2 * HOUR);
    expect(lockedFor({ lockedSeconds: 31_536_000 })).toBe(6 * HOUR);
    expect(lockedFor({ lockedSeconds: 10, unlockedAt: NOW / SECOND + 31_536_000 })).toBe(310 * SECOND);
  });

  test.each([
    undefined,
    null,
    [],
    "locked",
    { lockedSeconds: 0 },
    { lockedSeconds: -5, unlockedAt: 0 },
    { lockedSeconds: "x" },
  ])("that says %j is waited for half a minute", (data) => {
    expect(lockedFor(data)).toBe(30 * SECOND);
  });
});

test("iSale: the longer one of header and body counts, within bounds", () => {
  const body = (retryAfterSeconds: unknown) => ({ error: { code: "rate_limit_exceeded", retryAfterSeconds } });
  const wait = (seconds: unknown, after: string): number =>
    waitOf("isale", { status: 429, headers: { "retry-after": after }, body: body(seconds) }).retryAt! - NOW;
  expect(wait(42, "50")).toBe(50 * SECOND);
  expect(wait("60", "50")).toBe(60 * SECOND);
  expect(wait(-5, "0")).toBe(60 * SECOND);
  expect(wait(1e12, "5")).toBe(15 * MINUTE);
});
