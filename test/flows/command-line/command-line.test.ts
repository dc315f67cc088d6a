import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { orderCommand } from "../../../infra/local/sandbox-tenant.ts";
import { eventually } from "../../helpers/engines.ts";
import { type CommandLine, createCommandLine } from "./run.ts";
import { type LocalStack, startReceiver, startStack } from "./stack.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 240_000 });

let stack: LocalStack;
let line: CommandLine;
beforeAll(async () => {
  stack = await startStack();
  line = createCommandLine();
});
afterAll(async () => {
  line?.[Symbol.dispose]();
  await stack?.[Symbol.asyncDispose]();
});
const login = () => line.run(["login", "--url", stack.url], { input: `${stack.key}\n` });
const json = async (...args: string[]) => JSON.parse((await line.run([...args, "--json"])).output);

describe("who is not logged in", () => {
  test("is told so in a sentence, with a code of its own", async () => {
    using other = createCommandLine();
    const { code, output, errors } = await other.run(["shops"]);
    expect([code, output]).toEqual([3, ""]);
    expect(errors).toBe("Nobody is logged in: run `npx tillbridge login`, or set TILLBRIDGE_URL and TILLBRIDGE_KEY.\n");
  });

  test("can use the environment instead, and no key is kept", async () => {
    using other = createCommandLine();
    const env = { TILLBRIDGE_URL: stack.url, TILLBRIDGE_KEY: stack.key };
    expect((await other.run(["shops", "--json"], { env })).output).toContain('"id":"kiotviet"');
    expect((await other.run(["shops"])).code).toBe(3);
  });

  test("cannot log in with a wrong key, or where nobody answers", async () => {
    using other = createCommandLine();
    const wrong = await other.run(["login", "--url", stack.url, "--key", "tb_wrong"]);
    expect([wrong.code, wrong.errors.split("\n").length]).toEqual([1, 2]);
    const nobody = await other.run(["login", "--url", "http://127.0.0.1:1", "--key", "tb_x"]);
    expect(nobody.code).toBe(3);
    expect(nobody.errors).toMatch(/^http:\/\/127\.0\.0\.1:1 does not answer: /);
    expect((await other.run(["shops"])).code).toBe(3);
  });
});

test("a login is kept for its owner alone, and the environment wins over it", async () => {
  const { code, output } = await login();
  expect(code).toBe(0);
  expect(output).toMatch(/^Logged in at http:.*: 1 shops\. Kept in .*login\.json, which only you can read\.\n$/);
  expect(output).not.toContain(stack.key);
  const file = join(line.home, ".config", "tillbridge", "login.json");
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  const env = { TILLBRIDGE_URL: "http://127.0.0.1:1" };
  expect((await line.run(["shops"], { env })).code).toBe(3);
});

test("shops and orders are listed for people, and for programs", async () => {
  await login();
  expect((await line.run(["shops"])).output).toMatch(
    /^id +vendor +name +health +reason\nkiotviet +kiotviet +Tạp hóa Cô Ba +/,
  );
  const orders = await json("orders", "kiotviet", "--limit", "3");
  expect(orders).toHaveLength(3);
  const { output } = await line.run(["orders", "kiotviet", "--code", orders[1].code]);
  expect(output.trimEnd().split("\n")).toHaveLength(2);
  expect(output).toContain(`${orders[1].id}  ${orders[1].code}  ${orders[1].status}  `);
});

test("a refusal names the field in one sentence, and the whole problem for programs", async () => {
  await login();
  const refused = await line.run(["orders", "kiotviet", "--updated-since", "yesterday"]);
  expect(refused.code).toBe(1);
  expect(refused.errors).toMatch(/^[^\n]*updatedSince: [^\n]*\n$/);
  const problem = await line.run(["orders", "nowhere", "--json"]);
  expect(JSON.parse(problem.errors)).toMatchObject({ status: 404 });
});

test("wrong usage has a code of its own, and the help has examples", async () => {
  for (const args of [
    ...[["orders"], ["nothing"], ["orders", "kiotviet", "--limit", "0"], ["listen", "--forward", "x"]],
    ...[
      ["operator", "shops", "--behind", "x"],
      ["operator", "sync", "acme"],
      ["operator", "nothing"],
    ],
  ]) {
    const { code, errors } = await line.run(args);
    expect([args, code]).toEqual([args, 2]);
    expect(errors).not.toMatch(/\n\s+at /);
  }
  const { output } = await line.run(["write", "--help"]);
  expect(output).toContain("tillbridge write my-shop orders.create --file order.json");
});

