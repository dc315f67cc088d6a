import { setTimeout } from "node:timers/promises";
import { DescribeSecretCommand, GetSecretValueCommand, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createSecrets } from "../../../shared/aws/secrets.ts";
import { createVault, type Vault } from "../../../shared/aws/vault.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { ShopAccess } from "../../../shared/core/vendor.ts";
import { createSecretPageStore, MOST_SHOPS } from "../../../shared/stores/secret-pages.ts";
import { createSharedSecrets } from "../../../shared/usecases/shops/shared-secrets.ts";
import { startTestSecrets, type TestSecrets } from "../../helpers/engines.ts";

const PREFIX = "tillbridge/test/acme/";
const name = (shop: string) => `${PREFIX}${shop}`;
const access = (token: string, size = 0): ShopAccess => ({
  credentials: { key: "k", filler: "x".repeat(size) },
  session: { token },
});

let manager: TestSecrets;
let table: MemoryTable;
let now: number;
let ids: number;

beforeEach(async () => {
  now = 1_800_000_000_000;
  ids = 0;
  table = new MemoryTable();
  manager = await startTestSecrets(() => now);
});
afterEach(() => manager[Symbol.asyncDispose]());

/** What one instance of a function has; its memory is its own. */
const createInstance = (change: (vault: Vault) => Vault = (vault) => vault) =>
  createSharedSecrets({
    prefix: PREFIX,
    pages: createSecretPageStore(table, "acme"),
    vault: change(createVault(manager.client)),
    single: createSecrets(manager.client, () => now),
    clock: () => now,
    // Others go on meanwhile.
    sleep: async (milliseconds) => {
      now += milliseconds;
      await setTimeout(20);
    },
    randomId: () => `id-${++ids}`,
  });

const names = async () => {
  const { SecretList = [] } = await manager.client.send(new ListSecretsCommand({}));
  return SecretList.map(({ Name }) => Name!);
};

