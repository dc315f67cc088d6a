import { existsSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { keys } from "../../../shared/stores/keys.ts";
import {
  type ActingFunction,
  functionReaches,
  kindOf,
  type PartitionKind,
  partitionKinds,
  type Reach,
} from "../../../shared/stores/partitions.ts";
import { createWorld, tableText } from "../../contract/vendors/contract-world.ts";
import { live } from "./life.ts";
import { createSearch, spellingsOf } from "./spellings.ts";

vi.setConfig({ testTimeout: 240_000 });

const asked = new Set<string>();

/** As `functionReaches` says it: `sync session write records`. */
const allowed = (): Set<string> => {
  const actions: Readonly<Record<Reach, readonly string[]>> = {
    read: ["read"],
    write: ["write"],
    both: ["read", "write"],
    insert: ["read", "write", "insert"],
  };
  const found = Object.entries(functionReaches).flatMap(([name, { own, session = {} }]) =>
    Object.entries({ own, session }).flatMap(([part, reaches]) =>
      Object.entries(reaches).flatMap(([kind, reach]) =>
        actions[reach].map((action) => `${name} ${part} ${action} ${kind}`),
      ),
    ),
  );
  return new Set(found);
};

/** Allowed, and not asked in each of these lives: the reason, and the tests that show it. */
const rare: Readonly<Record<string, readonly [reason: string, shownBy: string]>> = {
  ...Object.fromEntries(
    ["api", "sync", "write", "intake"].flatMap((name) =>
      (name === "intake" ? ["read"] : ["read", "write"]).map((action) => [
        `${name} session ${action} secretPages`,
        ["here each shop has a secret of its own", "test/flows/shops/shared-secrets.test.ts"],
      ]),
    ),
  ),
  "wait session read tenantFeed": ["somebody waits for a change", "test/flows/api/wait.test.ts"],
  "wait session read writes": ["somebody waits for a write", "test/flows/api/wait.test.ts"],
  "api session write tenantFeed": ["a shop gets the id of a former one", "test/flows/api/changes.test.ts"],
  "publish own read tenantFeed": ["a batch is published again", "test/unit/stores/tenant-feed.test.ts"],
  "api session read consent": ["an owner comes back from the consent page in time", "test/flows/shops/consent.test.ts"],
  "api session read claims": ["a shop's owner has yet to agree in the browser", "test/flows/shops/consent.test.ts"],
  "api session write claims": ["a shop's owner has yet to agree in the browser", "test/flows/shops/consent.test.ts"],
  "api session read candidates": ["a person looks at held deletions", "test/flows/api/deletions.test.ts"],
  "api session write candidates": ["a person decides on held deletions", "test/flows/api/deletions.test.ts"],
  "api session read pulls": ["somebody asks why a record is not here", "test/flows/shops/explain.test.ts"],
  "api session write exchanges": ["a person who was written is erased", "test/flows/privacy/person.test.ts"],
  "write session read syncStates": ["the court judges our own deletion", "test/contract/examples/examples.test.ts"],
  "write session read finds": [
    "a customer is made where the vendor's call would write over another one",
    "test/flows/writes/empty-lists.test.ts",
  ],
  "intake session read app": [
    "a delivery shows another token of its app than the shop knows",
    "test/flows/webhooks/nhanh-v3.test.ts",
  ],
  "api session write days": ["a call of the API fails at the vendor", "test/flows/api/activity.test.ts"],
  "sync session write unreadable": ["a list shows a row that cannot be read", "test/unit/sync/odd-rows.test.ts"],
  "sync session insert records": ["the table in memory takes no batches", "test/unit/aws/dynamo-insert.test.ts"],
  "sync session write audit": [
    "the vendor could not be asked while the tenant removed the shop",
    "test/flows/webhooks/removal.test.ts",
  ],
  ...Object.fromEntries(
    ["read audit", "read claims", "write claims", "write endpoints", "read events", "read tenantFeed"].map((asks) => [
      `sync session ${asks}`,
      ["a tenant is removed", "test/flows/privacy/tenant.test.ts"],
    ]),
  ),
  "sync session write lanes": ["a shop moves on while writes stand in line", "test/flows/shops/migrate.test.ts"],
  "api own read silence": [
    "a shop's server answers nothing, and the operator looks",
    "test/flows/operator/fleet.test.ts",
  ],
  "write own read silence": ["a shop's server answers nothing to writes", "test/flows/writes/silent-server.test.ts"],
  "write own write silence": ["a shop's server answers nothing to writes", "test/flows/writes/silent-server.test.ts"],
  "sync own read silence": ["a shop's server answers nothing", "test/flows/sync/silence.test.ts"],
  "sync own write silence": ["a shop's server answers nothing", "test/flows/sync/silence.test.ts"],
  "sync session write unanswered": [
    "the vendor answers nothing about records",
    "test/flows/sync/unanswered-ids.test.ts",
  ],
  "write session read candidates": ["the court judges our own deletion", "test/flows/writes/kiotviet-removals.test.ts"],
  "write session write candidates": [
    "the court judges our own deletion",
    "test/flows/writes/kiotviet-removals.test.ts",
  ],
  "deliver session write endpoints": ["an endpoint is gone for good", "test/flows/webhooks/outgoing.test.ts"],
  "write session write fleet": [
    "a vendor refuses the credentials of a write",
    "test/flows/writes/refused-access.test.ts",
  ],
  "write session write shop": ["a write renews the shop's session", "test/flows/sync/sign-in.test.ts"],
};

describe.each(Object.entries(simulators))("%s", (id, load) => {
  test("no secret is in the table, a log line, a message or an answer, in any spelling", async () => {
    await using world = await createWorld(id as VendorId, await load(), {
      size: 6,
      days: 3,
      note: (name: ActingFunction, part: string, action: string, partition: string) =>
        void asked.add(`${name} ${part} ${action} ${kindOf(partition) ?? partition}`),
    });
    const { known, told, messages, deadLetters, deliveries, answers } = await live(world);
    expect(told).toBeGreaterThan(20);
    expect(deadLetters.length).toBeGreaterThan(0);
    if (world.vendor.webhooks) expect(deliveries.length).toBeGreaterThan(0);
    const search = createSearch(known);
    const found = [
      ...[...tableText(world.stack)].flatMap((text) => search(text).map((trace) => `table: ${trace}`)),
      ...messages.flatMap((text) => search(text).map((trace) => `message: ${trace}`)),
      ...deadLetters.flatMap((text) => search(text).map((trace) => `dead letter: ${trace}`)),
      ...answers.flatMap((text) => search(text).map((trace) => `answer: ${trace}`)),
    ];
    expect(found.slice(0, 20)).toEqual([]);
    expect(answers.filter((text) => text.includes("AccessDenied")).slice(0, 5)).toEqual([]);
  });
});

test("no function asks for a partition that its policies do not open", () => {
  const open = allowed();
  expect([...asked].filter((one) => !open.has(one))).toEqual([]);
});

test("no policy opens a partition that its function never asks for, but for those with a reason", () => {
  const unasked = [...allowed()].filter((one) => !asked.has(one) && !Object.hasOwn(rare, one));
  expect(unasked).toEqual([]);
  expect(Object.keys(rare).filter((one) => !allowed().has(one))).toEqual([]);
  for (const [, shownBy] of Object.values(rare)) expect(existsSync(shownBy), shownBy).toBe(true);
});

test("every partition of the table is of one kind", () => {
  const ref = { tenant: "acme", shop: "shop" };
  const parts: Readonly<Record<string, readonly unknown[]>> = { tenants: [], unroutedDeliveries: [], due: [1] };
  const found = new Set<PartitionKind>();
  for (const [name, make] of Object.entries(keys)) {
    const first = /ref/.test(String(make).slice(0, 12)) ? ref : "acme";
    const made = (make as (...input: any[]) => string | { pk: string })(...(parts[name] ?? [first, "x", "y"]));
    const partition = typeof made === "string" ? made : made.pk;
    const kind = kindOf(partition);
    expect(kind, `${name}: ${partition}`).toBeDefined();
    found.add(kind!);
  }
  expect([...found].sort()).toEqual(Object.keys(partitionKinds).sort());
});

test("the search finds each spelling of a secret within other text", () => {
  for (const secret of ["s3cr3t/key+of=the-shop", "0123456789abcdef0123456789abcdef"])
    for (const text of spellingsOf(secret)) expect(createSearch([secret])(`{"a":"x${text}y"}`), text).not.toEqual([]);
});