test("tail tells every change once, over an end and a new start", async () => {
  await login();
  const tail = ["tail", "kiotviet", "--json"];
  const first = await line.run([...tail, "--from", "beginning", "--once"]);
  const following = line.begin(tail);
  expect((await line.run(["trigger", "kiotviet", "--times", "5"])).code).toBe(0);
  await eventually("something new is told", () => following.output() !== "", 150);
  const ended = once(following.child, "exit");
  following.child.kill("SIGINT");
  expect((await ended)[0]).toBe(0);
  const rest = await line.run([...tail, "--once"]);
  const told = [first.output, following.output(), rest.output].join("").trimEnd().split("\n");
  const last = new Map<string, number>();
  for (const { resource, seq } of told.map((one) => JSON.parse(one) as { resource: string; seq: number })) {
    expect([resource, seq]).toEqual([resource, (last.get(resource) ?? 0) + 1]);
    last.set(resource, seq);
  }
  expect(last.get("orders")).toBeGreaterThanOrEqual(10);
}, 240_000);

test("listen brings events to a program without a tunnel, signed, and again where it refused", async () => {
  await login();
  await using receiver = await startReceiver(1);
  const secret = `whsec_${Buffer.from("a secret of the receiver").toString("base64")}`;
  const args = ["--resources", "products", "--from", "beginning", "--backfill", "--secret", secret, "--once"];
  const { code, errors } = await line.run(["listen", "--forward", receiver.url, "--shop", "kiotviet", ...args]);
  expect([code, errors]).toEqual([0, `${receiver.url}: 503. Again in 1 s.\n`]);
  const bodies = receiver.received.map(({ headers, body }) => new Webhook(secret).verify(body, headers) as any);
  expect(bodies.length).toBeGreaterThanOrEqual(10);
  expect(bodies[0]).toMatchObject({ type: "products.added", data: { shop: "kiotviet", resource: "products", seq: 1 } });
  expect(bodies.map(({ data }) => data.seq)).toEqual(bodies.map((_, index) => index + 1));
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(bodies.length);
});

test("listen brings events about writes and shops as well, once each, and those of the time between two starts", async () => {
  await login();
  await using receiver = await startReceiver();
  const secret = `whsec_${Buffer.from("a secret of the receiver").toString("base64")}`;
  const args = [
    "listen",
    "--forward",
    receiver.url,
    "--resources",
    "locations",
    "--from",
    "latest",
    "--secret",
    secret,
  ];
  const all = () => receiver.received.map(({ headers, body }) => [new Webhook(secret).verify(body, headers), headers]);
  expect((await line.run([...args, "--once"])).code).toBe(0);
  expect(all()).toEqual([]);
  const { client } = stack.tenant;
  const command = await orderCommand(client, "kiotviet");
  const headers = { "idempotency-key": "listened" };
  const write = await client.post<{ id: string }>("/v1/shops/kiotviet/orders?wait=20", command, headers);
  const isTold = async () =>
    (await client.get<{ state: string }>(`/v1/shops/kiotviet/writes/${write.id}?wait=20`)).state === "succeeded";
  await eventually("the write has succeeded", isTold, 60);
  let printed = "";
  await eventually(
    "it is told",
    async () => {
      const next = await line.run([...args, "--once", "--json"]);
      expect(next.code).toBe(0);
      printed += next.output;
      return receiver.received.length > 0;
    },
    10,
  );
  const [[event, sent]] = all() as [[any, Record<string, string>]];
  expect(event).toMatchObject({
    type: "write.succeeded",
    data: { shop: "kiotviet", id: write.id, kind: "orders.create", state: "succeeded" },
  });
  expect(JSON.parse(printed.trim())).toMatchObject({
    id: sent["webhook-id"],
    type: "write.succeeded",
    status: 204,
  });
  expect((await line.run([...args, "--once"])).code).toBe(0);
  expect(all()).toHaveLength(1);
  // A listener is no endpoint: nothing is sent to it, and nobody can make it one.
  expect((await client.get<{ data: unknown[] }>("/v1/endpoints")).data).toEqual([]);
});

