import { saysDuplicate } from "../../core/duplicates.ts";
import type { Rejected } from "../../core/errors.ts";
import type { OperationCall } from "../../core/vendor.ts";

/** A value at the end of a path: `lines.0.productId`. */
interface Leaf {
  readonly path: string;
  readonly value: string;
}

/** A shorter value stands in too many sentences by chance. */
const LEAST_LETTERS = 4;

const leavesOf = (value: unknown, path = ""): Leaf[] => {
  if (typeof value === "string" || typeof value === "number") return [{ path, value: String(value) }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path === "" ? name : `${path}.${name}`));
};

/** `OrderDetails[0].ProductId` and `orderDetails.0.productId` are one name. */
const plain = (path: string): string =>
  path
    .replaceAll(/\[(\w+)\]/g, ".$1")
    .replace(/^\./, "")
    .toLowerCase();
const endsIn = (path: string, name: string): boolean => path === name || path.endsWith(`.${name}`);
const lastOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** The only one, or the only one that has the same name. */
const single = (found: readonly Leaf[], name: string): string | undefined => {
  if (found.length <= 1) return found[0]?.path;
  const named = found.filter(({ path }) => lastOf(path).toLowerCase() === lastOf(name));
  return named.length === 1 ? named[0]!.path : undefined;
};

/** The command's field that a vendor's field was made from: it has the same name, or carries the same value. */
const ownField = (theirs: string, command: readonly Leaf[], request: readonly Leaf[]): string | undefined => {
  const name = plain(theirs);
  const same = command.filter(({ path }) => endsIn(path.toLowerCase(), name));
  if (same.length === 1) return same[0]!.path;
  const values = request.filter(({ path }) => endsIn(plain(path), name)).map(({ value }) => value);
  if (values.length !== 1) return undefined;
  return single(
    command.filter(({ value }) => value === values[0]),
    name,
  );
};

/** The path of the call stands in front of the vendor's words: `POST /orders: `. */
const CALL = /^(?:[A-Z]+ )?[\w{}.-]*\/[\w{}./-]*(?: \d{3})?[:,] /;
const escaped = (text: string): string => text.replaceAll(/[.*+?^$()[\]{}|\\]/g, "\\$&");
const standsIn = (value: string, sentence: string): boolean =>
  value.length >= LEAST_LETTERS &&
  new RegExp(`(?<![\\p{L}\\p{N}])${escaped(value)}(?![\\p{L}\\p{N}])`, "u").test(sentence);

/** "id already exists" about the field in which our reference travelled says that the reference exists. */
const carries = (request: readonly Leaf[], theirs: string, reference: string): boolean => {
  const name = plain(theirs);
  const own = request.filter(({ path }) => plain(path) === name);
  const meant = own.length > 0 ? own : request.filter(({ path }) => endsIn(plain(path), name));
  return meant.some(({ value }) => value === reference);
};

/**
 * The sentences of a refusal. One that says that our reference exists, by the name of its field alone, gets it behind: it is
 * told from others by it.
 * @param call what was sent, where it was
 */
export const withReference = <Refused extends Pick<Rejected, "code" | "message" | "fields">>(
  refusal: Refused,
  call: OperationCall | undefined,
  reference: string,
): Pick<Rejected, "code" | "message" | "fields"> => {
  const { code, message, fields } = refusal;
  if (!saysDuplicate(refusal)) return refusal;
  const request = requestOf(call);
  const told = Object.entries(fields).map(([theirs, sentence]) => {
    const isMeant = !sentence.includes(reference) && carries(request, theirs, reference);
    return [theirs, isMeant ? `${sentence} (${reference})` : sentence];
  });
  return { code, message, fields: Object.fromEntries(told) };
};

const requestOf = (call: OperationCall | undefined): readonly Leaf[] =>
  leavesOf({ ...(call?.params ?? {}), ...((call?.body as object | undefined) ?? {}) });

/**
 * A refusal's fields in the words of the command. Where the vendor names none, the fields whose values stand in its sentence.
 * A field that nothing of the command was made into keeps the vendor's name.
 * @param call what was sent, where it was
 */
export const refusedFields = (
  command: unknown,
  call: OperationCall | undefined,
  { message, fields }: Pick<Rejected, "message" | "fields">,
): Record<string, string> => {
  const own = leavesOf(command);
  const named = Object.entries(fields);
  if (named.length === 0) {
    const said = message.replace(CALL, "").normalize("NFC");
    const meant = own.filter(({ value }) => standsIn(value.normalize("NFC"), said));
    return Object.fromEntries(meant.map(({ path }) => [path, said]));
  }
  const request = requestOf(call);
  return Object.fromEntries(named.map(([theirs, sentence]) => [ownField(theirs, own, request) ?? theirs, sentence]));
};
