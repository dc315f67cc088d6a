import * as z from "zod";

/** Behind defaults and the like. */
const inner = (form: unknown): unknown =>
  form instanceof z.ZodOptional ||
  form instanceof z.ZodNullable ||
  form instanceof z.ZodDefault ||
  form instanceof z.ZodPrefault
    ? inner(form.unwrap())
    : form;

/**
 * Fields of a value that its form does not have, each with its place. Forms of vendors leave them out, so a slip of the pen
 * (`hmac.enable`) would do nothing without a word.
 */
export const unknownFields = (form: unknown, value: unknown, place: readonly string[] = []): readonly string[] => {
  const object = inner(form);
  if (!(object instanceof z.ZodObject) || typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const path = [...place, name];
    if (field === undefined) return [];
    return Object.hasOwn(object.shape, name) ? unknownFields(object.shape[name], field, path) : [path.join(".")];
  });
};