test("listen brings only the types that are asked for, and with the record what an endpoint gets", async () => {
  await login();
  await using endpoint = await startReceiver();
  await using receiver = await startReceiver();
  const { client } = stack.tenant;
  await client.post("/v1/endpoints", { url: endpoint.url, types: ["orders.added"], payload: "full" });
  const secret = `whsec_${Buffer.from("a secret of the receiver").toString("base64")}`;
  const listen = ["listen", "--forward", receiver.url, "--secret", secret, "--json", "--once"];
  const args = [...listen, "--types", "orders.added,write.rejected", "--payload", "full"];
  expect((await line.run([...args, "--from", "latest"])).code).toBe(0);
  const command = await orderCommand(client, "kiotviet");
  const lines = [{ ...command.lines[0]!, productId: "999999999" }];
  for (const [key, body] of Object.entries({ good: command, refused: { ...command, lines } }))
    await client.post("/v1/shops/kiotviet/orders?wait=20", body, { "idempotency-key": `typed-${key}` });
  const told = () => receiver.received.map(({ body }) => JSON.parse(body));
  await eventually(
    "both are told",
    async () => {
      expect((await line.run(args)).code).toBe(0);
      const types = told().map(({ type }) => type);
      return types.includes("orders.added") && types.includes("write.rejected") && endpoint.received.length > 0;
    },
    30,
  );
  expect(new Set(told().map(({ type }) => type))).toEqual(new Set(["orders.added", "write.rejected"]));
  const bodyOf = ({ received }: typeof receiver, id: unknown) =>
    JSON.parse(received.find(({ headers }) => headers["webhook-id"] === id)!.body);
  const id = endpoint.received[0]!.headers["webhook-id"];
  const sent = bodyOf(endpoint, id);
  expect(sent.data.current.record).toMatchObject({ id: sent.data.id });
  expect(bodyOf(receiver, id)).toEqual(sent);
});

test.each([
  ["--types", "order.created", /^--types: no event has the type "order\.created"/],
  ["--types", "orders.*,writes.*", /^--types: no event has the type "writes\.\*"/],
  ["--payload", "fat", /thin, full/],
])("listen names what is wrong with %s %s", async (option, value, words) => {
  await login();
  const { code, errors } = await line.run(["listen", "--forward", "http://127.0.0.1:1", option, value, "--once"]);
  expect([code, errors]).toEqual([2, expect.stringMatching(words)]);
});

test("a write shows what the vendor would get, and is sent once, when it is agreed to", async () => {
  await login();
  const file = join(line.home, "order.json");
  writeFileSync(file, JSON.stringify(await orderCommand(stack.tenant.client, "kiotviet")));
  const command = [
    "write",
    "kiotviet",
    "orders.create",
    "--file",
    file,
    "--set",
    "customer.name=An",
    "--set",
    "customer.phone=0901234567",
  ];
  const shown = await line.run(command);
  expect(shown.code).toBe(2);
  expect(shown.output).toContain("The vendor would get:");
  expect(shown.output).toContain("0901234567");
  expect(shown.errors).toContain("Add --yes to send it");
  for (const more of [[], ["--yes"]]) {
    const dry = await line.run([...command, "--dry-run", ...more]);
    expect(dry.code).toBe(0);
    expect(dry.output).toMatch(/^The vendor would get:\n.*"method": "POST".*0901234567.*\nNothing was sent\.\n$/s);
  }
  const sent = await line.run([...command, "--yes", "--idempotency-key", "k1", "--json"]);
  const again = await line.run([...command, "--yes", "--idempotency-key", "k1", "--json"]);
  const [one, two] = [sent, again].map(({ output }) => JSON.parse(output));
  expect(one).toMatchObject({ state: "succeeded" });
  expect(two.id).toBe(one.id);
});

