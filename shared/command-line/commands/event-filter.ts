import { Trouble } from "../trouble.ts";
import type { World } from "../world.ts";

export interface TypeFilter {
  /** As they were given; undefined: all. */
  readonly types?: readonly string[] | undefined;
  /** Changes of records are among them. */
  readonly changes: boolean;
  /** Events that are in no feed are among them: of these types, or (undefined) of all. */
  readonly others?: { readonly types?: readonly string[] | undefined };
  takes(type: string): boolean;
}

interface KnownType {
  readonly type: string;
  /** Of changes of records. */
  readonly resource?: string;
}

/** `orders.updated`, or `orders.*`. */
const isMeant = (filter: string, type: string): boolean =>
  filter === type || filter === `${type.slice(0, type.lastIndexOf("."))}.*`;

/** What `--types` asks for. @throws Trouble that names a type which no event has */
export const createTypeFilter = async ({ api, stop }: World, text: string | undefined): Promise<TypeFilter> => {
  if (text === undefined) return { changes: true, others: {}, takes: () => true };
  const types = text.split(",").map((one) => one.trim());
  const { data } = await api.call<{ data: readonly KnownType[] }>("GET", "/v1/event-types", { signal: stop });
  for (const one of types)
    if (!data.some(({ type }) => isMeant(one, type)))
      throw new Trouble(`--types: no event has the type "${one}". GET /v1/event-types lists them.`, 2);
  const meant = (filter: string) => data.filter(({ type }) => isMeant(filter, type));
  const others = types.filter((one) => meant(one).some(({ resource }) => resource === undefined));
  return {
    types,
    changes: types.some((one) => meant(one).some(({ resource }) => resource !== undefined)),
    ...(others.length > 0 ? { others: { types: others } } : {}),
    takes: (type) => types.some((one) => isMeant(one, type)),
  };
};
