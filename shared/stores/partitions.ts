/**
 * Which partitions of the table each function reaches, as data. The policies of AWS are made of it
 * (infra/constructs/permissions.ts); where there are no roles, our own code holds to it (partition-guard.ts).
 */

/** Kinds of partitions. `<tenant>` and `<shop>` hold no `#`; `*` is any text. */
export const partitionKinds = {
  apiKey: "KEY#*",
  tenants: "TENANTS",
  halts: "HALTS",
  operators: "OPERATORS",
  operatorAudit: "OPERATORS#AUDIT",
  tenant: "T#<tenant>",
  audit: "T#<tenant>#AUDIT",
  usage: "T#<tenant>#USAGE",
  claims: "T#<tenant>#CLAIMS",
  endpoints: "T#<tenant>#ENDPOINTS",
  tenantFeed: "T#<tenant>#FEED",
  secretPages: "T#<tenant>#SECRETS",
  events: "T#<tenant>#OUT#*",
  shop: "T#<tenant>#S#<shop>",
  syncStates: "T#<tenant>#S#<shop>#SYNC",
  seen: "T#<tenant>#S#<shop>#SEEN#*",
  records: "T#<tenant>#S#<shop>#R#*",
  candidates: "T#<tenant>#S#<shop>#GONE#*",
  unreadable: "T#<tenant>#S#<shop>#UNREADABLE",
  feed: "T#<tenant>#S#<shop>#F#*",
  writes: "T#<tenant>#S#<shop>#W",
  days: "T#<tenant>#S#<shop>#DAYS",
  exchanges: "T#<tenant>#S#<shop>#SENT",
  lanes: "T#<tenant>#S#<shop>#LANES",
  laneTails: "T#<tenant>#S#<shop>#LANETAILS",
  idempotency: "T#<tenant>#S#<shop>#IDEMPOTENCY",
  deliveries: "T#<tenant>#S#<shop>#IN",
  seenDeliveries: "T#<tenant>#S#<shop>#INSEEN",
  productCodes: "T#<tenant>#S#<shop>#CODES",
  cards: "T#<tenant>#S#<shop>#CARDS#*",
  finds: "T#<tenant>#FIND#*",
  unanswered: "T#<tenant>#S#<shop>#UNANSWERED",
  pulls: "T#<tenant>#S#<shop>#PULLS",
  due: "DUE#*",
  fleet: "FLEET#*",
  budget: "BUDGET#*",
  drift: "DRIFT",
  silence: "SILENCE#*",
  hook: "HOOK#*",
  consent: "CONSENT#*",
  connectLink: "CONNECT#*",
  app: "APP#*",
  unrouted: "IN#UNROUTED",
} as const;
export type PartitionKind = keyof typeof partitionKinds;

/** `insert`: many new items in one request, beside reading and writing. */
export type Reach = "read" | "write" | "both" | "insert";
export type Reaches = Readonly<Partial<Record<PartitionKind, Reach>>>;

export interface FunctionReach {
  /** By the function's own role: what is asked before a tenant is known, or for all tenants at once. */
  readonly own: Reaches;
  /** In the session of one tenant. `<tenant>` is that tenant. */
  readonly session?: Reaches;
  /** What it does in that session with secrets of the tenant's shops. */
  readonly secrets?: readonly SecretAction[];
}

export type ActingFunction = "api" | "wait" | "pages" | "intake" | "tick" | "sync" | "write" | "publish" | "deliver";

/** A part of a policy: these actions, where every partition of the request fits `like` and none fits `unlike`. */
export interface PartitionRule {
  readonly action: "read" | "write" | "insert";
  readonly like: readonly string[];
  readonly unlike: readonly string[];
}

const actionsOf: Readonly<Record<Reach, readonly PartitionRule["action"][]>> = {
  read: ["read"],
  write: ["write"],
  both: ["read", "write"],
  insert: ["read", "write", "insert"],
};

const patternOf = (kind: PartitionKind, tenant: string): string =>
  partitionKinds[kind].replace("<tenant>", tenant).replace("<shop>", "*");

/** A pattern that ends in a name would fit all that lies below the name as well. */
const isOpenEnded = (kind: PartitionKind, tenant: string): boolean => {
  const pattern = partitionKinds[kind];
  return pattern.endsWith("<shop>") || (pattern.endsWith("<tenant>") && tenant === "*");
};

/** The rules for these partitions. `tenant`: the text that stands for the tenant, `*` for any. */
export const rulesOf = (reaches: Reaches, tenant: string): PartitionRule[] => {
  const kinds = Object.keys(reaches) as PartitionKind[];
  return (["read", "write", "insert"] as const).flatMap((action): PartitionRule[] => {
    const reached = kinds.filter((kind) => actionsOf[reaches[kind]!].includes(action));
    const whole = reached.filter((kind) => !isOpenEnded(kind, tenant));
    const open = reached.filter((kind) => isOpenEnded(kind, tenant));
    return [
      ...(whole.length > 0 ? [{ action, like: whole.map((kind) => patternOf(kind, tenant)), unlike: [] }] : []),
      ...open.map((kind) => ({
        action,
        like: [patternOf(kind, tenant)],
        unlike: [`${patternOf(kind, tenant)}#*`],
      })),
    ];
  });
};

