export type { Handler, RouteCall } from "./call.ts";
export { Collection, type Entry } from "./collection.ts";
export { Dice, seededRandom } from "./random.ts";
export { html, json, Refuse, type Reply } from "./reply.ts";
export { serve, simulatedSend } from "./serve.ts";
export { Shop } from "./shop.ts";
export { bearer } from "./tokens.ts";

/*
 * The generic part of a vendor's simulator, by one name. A vendor declares rows, routes and its forms of refusal; everything else
 * (clock, ids, stamps, faults, limits, log, journal, late commits) is here:
 *
 *   export const createAcmeSimulator: CreateSimulator = (options) => {
 *     const shop = new Shop(options);
 *     const orders = shop.collection<Order>({ firstId: 1_000, keys: { code: (order) => order.code } });
 *     orders.onChange = (kind, entry) => shop.deliver({ url, headers: {}, body: JSON.stringify(entry.row) });
 *     const list: Handler = ({ query }) => {
 *       const from = query.get("updatedFrom");
 *       const { total, entries } = orders.query({
 *         orderBy: "touched", // modified, else created
 *         between: { by: "touched", from: from ? Date.parse(from) : undefined },
 *         offset: Number(query.get("skip") ?? 0),
 *         limit: shop.pageSize(100), // the vendor's maximum, or options.pageSize if that is less
 *       });
 *       return json({ total, data: entries.map(toJson) });
 *     };
 *     return shop.open({
 *       vendor: "acme",
 *       credentials: { key: "acme-key" },
 *       operations,                                   // the catalog: only id, method, path and host are read
 *       hosts: { api: "", login: "/login" },          // host name -> path prefix below the base address
 *       routes: {                                     // "METHOD prefix + path"
 *         "POST /login/token": signIn,
 *         "GET /orders": list,
 *         "GET /orders/{id}": ({ path }) => { const found = orders.get(path.id); return found ? json(found.row) : json({}, 404); },
 *         "POST /orders": ({ body, commit }) => {
 *           if (!body?.lines) return json({ error: "lines" }, 422);
 *           const made = orders.insert((id, at) => ({ id, code: `O${id}`, lines: body.lines, createdAt: at }));
 *           commit(made.id, body.reference);          // one entry of the journal per row written
 *           return json(made.row, 201);
 *         },
 *       },
 *       authenticate: ({ request, route }) =>         // a reply refuses; undefined lets the call through
 *         route.endsWith("/token") || shop.tokens.valid(bearer(request)) ? undefined : json({ error: "token" }, 401),
 *       limits: [{ id: "all", key: ({ headers }) => headers.authorization, capacity: 100, windowSeconds: 60 }],
 *       forms: {
 *         limit: ({ retryAt }) => json({ error: "slow down" }, 429, { "retry-after": `${…}` }),
 *         serverError: () => html("<h1>502</h1>", 502),
 *         expire: (request) => shop.tokens.end(bearer(request)),
 *       },
 *       rows: { orders: () => orders.live().map(toJson) },
 *       changes: [
 *         { weight: 5, run: sell }, { weight: 3, run: editOrder }, { weight: 1, run: deleteOrder },
 *       ],
 *       seed: (size) => { for (let n = 0; n < size; n += 1) shop.at(shop.now() - n * 60_000, sell); },
 *     });
 *   };
 *
 * A handler runs wholly or not at all and must refuse before it changes anything (`throw new Refuse(reply)` works from
 * any depth, in changes as well). `orders.some(shop.options.random)` picks a row cheaply. `shop.now()` inside handlers and
 * changes is the time to stamp with: a late commit runs with the time at which it began.
 *
 * The five vendors put the state of a shop (`shop`, `orders`, ...) into one value, the box, and hand it to functions that
 * stand in files of one kind of record each.
 */