test("a write that is refused names the field, one of an unknown kind names those that there are", async () => {
  await login();
  const refused = await line.run(["write", "kiotviet", "orders.create", "--set", "lines=[]", "--yes"]);
  expect(refused.code).toBe(1);
  expect(refused.errors).toContain("lines");
  const unknown = await line.run(["write", "kiotviet", "orders.dance", "--yes"]);
  expect(unknown.code).toBe(2);
  expect(unknown.errors).toMatch(/There is no write orders\.dance\. .*orders\.create, orders\.update/);
});

test("explain says in a sentence why something is not here", async () => {
  await login();
  const { code, output } = await line.run(["explain", "kiotviet", "--resource", "products", "--code", "NEVER"]);
  expect(code).toBe(0);
  expect(output).toMatch(/^The record of products with the code NEVER is not here.*\n {2}state: /);
  expect(await json("explain", "kiotviet", "--id", "1")).toMatchObject({ found: false, evidence: {} });
});

describe("personal data", () => {
  test("is exported as lines, of the tenant and of one person by any spelling of the phone", async () => {
    await login();
    const lines = (await line.run(["export"])).output
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text));
    const customer = lines.find(
      ({ kind, resource, data }) => kind === "record" && resource === "customers" && data.record.phoneE164,
    );
    expect(customer).toBeDefined();
    const spelled = customer.data.record.phoneE164.replace(/^\+84(\d{3})/, "0$1 ");
    const { output } = await line.run(["people", "export", spelled, "--json"]);
    const found = output
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(found).toContainEqual(expect.objectContaining({ kind: "record", resource: "customers", id: customer.id }));
    const table = await line.run(["people", "export", spelled]);
    expect(table.output).toMatch(/^kind +shop +vendor +resource +id\n/);
    expect(table.output).toContain(customer.id);
  });

  test("is erased only for who says that it is meant, and is gone then", async () => {
    await login();
    const orders = await json("orders", "kiotviet", "--resource", "customers", "--limit", "20");
    const { id, phone } = orders.find((one: { phoneE164?: string }) => one.phoneE164 !== undefined);
    const refused = await line.run(["people", "erase", phone]);
    expect([refused.code, refused.errors.split("\n").length]).toEqual([2, 2]);
    const erased = await line.run(["people", "erase", phone, "--yes"]);
    expect(erased.code).toBe(0);
    expect(erased.output).toMatch(/Erased from \d+ things\. The vendors still have the person: \d+ records/);
    const [after] = await json("orders", "kiotviet", "--resource", "customers", "--id", id);
    expect(after).not.toHaveProperty("phone");
    expect((await line.run(["people", "export", phone])).output).toMatch(/^0 things name this phone/);
  });

  test("is kept as long as was decided; what was not named stays", async () => {
    await login();
    await line.run(["retention", "--writes", "30"]);
    expect(await json("retention", "--deliveries", "7")).toMatchObject({ deliveries: 7, writes: 30 });
    expect((await line.run(["retention"])).output).toMatch(/^what +days\nwebhooks +7\nclosed writes +30\n/);
    expect((await line.run(["retention", "--deliveries", "31"])).code).toBe(2);
  });
});

test("only a sandbox can be triggered", async () => {
  await login();
  const { code, errors } = await line.run(["trigger", "my-shop"]);
  expect([code, errors]).toEqual([1, "There is no sandbox my-shop. Real shops change by themselves.\n"]);
});

describe("an operator", () => {
  test("logs in with the deployment's key, and sees how it and all shops stand", async () => {
    using other = createCommandLine();
    const { output } = await other.run(["login", "--url", stack.url], { input: `${stack.operatorKey}\n` });
    expect(output).toMatch(/^Logged in at http:.*: as an operator\./);
    const status = await other.run(["operator", "status"]);
    expect(status.output).toMatch(/^Stage local: 1 shops \(1 healthy\)\.\nThe schedule runs\.\nvendor +shops/);
    const shops = await other.run(["operator", "shops", "--json", "--vendor", "kiotviet"]);
    expect(JSON.parse(shops.output)).toMatchObject([{ shop: "kiotviet", health: "healthy" }]);
    expect((await other.run(["operator", "shops", "--health", "degraded"])).output.split("\n")).toHaveLength(2);
  });

  test("is told so when the key is a tenant's", async () => {
    await login();
    const { code, errors } = await line.run(["operator", "status"]);
    expect([code, errors]).toEqual([1, "Only the operator's key may do this.\n"]);
  });
});
