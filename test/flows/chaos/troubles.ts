import { RetryLater } from "../../../shared/core/errors.ts";
import type { Table } from "../../../shared/core/table.ts";
import { createStores } from "../../../shared/stores/all.ts";
import type { Stage } from "./stage.ts";

export interface Trouble {
  readonly name: string;
  /** Alarms of which one has to ring, and whose section of the runbook repairs it. */
  readonly alarm: string;
  /** Begins it; the answer ends its cause. */
  readonly begin: (stage: Stage) => Promise<Repair> | Repair;
  /** Minutes that it lasts before somebody comes. */
  readonly lasts?: number;
}

interface Repair {
  /** What is repaired outside: a deployment, a vendor that is back. */
  readonly cause: () => Promise<void> | void;
  /** Beside the copy and the feed: what is still wrong afterwards. Undefined: nothing. */
  readonly left?: () => Promise<string | undefined>;
}

const refuse = (what: string) => async (): Promise<never> => {
  throw new RetryLater(`${what} refuses`, { delivered: "no" });
};

const refusingTable: Table = {
  get: refuse("the table"),
  getMany: refuse("the table"),
  put: refuse("the table"),
  update: refuse("the table"),
  delete: refuse("the table"),
  query: refuse("the table"),
  transact: refuse("the table"),
};

const healing = (stage: Stage): Repair => ({ cause: () => stage.suffer() });

export const troubles: readonly Trouble[] = [
  {
    name: "a TypeError in one listing",
    alarm: "defects",
    begin: ({ shop }) => {
      shop.break("orders", () => ({ read: () => (undefined as any).rows }));
      return { cause: () => shop.break("orders", () => ({})) };
    },
  },
  {
    name: "a changed schema of a vendor",
    alarm: "answers-unknown",
    begin: ({ world }) => {
      world.between = {
        answer: (request) => {
          const outcome = world.askVendor(request);
          if (outcome.kind !== "answer") return outcome;
          return { ...outcome, body: outcome.body.replaceAll('"data":', '"rows":').replaceAll('"total":', '"count":') };
        },
      };
      return { cause: () => Object.assign(world, { between: undefined }) };
    },
  },
  {
    name: "a table that refuses",
    alarm: "tick-errors",
    begin: (stage) => {
      stage.suffer(() => ({ table: refusingTable, ...createStores(refusingTable) }));
      return healing(stage);
    },
  },
  {
    name: "a queue that refuses",
    alarm: "tick-errors",
    begin: (stage) => {
      stage.suffer(() => ({ queues: { send: refuse("the queue") } }));
      return healing(stage);
    },
  },
  {
    name: "a secret that cannot be read",
    alarm: "secrets-unread",
    begin: (stage) => {
      stage.suffer((deps) => ({ secrets: { ...deps.secrets, get: refuse("Secrets Manager") } }));
      return healing(stage);
    },
  },
  {
    name: "a silent vendor",
    alarm: "kiotviet-silent",
    begin: ({ world }) => {
      world.between = { answer: () => ({ kind: "timeout" }) };
      return { cause: () => Object.assign(world, { between: undefined }) };
    },
  },
  {
    name: "a stopped tick",
    alarm: "schedule-silent",
    begin: ({ world }) => {
      world.ticks(false);
      return { cause: () => world.ticks(true) };
    },
  },
  {
    name: "a dead consumer of the stream",
    alarm: "feed-silent",
    begin: (stage) => {
      stage.publishing(false);
      return { cause: () => stage.publishing(true) };
    },
  },
  {
    name: "a restore",
    alarm: "feed-behind-its-readers",
    begin: async (stage) => {
      const { memory } = stage.world;
      const key = await stage.keyOfTenant();
      const follow = async (cursor?: string) => {
        for (let next = cursor; ; ) {
          const page = await stage.request(key, "GET", `/v1/changes?limit=1000${next ? `&cursor=${next}` : ""}`);
          if (page.status !== 200) return { gone: page.status, cursor: next };
          if (page.body.data.length === 0) return { gone: undefined, cursor: page.body.next as string };
          next = page.body.next;
        }
      };
      const before = memory.stream.length;
      await stage.pass(20);
      await stage.pass(10, { changes: false });
      const read = await follow();
      // The table as it was half an hour ago. Its stream begins anew.
      const whole = memory.stream.length;
      for (const { key: place, old } of memory.stream.slice(before).reverse()) {
        if (old) await memory.put(old);
        else await memory.delete(place);
      }
      memory.stream.length = whole;
      const { gone } = await follow(read.cursor);
      return {
        cause: () => undefined,
        left: async () => (gone === 410 ? undefined : `a reader of before is answered ${gone ?? 200}`),
      };
    },
  },
  {
    name: "a poisoned message",
    alarm: "messages-failed",
    lasts: 170,
    begin: (stage) => {
      const { world } = stage;
      stage.suffer((deps) => ({
        ownedBy: (tenant, ...rest) => {
          if (tenant === "poisoned") throw new TypeError("a defect");
          return deps.ownedBy(tenant, ...rest);
        },
      }));
      world.queues.sync.add({ body: { type: "cycle", tenant: "poisoned", shop: "shop" }, group: "poisoned" });
      return healing(stage);
    },
  },
  {
    name: "an operator's key that has ended",
    alarm: "operator-keys-refused",
    begin: async ({ request }) => {
      const { body: made } = await request("operator", "POST", "/v1/operator/keys", { name: "nightly" });
      await request("operator", "DELETE", `/v1/operator/keys/${made.id}`);
      const { status } = await request(made.key, "GET", "/v1/operator/status");
      return {
        cause: () => undefined,
        left: async () => {
          const { body } = await request("operator", "GET", "/v1/operator/keys");
          const alive = body.data.filter(({ expiresAt }: any) => expiresAt === undefined);
          return status === 401 && alive.length > 0 ? undefined : `${status}, and ${alive.length} keys work`;
        },
      };
    },
  },
];
