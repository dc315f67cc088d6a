import * as z from "zod";
import { commands } from "../core/commands.ts";
import { type CanonicalWrite, type Vendor, type WriteKind, writeKinds } from "../core/vendor.ts";

/** What one canonical write is at one vendor. */
export const WriteAbility = z.object({
  kind: z.enum(writeKinds),
  operation: z.string().describe("of the vendor's catalog"),
  command: z.record(z.string(), z.unknown()).describe("JSON Schema of what this vendor takes"),
  required: z.array(z.string()).describe("fields of the command without which this vendor refuses it"),
  notTaken: z.array(z.string()).describe("fields of the canonical command that this vendor has no place for"),
  bulk: z.number().int().optional().describe("commands that travel in one call"),
  repeatable: z.boolean().describe("sending it twice does no harm"),
  readsFirst: z.boolean().describe("the record is read right before, because the call replaces it as a whole"),
  reference: z.enum(["field", "key", "record", "none"]).describe("by what a write is recognised at the vendor"),
  lookup: z.boolean().describe("the vendor can be asked whether a write with a lost answer was carried out"),
  lookupAfterSeconds: z.number().int().optional(),
});
export type WriteAbility = z.infer<typeof WriteAbility>;

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
