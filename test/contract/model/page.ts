import * as z from "zod";
import { schemas } from "../../../shared/core/records.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { derived } from "./trace.ts";

/** `docs/model.md` and the tables of sources, made of the model itself. */

export type Sources = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Field {
  readonly name: string;
  readonly says: string;
  /** An object, or a list of objects: its own fields follow. */
  readonly holds: boolean;
}

const unwrapped = (schema: any): any => (schema instanceof z.ZodOptional ? unwrapped(schema.unwrap()) : schema);

/** Every field of a record, the fields within fields behind the one that holds them. */
export const fieldsIn = (schema: z.ZodObject, before = ""): Field[] =>
  Object.entries(schema.shape).flatMap(([key, field]: [string, any]) => {
    const inner = unwrapped(field);
    const entry = inner instanceof z.ZodArray ? unwrapped(inner.element) : inner;
    const name = `${before}${key}${inner instanceof z.ZodArray ? "[]" : ""}`;
    const holds = entry instanceof z.ZodObject;
    const own = { name, says: field.description ?? "", holds };
    return holds ? [own, ...fieldsIn(entry, `${name}.`)] : [own];
  });

/** Collections of one form stand under one heading. */
const groups = (): [z.ZodObject, string[]][] => {
  const found = new Map<z.ZodObject, string[]>();
  for (const [name, schema] of Object.entries(schemas)) found.set(schema, [...(found.get(schema) ?? []), name]);
  return [...found];
};

/** Paths that a cell shows; the others are many ways of saying one thing (ways of paying, fees). */
const MOST_SHOWN = 4;

const cellOf = (field: Field, resources: readonly string[], sources: Sources): string => {
  const all = resources.flatMap((name) => {
    const found = sources[name]?.[field.name];
    return found === undefined ? [] : [found];
  });
  if (field.holds && all.every((one) => one === "")) return resources.some((name) => sources[name]) ? "" : "-";
  if (all.length === 0) return "-";
  if (derived.has(field.name)) return "worked out";
  const paths = [...new Set(all.flatMap((one) => one.split(", ")))].filter((path) => path !== "");
  if (paths.length === 0) return "always the same";
  const shown = paths.slice(0, MOST_SHOWN).map((path) => `\`${path}\``);
  return [...shown, ...(paths.length > MOST_SHOWN ? [`${paths.length - MOST_SHOWN} more`] : [])].join(", ");
};

/** Whether a record of the vendor's can hold something within this field. */
const isHeld = (field: Field, resources: readonly string[], sources: Sources): boolean =>
  resources.some((name) => Object.keys(sources[name] ?? {}).some((one) => one.startsWith(`${field.name}.`)));

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

export const modelPage = (sources: Readonly<Record<VendorId, Sources>>): string => {
  const sections = groups().map(([schema, resources]) => {
    const lines = fieldsIn(schema).map((field) =>
      row([
        `\`${field.name}\``,
        field.says,
        ...vendorIds.map((id) => {
          const cell = cellOf(field, resources, sources[id]);
          if (!field.holds) return cell;
          return isHeld(field, resources, sources[id]) ? "see below" : "-";
        }),
      ]),
    );
    return [
      `## ${resources.map((name) => `\`${name}\``).join(", ")}`,
      "",
      row(["field", "what it holds", ...vendorIds.map((id) => `\`${id}\``)]),
      row(Array(2 + vendorIds.length).fill("---")),
      ...lines,
      "",
    ].join("\n");
  });
  return `${HEAD}\n${sections.join("\n")}`;
};

const HEAD = `# The canonical model

Every record of these collections has one form, whichever vendor it comes from. Fields that a vendor does not tell are
absent. This page is made by \`npm run model\` out of \`shared/core/model/\` and \`shared/vendors/*/sources.ts\`, and a
test holds it to them; the OpenAPI document carries the same sentences. A dash: the vendor's documents draw no field for
it. The vendor's whole row stays beside the record (\`raw=true\`). \`metadata\` on any record is the tenant's own
([metadata.md](metadata.md)); no vendor fills it.

Money of orders, invoices and returns adds up:

    lines - discount + surcharges + tax + fee = total          (returns: - fee)

\`lines\` is the sum of price x quantity less the lines' own discounts; \`tax\` counts where the prices do not include it.
Where a document does not add up, \`unreconciled\` says by how much. It is absent where a part could not be read or is
shown by another call only.

Amounts of documents and customers are in their \`currency\`. All others are in the shop's: VND, and at Pancake that of the
shop's country, as the vendor writes it (of AED, SAR and KWD the smallest unit).
`;
