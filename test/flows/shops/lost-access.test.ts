import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { openWatchedShop } from "../freshness/watched-shop.ts";
import { answerOf, answerWith, type Lie } from "../sync/answers.ts";

const PAGE = "<html><head><title>401 Authorization Required</title></head><body>nginx</body></html>";

/** The vendor's own word that it has no use for the token or key (documents, samples, field notes). */
const own: Readonly<Record<VendorId, ReturnType<typeof answerOf>>> = {
  kiotviet: answerOf({ responseStatus: { errorCode: "TokenException", message: "MESSAGE_TEXT" } }, 401),
  "nhanh-v3": answerOf({ code: 0, errorCode: "ERR_INVALID_ACCESS_TOKEN", messages: "Invalid access token" }),
  "nhanh-v2": answerOf({ code: 0, errorCode: "ERR_INVALID_ACCESS_TOKEN", messages: ["Invalid access token"] }),
  pancake: answerOf({ success: false, message: "Unauthorized" }, 401),
  isale: answerOf({ error: { code: "unauthorized", message: "Thiếu/sai Apikey hoặc key đã thu hồi" } }, 401),
};

/** Calls with which an access is proven. */
const isSignIn = (call: string): boolean => /connect\/token|^GET .*\/(shops|tables)$/.test(call.split("?")[0] ?? "");

/** Nobody types credentials in again: the shop is to find its way back by itself, or not. */
const open = async (vendor: VendorId) => {
  const shop = await openWatchedShop(vendor, ["orders"]);
  const { world } = shop;
  const integer = world.dice.integer.bind(world.dice);
  world.dice.integer = (from, to) => (from === 1 && to === 180 ? 1e9 : integer(from, to));
  const health = async () => (await world.deps.shops.find(world.ref)).health;
  /** What the tenant was told of its access and its copy. */
  const told = async () => (await shop.events()).map(({ type }) => type).filter((type) => type !== "shop.sunset");
  return { shop, world, health, told, answer: (lie: Lie) => answerWith(world, lie) };
};

describe.each(["kiotviet", "nhanh-v3", "nhanh-v2", "pancake", "isale"] as const)("a shop at %s", (vendor) => {
  test.each([
    ["401 of a gateway at each call", answerOf(PAGE, 401), () => true],
    ["401 of a gateway where nobody signs in", answerOf(PAGE, 401), (call: string) => !isSignIn(call)],
    ["403 of a gateway's JSON", answerOf({ message: "Forbidden" }, 403), () => true],
    ["400 of a gateway", answerOf(PAGE.replaceAll("401", "400"), 400), () => true],
  ])(
    "goes on by itself after %s, and says meanwhile that it fails",
    { timeout: 60_000 },
    async (_name, said, about) => {
      const { shop, world, health, told, answer } = await open(vendor);
      const vendorSays = answer(({ method, path }) => (about(`${method} ${path}`) ? said : undefined));
      await world.pass(6 * MINUTE);
      expect(await health()).not.toBe("needs-reauth");
      expect(await shop.line("orders")).toMatchObject({ state: "failing" });
      const now = world.time.now();
      await world.pass(40 * MINUTE);
      expect(vendorSays.since(now)).toBeLessThan(120);
      expect(await shop.get("/v1/shops/shop")).toMatchObject({ health: "degraded" });
      vendorSays.honest();
      for (let count = 0; count < 6; count += 1) world.change();
      await world.pass(50 * MINUTE);
      expect(await shop.line("orders")).toMatchObject({ state: "current" });
      expect(await told()).toEqual(["shop.degraded", "shop.recovered"]);
    },
  );

  test("that has lost its access by the vendor's word comes back within an hour of another", {
    timeout: 60_000,
  }, async () => {
    const { shop, world, health, told, answer } = await open(vendor);
    const vendorSays = answer(({ path }) => {
      if (!/connect\/token/.test(path)) return own[vendor];
      return answerOf({ error: "invalid_client" }, 400);
    });
    await world.pass(20 * MINUTE);
    expect(await health()).toBe("needs-reauth");
    const now = world.time.now();
    await world.pass(6 * HOUR);
    // Not each minute: a vendor may lock who goes on with credentials that it has refused.
    expect(vendorSays.since(now)).toBeGreaterThanOrEqual(5);
    expect(vendorSays.since(now)).toBeLessThanOrEqual(24);
    expect(await health()).toBe("needs-reauth");
    vendorSays.honest();
    for (let count = 0; count < 6; count += 1) world.change();
    await world.pass(90 * MINUTE);
    expect(await health()).toBe("healthy");
    expect(await shop.line("orders")).toMatchObject({ state: "current" });
    expect(await told()).toEqual(["shop.needs-reauth", "shop.recovered"]);
  });
});

describe.each(["kiotviet", "pancake", "isale"] as const)("a shop at %s whose credentials are accepted", (vendor) => {
  test("fails while its calls are refused, and needs its owner after a day of that", { timeout: 60_000 }, async () => {
    const { shop, world, health, answer } = await open(vendor);
    const vendorSays = answer(({ method, path }) => (isSignIn(`${method} ${path}`) ? undefined : own[vendor]));
    await world.pass(10 * MINUTE);
    expect(await health()).not.toBe("needs-reauth");
    expect(await shop.line("orders")).toMatchObject({
      state: "failing",
      reason: expect.stringContaining("although the vendor accepts the credentials"),
    });
    const now = world.time.now();
    await world.pass(HOUR);
    // At most a sign-in each ten minutes.
    expect(vendorSays.calls.filter(({ at, path }) => at >= now && isSignIn(`GET ${path}`)).length).toBeLessThanOrEqual(
      14,
    );
    await world.pass(DAY + 2 * HOUR);
    expect(await health()).toBe("needs-reauth");
  });
});

test("the daily early renewal ends no shop whose token still works", { timeout: 60_000 }, async () => {
  const { shop, world, health, answer } = await open("kiotviet");
  const vendorSays = answer(({ path }) => (isSignIn(path) ? answerOf({ error: "invalid_client" }, 400) : undefined));
  await world.pass(23 * HOUR);
  expect(await health()).toBe("healthy");
  expect(await shop.line("orders")).toMatchObject({ state: "current" });
  vendorSays.honest();
  await world.pass(2 * HOUR);
  expect(await health()).toBe("healthy");
});
