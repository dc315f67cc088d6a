import { type Command, CommanderError } from "@commander-js/extra-typings";
import { describe, expect, test } from "vitest";
import { listen } from "../../../shared/command-line/commands/listening.ts";
import { login } from "../../../shared/command-line/commands/login.ts";
import { write } from "../../../shared/command-line/commands/writing.ts";
import { type ApiDocument, routeOfWrite } from "../../../shared/command-line/document.ts";
import { nearestName } from "../../../shared/command-line/nearest-name.ts";
import { createProgram } from "../../../shared/command-line/program.ts";
import { findLogin, type Settings } from "../../../shared/command-line/settings.ts";
import { Trouble } from "../../../shared/command-line/trouble.ts";
import type { World } from "../../../shared/command-line/world.ts";
import { ordersDocument } from "./orders-document.ts";

/** Every command with its way from the program. */
const commandsOf = (command: Command, way: readonly string[] = []): [way: string, parts: readonly string[]][] => [
  [way.join(" "), way],
  ...command.commands.flatMap((one) => commandsOf(one as Command, [...way, one.name()])),
];

const told = async (work: () => unknown): Promise<Trouble> => {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(Trouble);
    return error as Trouble;
  }
  return expect.unreachable("it was taken");
};

describe("a wrong usage", () => {
  test.each(commandsOf(createProgram() as unknown as Command))(
    "of `tillbridge %s` is an error of the usage, with the way to the help",
    async (_, way) => {
      const program = createProgram();
      let text = "";
      const silence = (command: Command): void => {
        command.configureOutput({
          writeErr: (chunk) => {
            text += chunk;
          },
        });
        for (const one of command.commands) silence(one as Command);
      };
      silence(program as unknown as Command);
      const asked = program.parseAsync([...way, "--no-such-option"], { from: "user" });
      await expect(asked).rejects.toBeInstanceOf(CommanderError);
      expect(text).toContain("(add --help for what it takes)");
    },
  );
});

describe("an address that cannot be called", () => {
  const said: string[] = [];
  const world = {
    output: { json: false, say: (text: string) => void said.push(text) },
    stop: new AbortController().signal,
    get api() {
      return expect.unreachable("the API was asked");
    },
  } as unknown as World;

  test.each(["localhost:3998/hooks", "ftp://127.0.0.1/hooks", "x"])("%s is refused by listen", async (forward) => {
    const { code, message } = await told(() => listen(world, { forward }));
    expect([code, message]).toEqual([2, expect.stringMatching(/^--forward: .*http:\/\/.*not "/)]);
    expect(message).toContain(forward);
  });

  test.each(["localhost:8480", "ftp://api.example.com"])("%s is refused by login", async (url) => {
    const { code, message } = await told(() => login(world, url, "tb_x"));
    expect([code, message]).toEqual([2, expect.stringMatching(/^--url: /)]);
  });

  const settingsOf = (url?: string): Settings => ({
    folder: "/home/lan/.config/tillbridge",
    read: () => (url === undefined ? undefined : { url, key: "tb_x" }) as never,
    write: () => {},
  });
  test.each([
    [
      "of the environment",
      settingsOf(),
      { TILLBRIDGE_URL: "127.0.0.1:8580", TILLBRIDGE_KEY: "tb_x" },
      "TILLBRIDGE_URL",
    ],
    ["of a login", settingsOf("127.0.0.1:8580"), {}, "/home/lan/.config/tillbridge/login.json"],
  ])("%s is named with its place", async (_, settings, env, place) => {
    const { code, message } = await told(() => findLogin(settings, env));
    expect([code, message.startsWith(`${place}: `), message.includes("127.0.0.1:8580")]).toEqual([2, true, true]);
  });

  test.each(["abc", "whsec_abc", "whsec_", "whsec_?"])("the secret %s is refused and never printed", async (secret) => {
    said.length = 0;
    const { code, message } = await told(() => listen(world, { forward: "http://127.0.0.1:1", secret }));
    expect([code, message]).toEqual([2, expect.stringMatching(/^--secret: whsec_ and base64/)]);
    expect([message, ...said].join(" ").replaceAll("whsec_ and base64", "")).not.toContain(secret);
  });
});

const document = {
  paths: {},
  components: {
    schemas: {
      Write: { properties: { kind: { enum: ["orders.create", "price-books.set", "customers.update", "call"] } } },
      ...{ OrdersCreateCommand: {}, PriceBooksSetCommand: {}, CustomersUpdateCommand: {} },
      OrdersCreateCommandKiotviet: {},
    },
  },
} as ApiDocument;

test.each([
  ["orders.creat", "orders.create"],
  ["order.create", "orders.create"],
  ["pricebooks.set", "price-books.set"],
  ["dance", undefined],
])("an unknown kind of write, %s, is answered with the kinds that there are", async (kind, meant) => {
  const { code, message } = await told(() => routeOfWrite(document, kind));
  const guess = meant === undefined ? "" : ` Did you mean ${meant}?`;
  const kinds = "orders.create, price-books.set, customers.update";
  expect([code, message]).toEqual([2, `There is no write ${kind}.${guess} Kinds: ${kinds}.`]);
});

test("a name of any length is compared in no time, and of two the nearer one is meant", () => {
  expect(nearestName("o".repeat(100_000), ["orders.create"])).toBeUndefined();
  expect(nearestName("orders.updat", ["orders.create", "orders.update"])).toBe("orders.update");
});

test("a write that no person can be asked about is not sent, and is no success", async () => {
  const sent: string[] = [];
  const call = async (_: string, path: string, { query }: { query?: { dryRun?: boolean } } = {}) => {
    if (path === "/openapi.json") return ordersDocument;
    if (!query?.dryRun) sent.push(path);
    return { method: "POST" };
  };
  const world = { api: { url: "https://api.example", call }, output: { json: false, say: () => {} } };
  const { code, message } = await told(() =>
    write(world as unknown as World, "s", "orders.create", { set: ["note=x"] }),
  );
  expect([code, message, sent]).toEqual([2, expect.stringContaining("Add --yes to send it"), []]);
});