const matchers = (Object.entries(partitionKinds) as [PartitionKind, string][]).map(([kind, pattern]) => {
  const source = pattern.replaceAll(/<\w+>/g, "[^#]+").replaceAll("*", ".*");
  return [kind, new RegExp(`^${source}$`)] as const;
});

/** Undefined: a partition that nobody has listed. */
export const kindOf = (partition: string): PartitionKind | undefined =>
  matchers.find(([, matcher]) => matcher.test(partition))?.[0];

export type SecretAction = "create" | "get" | "put" | "delete";

/**
 * What each function asks for. test/flows/tenancy/whole-lives.test.ts compares this with what the code does, in both
 * directions.
 */
export const functionReaches: Readonly<Record<ActingFunction, FunctionReach>> = {
  api: {
    own: {
      // Who calls, and what its tenant may use.
      apiKey: "read",
      tenants: "both",
      budget: "both",
      // A person who agrees in the browser brings nothing but the ticket.
      consent: "read",
      // So does a person who opens a link to connect a shop.
      connectLink: "read",
      // What operators have stopped.
      halts: "both",
      // For operators alone.
      operators: "both",
      operatorAudit: "both",
      drift: "read",
      unrouted: "read",
      fleet: "read",
      silence: "read",
      due: "read",
    },
    session: {
      tenant: "both",
      audit: "both",
      usage: "both",
      claims: "both",
      apiKey: "write",
      endpoints: "both",
      events: "both",
      shop: "both",
      syncStates: "both",
      // What tenants note on records.
      records: "both",
      candidates: "both",
      feed: "read",
      // A shop that gets the id of a former one begins the feed anew.
      tenantFeed: "both",
      // On which page of the tenant's secrets a shop's access lies.
      secretPages: "both",
      writes: "both",
      days: "both",
      // An erased person stands in no call either.
      exchanges: "both",
      lanes: "both",
      laneTails: "both",
      idempotency: "both",
      deliveries: "both",
      productCodes: "both",
      cards: "read",
      finds: "read",
      unanswered: "read",
      // `explain` tells what is about to be fetched.
      pulls: "read",
      due: "write",
      fleet: "write",
      budget: "both",
      hook: "write",
      consent: "both",
      connectLink: "write",
      app: "both",
    },
    secrets: ["create", "get", "put", "delete"],
  },
  // How far a tenant's log has come, and what became of a write.
  wait: { own: {}, session: { tenantFeed: "read", writes: "read" } },
  // Files alone.
  pages: { own: {} },
  intake: {
    // Where a webhook leads to; how much of what has proven nothing is kept.
    own: { hook: "read", app: "read", unrouted: "write", budget: "both" },
    session: {
      tenant: "read",
      usage: "both",
      shop: "write",
      deliveries: "write",
      seenDeliveries: "both",
      due: "write",
      app: "read",
      secretPages: "read",
    },
    secrets: ["get"],
  },
  tick: { own: { due: "both", deliveries: "read", lanes: "read" } },
  sync: {
    // Changes of vendors' answers name no tenant, and vendors' servers that answer nothing are those of several.
    own: { drift: "write", silence: "both", halts: "read" },
    session: {
      tenant: "both",
      // The end of a tenant: nothing of it is left.
      audit: "both",
      usage: "both",
      claims: "both",
      endpoints: "both",
      events: "both",
      shop: "both",
      syncStates: "both",
      seen: "both",
      records: "insert",
      candidates: "both",
      unreadable: "both",
      feed: "both",
      // The id of a removed shop is remembered.
      tenantFeed: "both",
      secretPages: "both",
      writes: "both",
      // The end of a shop.
      days: "both",
      exchanges: "both",
      lanes: "both",
      laneTails: "both",
      idempotency: "both",
      deliveries: "both",
      seenDeliveries: "both",
      productCodes: "both",
      // The end of a shop.
      cards: "both",
      finds: "write",
      unanswered: "both",
      pulls: "both",
      due: "write",
      fleet: "write",
      budget: "both",
      hook: "write",
      app: "both",
    },
    // A page that has no room left for what a shop has grown to.
    secrets: ["create", "get", "put", "delete"],
  },
  write: {
    // Servers of vendors that answer nothing are those of several tenants.
    own: { silence: "both", halts: "read" },
    session: {
      tenant: "both",
      usage: "write",
      endpoints: "read",
      events: "write",
      shop: "write",
      records: "both",
      candidates: "both",
      // How large a collection is, before a removal that a write has seen is believed.
      syncStates: "read",
      // Who has a phone already, before a call that would write over that customer.
      finds: "read",
      writes: "both",
      days: "write",
      exchanges: "write",
      lanes: "both",
      due: "write",
      // A shop whose credentials are refused.
      fleet: "write",
      budget: "both",
      secretPages: "both",
    },
    secrets: ["get", "put"],
  },
  publish: {
    // The index of records is written where each change passes by.
    own: {
      ...{ feed: "both", tenantFeed: "both", cards: "write", finds: "write" },
      ...{ endpoints: "read", events: "write", due: "write" },
    },
  },
  deliver: { own: { halts: "read" }, session: { endpoints: "both", events: "both", records: "read", due: "write" } },
};
