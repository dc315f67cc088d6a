import type { Secrets } from "../core/ports.ts";
import type { Table } from "../core/table.ts";
import { createStores } from "../stores/all.ts";
import type { ShopRef } from "../stores/keys.ts";
import { guardPartitions, type NoteAsked } from "../stores/partition-guard.ts";
import {
  type ActingFunction,
  functionReaches,
  type PartitionRule,
  rulesOf,
  type SecretAction,
} from "../stores/partitions.ts";
import type { ReadPrivacyKey } from "../stores/personal.ts";

/**
 * Table, stores and secrets of one tenant, as a function sees them while it acts for the tenant. What operators have stopped is
 * no tenant's: the function asks for it itself.
 */
export type Owned = { readonly table: Table; readonly secrets: Secrets } & Omit<
  ReturnType<typeof createStores>,
  "halts"
>;

/**
 * Those of every tenant. The same tenant has the same ones as long as they are remembered, but where the table is wrapped
 * as the caller wants it.
 */
export type OwnedBy = (tenant: string, wrap?: (table: Table) => Table) => Owned;

/** Remembers a tenant's ports. */
export const createOwnedBy = (
  portsOf: (tenant: string) => { readonly table: Table; readonly secrets: Secrets },
  readPrivacyKey?: ReadPrivacyKey,
): OwnedBy => {
  const withStores = (table: Table, secrets: Secrets): Owned => {
    const { halts: _, ...stores } = createStores(table, readPrivacyKey);
    return { table, ...stores, secrets };
  };
  const remembered = rememberLatest((tenant) => {
    const { table, secrets } = portsOf(tenant);
    return withStores(table, secrets);
  });
  return (tenant, wrap) => {
    const owned = remembered(tenant);
    return wrap ? withStores(wrap(owned.table), owned.secrets) : owned;
  };
};

/** Clients of one tenant are 80 kB. */
const MOST_REMEMBERED = 200;

/** Makes the thing of each name once; the one that was used longest ago is forgotten. */
const rememberLatest = <Thing>(make: (name: string) => Thing): ((name: string) => Thing) => {
  const known = new Map<string, Thing>();
  return (name) => {
    const thing = known.get(name) ?? make(name);
    known.delete(name);
    known.set(name, thing);
    if (known.size > MOST_REMEMBERED) known.delete(known.keys().next().value!);
    return thing;
  };
};

const ownRules = new Map<ActingFunction, readonly PartitionRule[]>();
const ownRulesOf = (name: ActingFunction): readonly PartitionRule[] => {
  const rules = ownRules.get(name) ?? rulesOf(functionReaches[name].own, "*");
  ownRules.set(name, rules);
  return rules;
};
const sessionRules = rememberLatest((name) => {
  const [reacher, tenant] = name.split(" ") as [ActingFunction, string];
  return rulesOf(functionReaches[reacher].session ?? {}, tenant);
});

export interface Unguarded {
  readonly table: Table;
  readonly secrets: Secrets;
  readonly secretName: (ref: ShopRef) => string;
  readonly readPrivacyKey?: ReadPrivacyKey | undefined;
  /** The tenant's secrets over its own table, where its shops share them. */
  readonly shareSecrets?: ShareSecrets | undefined;
}

export type ShareSecrets = (tenant: string, table: Table, single: Secrets) => Secrets;

/**
 * The ports of a function as the policies of AWS would let it see them: where there are no roles (a laptop, the tests)
 * our own code refuses what they would refuse. `note` hears all that is asked, by the function itself or in a session.
 */
export const guardPorts = (
  name: ActingFunction,
  { table, secrets, secretName, shareSecrets, readPrivacyKey }: Unguarded,
  note?: (part: "own" | "session", ...asked: Parameters<NoteAsked>) => void,
) => {
  const reach = functionReaches[name];
  const noteIn = (part: "own" | "session"): NoteAsked | undefined =>
    note && ((action, partition) => note(part, action, partition));
  const own = guardPartitions(table, ownRulesOf(name), noteIn("own"));
  const ownedBy = createOwnedBy((tenant) => {
    const guarded = guardPartitions(table, sessionRules(`${name} ${tenant}`), noteIn("session"));
    const prefix = secretName({ tenant, shop: "" });
    const shared = shareSecrets?.(tenant, guarded, secrets) ?? secrets;
    return { table: guarded, secrets: guardSecrets(shared, reach.secrets ?? [], prefix) };
  }, readPrivacyKey);
  return { table: own, ...createStores(own, readPrivacyKey), secrets: guardSecrets(secrets, [], ""), ownedBy };
};

const guardSecrets = (secrets: Secrets, actions: readonly SecretAction[], prefix: string): Secrets => {
  const check = (action: SecretAction, name: string): void => {
    if (actions.includes(action) && name.startsWith(prefix)) return;
    throw Object.assign(new Error(`no policy allows to ${action} this secret`), { name: "AccessDeniedException" });
  };
  return {
    async get(name, options) {
      check("get", name);
      return secrets.get(name, options);
    },
    async put(name, access) {
      check("put", name);
      return secrets.put(name, access);
    },
    async delete(name) {
      check("delete", name);
      return secrets.delete(name);
    },
  };
};
