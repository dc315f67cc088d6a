import { contentHash } from "../../core/content.ts";
import { BadRequest } from "../../core/errors.ts";
import { type Fault, faultsOf } from "../../core/input-faults.ts";
import { inWords } from "../../core/input-words.ts";
import { unsafePathParams } from "../../core/paths.ts";
import type { Operation, OperationCall, Vendor } from "../../core/vendor.ts";

export interface CheckedCall {
  readonly call: OperationCall;
  readonly warnings: readonly string[];
}

/**
 * A write operation of the catalog that is called directly.
 * @param strict refuses fields that the document does not have; false: sends them with a warning
 * @throws BadRequest 404, 409 and 422
 */
export const checkPassthrough = (
  id: string | undefined,
  command: OperationCall,
  vendor: Vendor,
  strict: boolean,
): CheckedCall & { readonly operation: string; readonly entity: string } => {
  const operation = vendor.operations.find((one) => one.id === id);
  if (!operation || operation.kind === "auth")
    throw new BadRequest(404, "unknown-operation", `${vendor.name} has no operation ${id}.`);
  if (operation.kind === "read")
    throw new BadRequest(409, "not-a-write", `${operation.id} only reads; call it under /operations.`);
  const checked = checkCall(operation, command, strict);
  const { call } = checked;
  const ids = Object.values(call.params ?? {})
    .map(String)
    .sort()
    .join(",");
  const entity = ids === "" ? `${operation.id}:${contentHash(call.body ?? null)}` : `${operation.path}:${ids}`;
  return { ...checked, operation: operation.id, entity };
};

/**
 * Parameters and body against the catalog. What is sent is what was given: the schema judges the body and changes nothing
 * in it, because a null that became 0 would set another state than the caller meant.
 * @throws BadRequest 422
 */
export const checkCall = (operation: Operation, call: OperationCall, strict = true): CheckedCall => {
  const errors: Fault[] = unsafePathParams(operation, call.params ?? {}).map((name) => ({
    field: `params.${name}`,
    message: "a part of the path: one segment, and not empty",
  }));
  const params = operation.params.safeParse(call.params ?? {}, inWords);
  if (!params.success) errors.push(...faultsOf(params.error.issues, "params", ["params"]));
  const warnings: string[] = [];
  if (operation.body) {
    const found = bodyProblems(operation.body, call.body);
    errors.push(...found.errors);
    if (strict) errors.push(...found.unknown.map((field) => ({ field, message: "the document has no such field" })));
    else warnings.push(...found.unknown.map((field) => `${field} is sent, and the document has no such field`));
  } else if (call.body !== undefined) errors.push({ field: "body", message: "this operation has no body" });
  if (errors.length > 0) throw new BadRequest(422, "invalid-call", `${operation.id} does not take this.`, errors);
  return {
    call: { params: params.data as Record<string, unknown>, ...(operation.body ? { body: call.body } : {}) },
    warnings,
  };
};

/** A null in a field that may be absent is as good as absent: vendors' own clients send such nulls. */
const bodyProblems = (
  schema: NonNullable<Operation["body"]>,
  body: unknown,
): { errors: Fault[]; unknown: string[] } => {
  const given = schema.safeParse(body);
  if (given.success) return { errors: [], unknown: [] };
  const parsed = schema.safeParse(withoutNulls(body), inWords);
  const unknown: string[] = [];
  const errors: Fault[] = [];
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code === "unrecognized_keys")
      unknown.push(...issue.keys.map((key) => ["body", ...issue.path, key].join(".")));
    else errors.push(...faultsOf([issue], "body", ["body"]));
  }
  return { errors, unknown };
};

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => (part === null ? [] : [[name, withoutNulls(part)]])),
  );
};
