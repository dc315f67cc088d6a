import * as z from "zod";
import { commands } from "../core/commands.ts";
import { type CanonicalWrite, type Vendor, type WriteKind, writeKinds } from "../core/vendor.ts";
import type { WriteAbility as Answer } from "./answers/writes.ts";

type WriteAbility = z.infer<typeof Answer>;

const DEFAULT_SETTLE_SECONDS = 60;

export const writeAbilities = (vendor: Vendor): WriteAbility[] =>
  writeKinds.flatMap((kind) => {
    const write = vendor.writes[kind];
    return write ? [abilityOf(kind, write)] : [];
  });

const abilityOf = (kind: WriteKind, write: CanonicalWrite): WriteAbility => {
  const command = jsonSchemaOf(write.command);
  return {
    kind,
    operation: write.operation,
    command,
    required: Array.isArray(command.required) ? command.required.map(String) : [],
    notTaken: missingIn(jsonSchemaOf(commands[kind]), command, ""),
    ...(write.bulk ? { bulk: write.bulk.most } : {}),
    repeatable: write.repeatable === true,
    readsFirst: write.fresh === true,
    reference: write.reference.by,
    lookup: write.probe !== undefined,
    ...(write.probe ? { lookupAfterSeconds: write.settleSeconds ?? DEFAULT_SETTLE_SECONDS } : {}),
  };
};

/** `any`: zod has no type for the JSON schema of a schema that is not known before. */
type Schema = Record<string, any>;

const jsonSchemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }) as Schema;

/** Fields that the canonical command has and the vendor's lacks, or takes with no value. */
const missingIn = (canonical: Schema, vendors: Schema, path: string): string[] =>
  Object.entries((canonical.properties ?? {}) as Schema).flatMap(([name, part]) => {
    const field = path === "" ? name : `${path}.${name}`;
    const theirs = vendors.properties?.[name];
    if (theirs === undefined || isNothing(theirs)) return [field];
    const items = part.items && theirs.items;
    return items ? missingIn(part.items, theirs.items, field) : missingIn(part, theirs, field);
  });

/** `z.never()`. */
const isNothing = (schema: Schema): boolean =>
  schema.not !== undefined && Object.keys(schema.not as object).length === 0;
