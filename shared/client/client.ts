import createClient from "openapi-fetch";
import { type CommandForms, commandRoutes, type paths, takesKey } from "./document.ts";
import { type FeedPage, type FollowAllOptions, type FollowOptions, followFeed, type TenantFeedPage } from "./feed.ts";
import { eachItem } from "./pages.ts";
import { TillbridgeProblem } from "./problem.ts";
import { type RetryPolicy, retrying, type Surroundings, sleep, usualRetries } from "./retry.ts";
import type { Answer, Init, ItemOf, ListPath, Method, PathOf, Write } from "./types.ts";
import { type WriteOptions, writeThrough } from "./write.ts";

export interface ClientOptions {
  /** Address of the deployment: `https://api.example`. Empty in a page of the same origin. */
  readonly url: string;
  /** A key of the tenant. It does not belong into a browser: there, leave it out or hand a short-lived one in. */
  readonly key?: string | (() => string | undefined);
  /** Language of what people read in problems. */
  readonly language?: "en" | "vi";
  readonly retry?: Partial<RetryPolicy>;
  /** Other ways to the network, to wait and to chance: tests hand theirs in. */
  readonly surroundings?: Partial<Surroundings>;
}

type Optional<Value> = undefined extends Value ? [Value?] : Record<never, never> extends Value ? [Value?] : [Value];

/** Asks with one method. @throws TillbridgeProblem, TillbridgeUnreachable */
export type Call<M extends Method> = <Path extends PathOf<M>>(
  path: Path,
  ...init: Optional<Init<M, Path>>
) => Promise<Answer<M, Path>>;

export interface Tillbridge {
  readonly get: Call<"get">;
  readonly post: Call<"post">;
  readonly put: Call<"put">;
  readonly patch: Call<"patch">;
  readonly delete: Call<"delete">;
  /** Each item of a list: `for await (const order of tillbridge.list("/v1/shops/{shop}/orders", ...))`. */
  list<Path extends ListPath>(
    path: Path,
    ...init: Optional<Init<"get", Path>>
  ): AsyncGenerator<ItemOf<Path>, void, undefined>;
  /** Pages of a shop's feed, through outages. Keep `next` of a page when you are done with its changes. */
  follow(shop: string, options?: FollowOptions): AsyncGenerator<FeedPage, void, undefined>;
  /** The same of all shops of the tenant, those of tomorrow as well: one follower, however many shops. */
  followAll(options?: FollowAllOptions): AsyncGenerator<TenantFeedPage, void, undefined>;
  /**
   * Sends one command, and waits for its outcome. A crash of your program between the two is harmless if you give the same
   * `idempotencyKey` (an order number of yours) next time: it is the same write then.
   */
  write<Kind extends keyof CommandForms>(
    shop: string,
    kind: Kind,
    command: CommandForms[Kind],
    options?: WriteOptions,
  ): Promise<Write>;
}

/**
 * Addresses take `.` and `..` for steps and nothing for no part, and the gateway decodes a slash: with each of them the call
 * would be about something else, a DELETE of a record about its shop.
 * @throws TypeError that names the parameter
 */
const checkPath = (path: string, init: unknown): void => {
  const given = (init as { params?: { path?: Readonly<Record<string, unknown>> } } | undefined)?.params?.path ?? {};
  for (const [, name = ""] of path.matchAll(/\{(\w+)\}/g)) {
    const text = String(given[name] ?? "");
    if (["", ".", ".."].includes(text) || text.includes("/"))
      throw new TypeError(
        `${name}: "${text}" cannot be an id or a name. A slash, a dot or two dots would mean another path.`,
      );
  }
};

/** The typed client. It works wherever there is `fetch`. */
export const createTillbridge = ({ url, key, language, retry, surroundings }: ClientOptions): Tillbridge => {
  const around: Surroundings = {
    fetch: (request) => globalThis.fetch(request),
    sleep,
    random: Math.random,
    ...surroundings,
  };
  const policy: RetryPolicy = { ...usualRetries, ...retry };
  const client = createClient<paths>({
    baseUrl: url,
    fetch: retrying(around, policy),
    ...(language ? { headers: { "accept-language": language } } : {}),
  });
  client.use({
    onRequest: ({ request, schemaPath }) => {
      const secret = typeof key === "function" ? key() : key;
      if (secret !== undefined) request.headers.set("authorization", `Bearer ${secret}`);
      const isWrite = takesKey[schemaPath]?.includes(request.method.toLowerCase());
      // The same key at each attempt: so a write whose answer was lost may be sent again.
      if (isWrite && !request.headers.has("idempotency-key"))
        request.headers.set("idempotency-key", crypto.randomUUID());
    },
  });

  // `any`: the types of a path stand in `Call` and `FeedPage`, which this one function serves.
  const ask = async (method: Method, path: string, init: unknown): Promise<any> => {
    checkPath(path, init);
    const { data, error, response } = await client.request(method, path as never, init as never);
    if (error !== undefined || response.status >= 400) throw new TillbridgeProblem(response, error);
    return data;
  };
  const fetchOnce = retrying(around, { ...policy, attempts: 1 });
  const look: typeof ask = (method, path, init) => ask(method, path, { ...(init as object), fetch: fetchOnce });
  const call =
    <M extends Method>(method: M): Call<M> =>
    (path, ...[init]) =>
      ask(method, path, init);
  const get = call("get");

  return {
    get,
    post: call("post"),
    put: call("put"),
    patch: call("patch"),
    delete: call("delete"),
    list: (path, ...[init]) => eachItem((page) => ask("get", path, page), init as Init<"get", typeof path> | undefined),
    follow: (shop, options = {}) =>
      followFeed(
        (query, signal) => ask("get", "/v1/shops/{shop}/changes", { params: { path: { shop }, query }, signal }),
        options,
        around.sleep,
      ),
    followAll: (options = {}) =>
      followFeed((query, signal) => ask("get", "/v1/changes", { params: { query }, signal }), options, around.sleep),
    write: (shop, kind, command, options = {}) =>
      writeThrough({ ask, look, sleep: around.sleep }, commandRoutes[kind], { shop, command, options }),
  };
};