describe("secrets that shops of a tenant share", () => {
  test("forty shops are one secret below the tenant's name, and another instance reads each", async () => {
    const one = createInstance();
    for (let shop = 0; shop < MOST_SHOPS; shop += 1) await one.put(name(`s${shop}`), access(`t${shop}`));
    expect(await names()).toHaveLength(1);
    expect((await names())[0]!.startsWith(PREFIX)).toBe(true);
    const other = createInstance();
    for (let shop = 0; shop < MOST_SHOPS; shop += 1)
      expect(await other.get(name(`s${shop}`))).toEqual(access(`t${shop}`));
    await one.put(name("more"), access("more"));
    expect(await names()).toHaveLength(2);
    expect(await other.get(name("more"))).toEqual(access("more"));
    expect(await other.get(name("never"))).toBeUndefined();
  });

  test("shops that are registered and renewed at once lose nothing, whichever is faster", async () => {
    await createInstance().put(name("s0"), access("first"));
    const writers = Array.from({ length: 12 }, (_, shop) => createInstance().put(name(`s${shop}`), access(`t${shop}`)));
    await Promise.all(writers);
    const reader = createInstance();
    for (let shop = 0; shop < 12; shop += 1) expect(await reader.get(name(`s${shop}`))).toEqual(access(`t${shop}`));
  });

  test("a writer who slept past his lease takes nothing away from the one who wrote meanwhile", async () => {
    await createInstance().put(name("a"), access("old"));
    let slept = false;
    const sleeper = createInstance((vault) => ({
      ...vault,
      replace: async (...given) => {
        if (!slept) {
          slept = true;
          now += 60_000;
          await createInstance().put(name("b"), access("meanwhile"));
        }
        return vault.replace(...given);
      },
    }));
    await sleeper.put(name("a"), access("new"));
    const reader = createInstance();
    expect(await reader.get(name("a"))).toEqual(access("new"));
    expect(await reader.get(name("b"))).toEqual(access("meanwhile"));
  });

  test("no page takes more shops than it may hold, however many ask for its last place at once", async () => {
    const pages = createSecretPageStore(table, "acme");
    await pages.create("one");
    for (let shop = 1; shop < MOST_SHOPS; shop += 1) await pages.place(`s${shop}`, "one", undefined);
    const asked = await Promise.all(["x", "y", "z"].map((shop) => pages.place(shop, "one", undefined)));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await pages.pages()).toEqual([{ id: "one", shops: MOST_SHOPS }]);
    // Nobody comes to a page that has ended.
    expect(await pages.end("one")).toBe(false);
    expect(await pages.place("w", "gone", undefined)).toBe(false);
  });

  test("the version before stays readable", async () => {
    const secrets = createInstance();
    await secrets.put(name("a"), access("one"));
    await secrets.put(name("a"), access("two"));
    const [SecretId] = await names();
    const { VersionIdsToStages } = await manager.client.send(new DescribeSecretCommand({ SecretId }));
    expect(Object.values(VersionIdsToStages!).flat()).toEqual(expect.arrayContaining(["AWSCURRENT", "AWSPREVIOUS"]));
    const before = { SecretId, VersionStage: "AWSPREVIOUS" };
    expect((await manager.client.send(new GetSecretValueCommand(before))).SecretString).toContain('"one"');
  });

  test("what another instance wrote is read when it is asked for anew, and after five minutes", async () => {
    const [one, other] = [createInstance(), createInstance()];
    await one.put(name("a"), access("one"));
    await other.get(name("a"));
    await one.put(name("a"), access("two"));
    expect((await other.get(name("a")))?.session?.token).toBe("one");
    expect((await other.get(name("a"), { fresh: true }))?.session?.token).toBe("two");
    await one.put(name("a"), access("three"));
    now += 5 * 60_000;
    expect((await other.get(name("a")))?.session?.token).toBe("three");
  });

  test("a removed shop's access is gone from the page; the last one takes the secret along", async () => {
    const secrets = createInstance();
    await secrets.put(name("a"), access("a"));
    await secrets.put(name("b"), access("b"));
    const other = createInstance();
    await other.get(name("a"));
    await secrets.delete(name("a"));
    const [SecretId] = await names();
    expect((await manager.client.send(new GetSecretValueCommand({ SecretId }))).SecretString).not.toContain('"a"');
    expect(await other.get(name("a"), { fresh: true })).toBeUndefined();
    expect(await other.get(name("b"))).toEqual(access("b"));
    await secrets.delete(name("b"));
    await secrets.delete(name("b"));
    expect(await names()).toEqual([]);
    await secrets.put(name("a"), access("again"));
    expect(await other.get(name("a"), { fresh: true })).toEqual(access("again"));
  });

  test("a shop that outgrows its page gets another one, and the others keep theirs", async () => {
    const secrets = createInstance();
    for (const shop of ["a", "b", "c"]) await secrets.put(name(shop), access(shop, 10_000));
    await secrets.put(name("b"), access("b", 55_000));
    expect(await names()).toHaveLength(2);
    const reader = createInstance();
    for (const shop of ["a", "c"]) expect((await reader.get(name(shop)))?.session?.token).toBe(shop);
    expect(await reader.get(name("b"))).toEqual(access("b", 55_000));
    // A part of a page is kept for what its shops grow to.
    await secrets.put(name("d"), access("d", 33_000));
    await secrets.put(name("e"), access("e"));
    expect(await names()).toHaveLength(3);
  });

  test("a shop that has a secret of its own keeps it", async () => {
    const single = createSecrets(manager.client, () => now);
    await single.put(name("old"), access("own"));
    const secrets = createInstance();
    expect(await secrets.get(name("old"))).toEqual(access("own"));
    await secrets.put(name("old"), access("renewed"));
    expect(await names()).toEqual([name("old")]);
    await secrets.delete(name("old"));
    expect(await names()).toEqual([]);
  });

  test("an outage of Secrets Manager loses nothing: the work comes again", async () => {
    await createInstance().put(name("a"), access("a"));
    const broken = createInstance((vault) => ({
      ...vault,
      replace: async () => {
        throw new RetryLater("Secrets Manager: away", { delivered: "unknown" });
      },
    }));
    await expect(broken.put(name("b"), access("b"))).rejects.toBeInstanceOf(RetryLater);
    const secrets = createInstance();
    expect(await secrets.get(name("b"))).toBeUndefined();
    await secrets.put(name("b"), access("b"));
    expect(await secrets.get(name("a"))).toEqual(access("a"));
    expect(await secrets.get(name("b"))).toEqual(access("b"));
  });
});
