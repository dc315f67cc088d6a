import { gunzipSync } from "node:zlib";
import * as z from "zod";
import type { HttpResult } from "../../../shared/api/respond.ts";
import type { Case } from "./cases.ts";
import type { Schema } from "./schema-values.ts";

/** Lambda's answers end at 6 MB, as JSON in JSON. */
const LARGEST = 6_000_000;

/** Compares answers with an OpenAPI document. @returns what is wrong with one, in words */
export const createCheck = (document: Schema) => {
  const readers = new Map<string, z.ZodType>();
  const schemas = (document.components as Schema)?.schemas ?? {};
  /** The document's references, as JSON Schema has them. */
  const readerOf = (schema: Schema): z.ZodType => {
    const text = JSON.stringify(schema);
    const known = readers.get(text);
    if (known) return known;
    const whole = JSON.stringify({ ...schema, $defs: schemas }).replaceAll("#/components/schemas/", "#/$defs/");
    const made = z.fromJSONSchema(JSON.parse(whole));
    readers.set(text, made);
    return made;
  };
  const follow = (one: Schema | undefined): Schema | undefined =>
    typeof one?.$ref === "string"
      ? one.$ref
          .replace("#/", "")
          .split("/")
          .reduce<Schema>((at, name) => at[name], document)
      : one;

  return (one: Case, result: HttpResult): string[] => {
    const faults: string[] = [];
    const { statusCode: status } = result;
    if (status >= 500 && !isPaused(result)) faults.push(`status ${status}: ${textOf(result)}`);
    if (JSON.stringify(result).length > LARGEST) faults.push("larger than Lambda can send");
    for (const [name, value] of Object.entries(result.headers))
      if (/[\r\n\0]/.test(value)) faults.push(`the header ${name} has a line break`);
    const template = templateOf(Object.keys(document.paths as Schema), one, document);
    const operation = template === undefined ? undefined : (document.paths[template][methodOf(one)] as Schema);
    const responses = operation?.responses as Record<string, Schema> | undefined;
    const response = follow(responses?.[status] ?? (status >= 400 ? responses?.default : undefined));
    // A method and a path without an operation have no answers but problems.
    if (operation && !response) faults.push(`status ${status} is not in the document`);
    if (!operation && status < 400 && one.method !== "HEAD") faults.push(`status ${status} without an operation`);
    const text = textOf(result);
    const type = (result.headers["content-type"] ?? "").split(";")[0]!;
    if (text === "" || !type.includes("json")) return faults;
    try {
      const body: unknown = JSON.parse(text);
      const schema = response?.content?.[type]?.schema as Schema | undefined;
      if (response && !schema) faults.push(`${status} with ${type} is not in the document`);
      const read = schema && readerOf(schema).safeParse(body);
      if (read && !read.success) faults.push(`${status} outside of its schema: ${wordsOf(read.error)}`);
    } catch (error) {
      faults.push(`the answer cannot be read: ${(error as Error).message}`);
    }
    return faults;
  };
};

/** A HEAD is a GET without its body. */
const methodOf = ({ method }: Case): string => (method === "HEAD" ? "get" : method.toLowerCase());

/** Nothing and steps of an address are no names. */
const isName = (part: string): boolean => !["", ".", ".."].includes(part);

/** A value with a slash in it leads to another path than the one that was meant. Fixed words win over parameters. */
const templateOf = (templates: readonly string[], one: Case, document: Schema): string | undefined => {
  const isReading = ["GET", "HEAD"].includes(one.method);
  const parts = (isReading ? one.path.replace(/\/+$/, "") : one.path).split("/");
  const parameters = (template: string): number => template.split("{").length;
  return templates
    .filter((template) => document.paths[template][methodOf(one)] !== undefined)
    .filter((template) => {
      const words = template.split("/");
      return (
        words.length === parts.length &&
        words.every((word, index) => (word.startsWith("{") ? isName(parts[index]!) : word === parts[index]))
      );
    })
    .sort((left, right) => parameters(left) - parameters(right))[0];
};

/** One of the requests has paused the vendor: until it goes on, each call of it is answered so. */
const isPaused = (result: HttpResult): boolean =>
  result.statusCode === 503 && textOf(result).includes('"detail":"the operator has paused all shops of ');

const textOf = ({ body, isBase64Encoded }: HttpResult & { readonly isBase64Encoded?: boolean }): string =>
  isBase64Encoded ? gunzipSync(Buffer.from(body, "base64")).toString("utf8") : body;

const wordsOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join(".")}: ${message}`)
    .join("; ");
