import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { PerhapsSignedOut, RetryLater, SignInAgain } from "../../../shared/core/errors.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import { createStores } from "../../../shared/stores/all.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { openShop } from "../../../shared/usecases/shops/open-shop.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const TOKEN = { access_token: "eyJtoken", expires_in: 86_400, token_type: "Bearer" };
const OWN = [401, { responseStatus: { errorCode: "TokenException", message: "MESSAGE_TEXT" } }] as const;
const GATEWAY = [401, "<html>401 Authorization Required</html>"] as const;

/** A KiotViet shop whose vendor answers so to calls with a token; it signs in unless told otherwise. */
const open = async (
  api: () => readonly [number, unknown],
  signIn: () => readonly [number, unknown] = () => [200, TOKEN],
) => {
  const stores = createStores(new MemoryTable());
  const time = { now: Date.UTC(2026, 10, 20) };
  const shop = {
    tenant: "acme",
    id: "one",
    vendor: "kiotviet",
    name: "A shop",
    health: "healthy",
    settings: {},
    account: "retail:one",
    hookToken: "h",
    createdAt: new Date(time.now).toISOString(),
  } as Shop;
  await stores.shops.create(shop);
  const sent: string[] = [];
  let access: any = {
    credentials: { clientId: "a", clientSecret: "b", retailer: "one" },
    session: { token: "old", expiresAt: time.now + 30 * DAY },
  };
  const deps = {
    ...stores,
    clock: () => time.now,
    random: () => 0.5,
    randomId: () => "id",
    sleep: async () => undefined,
    metric: () => undefined,
    vendor: () => vendors.kiotviet,
    secretName: () => "secret",
    secrets: {
      get: async () => access,
      put: async (_name: string, next: unknown) => {
        access = next;
      },
      delete: async () => undefined,
    },
    send: async ({ url, method }: { url: string; method: string }) => {
      const isSignIn = url.includes("connect/token");
      sent.push(isSignIn ? "sign-in" : method);
      const [status, body] = isSignIn ? signIn() : api();
      return {
        status,
        headers: {},
        body: typeof body === "string" ? body : JSON.stringify(body),
        receivedAt: time.now,
      };
    },
  };
  const call = async (operation: string, input = {}) => {
    const stored = await stores.shops.find({ tenant: "acme", shop: "one" });
    const { call: make } = await openShop(stored, deps as never);
    return make("poll")(operation, input).catch((error: unknown) => error);
  };
  const refused = async () => (await stores.shops.find({ tenant: "acme", shop: "one" })).refused;
  return { call, sent, time, refused };
};

const list = { params: { pageSize: 20 } };
const order = { body: { branchId: 1, orderDetails: [] } };

test("a token that the vendor calls dead is renewed, and the call is made again", async () => {
  let calls = 0;
  const { call, sent, refused } = await open(() => {
    calls += 1;
    return calls === 1 ? OWN : [200, { total: 0, pageSize: 20, data: [] }];
  });
  expect(await call("branches.list", list)).toMatchObject({ data: [] });
  expect(sent).toEqual(["GET", "sign-in", "GET"]);
  expect(await refused()).toBeUndefined();
});

test("a bare 401 may mean a dead token: a read finds out by signing in", async () => {
  let calls = 0;
  const { call, sent } = await open(() => {
    calls += 1;
    return calls === 1 ? GATEWAY : [200, { total: 0, pageSize: 20, data: [] }];
  });
  expect(await call("branches.list", list)).toMatchObject({ data: [] });
  expect(sent).toEqual(["GET", "sign-in", "GET"]);
});

test.each([
  ["the vendor's own", OWN],
  ["a gateway's", GATEWAY],
] as const)(
  "%s refusal in spite of a new session is a failure, until a day has brought nothing else",
  async (_, said) => {
    const { call, sent, time, refused } = await open(() => said);
    expect(await call("branches.list", list)).toBeInstanceOf(RetryLater);
    const since = time.now;
    expect(sent).toEqual(["GET", "sign-in", "GET"]);
    time.now += MINUTE;
    expect(await call("branches.list", list)).toBeInstanceOf(RetryLater);
    // Nobody signs in for each refused call.
    expect(sent.filter((one) => one === "sign-in")).toHaveLength(1);
    time.now += 10 * MINUTE;
    await call("branches.list", list);
    expect(sent.filter((one) => one === "sign-in")).toHaveLength(2);
    expect(await refused()).toMatchObject({ since });
    time.now = since + DAY - HOUR;
    expect(await call("branches.list", list)).toBeInstanceOf(RetryLater);
    time.now = since + DAY;
    expect(await call("branches.list", list)).toBeInstanceOf(SignInAgain);
  },
);

test("one call that is let in ends the count", async () => {
  let said: readonly [number, unknown] = OWN;
  const { call, time, refused } = await open(() => said);
  await call("branches.list", list);
  expect(await refused()).toBeDefined();
  said = [200, { total: 0, pageSize: 20, data: [] }];
  time.now += MINUTE;
  await call("branches.list", list);
  expect(await refused()).toBeUndefined();
});

test("a write that a gateway turned away may have been carried out, and is not sent again", async () => {
  const { call, sent, time } = await open(() => GATEWAY);
  for (let days = 0; days < 3; days += 1) {
    const error = await call("orders.create", order);
    expect(error).toBeInstanceOf(PerhapsSignedOut);
    expect(error).toMatchObject({ delivered: "unknown" });
    time.now += DAY;
  }
  expect(sent.filter((one) => one === "POST")).toHaveLength(3);
});

test("a write whose token the vendor calls dead is sent again", async () => {
  const { call, sent } = await open(() => OWN);
  expect(await call("orders.create", order)).toMatchObject({ name: "RetryLater", delivered: "no" });
  expect(sent).toEqual(["POST", "sign-in", "POST"]);
});

test("that signing in has an outage says nothing about a bare 401", async () => {
  const { call, time, refused } = await open(
    () => GATEWAY,
    () => [503, ""],
  );
  expect(await call("branches.list", list)).toBeInstanceOf(RetryLater);
  time.now += 3 * DAY;
  expect(await call("branches.list", list)).toBeInstanceOf(RetryLater);
  expect(await refused()).toBeUndefined();
});

test("credentials that the vendor refuses end the access at once", async () => {
  const { call } = await open(
    () => OWN,
    () => [400, { error: "invalid_client" }],
  );
  expect(await call("branches.list", list)).toBeInstanceOf(SignInAgain);
});
