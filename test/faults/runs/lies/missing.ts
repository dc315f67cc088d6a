import { changeAt, changeRows, idOf, rowsOf } from "./envelope.ts";
import { type Answer, type Lie, type LieCall, page, reply, type Scene, type Tale, withBody } from "./types.ts";

/** Says of some or all asks that there is nothing. */

const withoutRows = (answer: Answer, { wire }: Scene): Answer => {
  let body = changeRows(answer.body, wire, () => []);
  if (body === undefined) return answer;
  for (const path of wire.totals) body = changeAt(body, path, () => 0);
  if (wire.next) body = changeAt(body, wire.next, () => null);
  return withBody(answer, body);
};

/** Every so many asks, or all of one operation. */
const someOf = ({ dice, vendor }: Scene): ((call: LieCall) => boolean) => {
  const operations = [...new Set(vendor.resources.map(({ listing }) => listing.operation))];
  const [one, often] = [dice.pick(operations), dice.pick([1, 1, 0.5, 0.2])];
  const all = dice.chance(0.5);
  return ({ operation }) => (all || operation === one) && dice.chance(often);
};

const emptyLists: Lie = {
  name: "empty lists",
  minutes: [2, 60],
  tell: (scene): Tale => {
    const isTold = someOf(scene);
    return {
      after: (call, answer) => (call.asked === "list" && isTold(call) ? withoutRows(answer, scene) : answer),
    };
  },
};

const emptyRecords: Lie = {
  name: "empty details",
  minutes: [2, 60],
  tell: (scene): Tale => {
    const { dice } = scene;
    const form = dice.pick(["{}", "", "null", "[]", '{"data":{}}', '{"data":null}']);
    return {
      after: (call, answer) => {
        if (call.asked !== "one" || dice.chance(0.2)) return answer;
        return rowsOf(answer.body, scene.wire) ? withoutRows(answer, scene) : withBody(answer, form);
      },
    };
  },
};

/** A gateway's words for a route that it does not know at the moment, and a server's for a file. */
const strangers: readonly (() => Answer)[] = [
  () => reply(404, '{"message":"no Route matched with those values"}'),
  () => reply(404, '{"statusCode":404,"error":"Not Found","message":"Not Found"}'),
  () => page(404, "404 Not Found"),
  () => page(400, "Bad Request"),
  () => page(500, "Server Error"),
  () => reply(400, '{"success":false,"message":"Something went wrong"}'),
  () => reply(404, ""),
  () => reply(400, ""),
  () => reply(200, ""),
];

const noSuchRecord: Lie = {
  name: "a stranger says no such record",
  minutes: [2, 60],
  tell: ({ dice }): Tale => {
    const form = dice.pick(strangers);
    const often = dice.pick([1, 0.5, 0.2]);
    return { after: (call, answer) => (call.asked === "one" && dice.chance(often) ? form() : answer) };
  },
};

/** The vendor's own words, about records that exist: about all for some minutes, or about some for a moment. */
const ownWords: Lie = {
  name: "the vendor says no such record",
  minutes: [1, 4],
  tell: ({ dice, wire }): Tale => {
    const [status, body] = dice.pick(wire.noRecord);
    return { after: (call, answer) => (call.asked === "one" ? reply(status, body) : answer) };
  },
};

const gatewayPages: Lie = {
  name: "gateway pages",
  minutes: [2, 60],
  tell: ({ dice }): Tale => {
    const forms: readonly (() => Answer)[] = [
      () => page(200, "Site is under maintenance"),
      () => page(200, "Just a moment..."),
      () => page(502, "502 Bad Gateway"),
      () => page(403, "Request blocked"),
      () => page(404, "404 Not Found"),
      () => reply(200, '{"message":"ok"}'),
      () => reply(200, '{"status":"UP"}'),
      () => reply(200, "[]"),
      () => reply(503, '{"message":"failure to get a peer from the ring-balancer"}'),
      () => reply(404, '{"message":"no Route matched with those values"}'),
      () => reply(200, '{"data":[]}'),
    ];
    const form = dice.pick(forms);
    const often = dice.pick([1, 0.5, 0.2]);
    return { after: (_call, answer) => (dice.chance(often) ? form() : answer) };
  },
};

/** A guard in front of the vendor lets nobody in for a while: it knows nothing of the shop's access. */
export const turnedAway: Lie = {
  name: "a gateway turns us away",
  minutes: [2, 60],
  everywhere: true,
  tell: ({ dice }): Tale => {
    const forms: readonly (() => Answer)[] = [
      () => page(401, "401 Authorization Required"),
      () => reply(401, '{"message":"Unauthorized"}'),
      () => reply(401, ""),
      () => page(403, "403 Forbidden"),
      () => reply(403, '{"message":"Forbidden"}'),
      () => reply(403, ""),
      () => page(400, "400 Bad Request"),
      () => reply(400, '{"message":"Bad Request"}'),
    ];
    const form = dice.pick(forms);
    const often = dice.pick([1, 1, 0.5, 0.2]);
    const whole = dice.chance(0.5);
    return {
      after: (call, answer) => ((whole || call.asked !== "other") && dice.chance(often) ? form() : answer),
    };
  },
};

/** A cache that mixes up its keys: the answer is the one to the call before, about a record that was not asked for. */
const anotherRecord: Lie = {
  name: "answers about another record",
  minutes: [2, 60],
  tell: ({ dice, wire }): Tale => {
    const often = dice.pick([1, 0.5, 0.2]);
    const isDeleted = dice.chance(0.5);
    const before = new Map<string, { readonly asked: string; readonly answer: Answer }>();
    return {
      after: (call, answer) => {
        if (call.asked !== "one") return answer;
        const { path, query, body } = call.request;
        const asked = `${path}?${query} ${body}`;
        const other = before.get(call.operation);
        before.set(call.operation, { asked, answer });
        if (!other || other.asked === asked || !dice.chance(often)) return answer;
        const [resource] = call.resources;
        // Of several rows those alone that nobody asked for: the others would deny the one that is missing, and rightly so.
        const rows = rowsOf(other.answer.body, wire);
        const strangers = rows?.filter((row) => !asked.includes(idOf(resource!, row) ?? ""));
        if (strangers?.length === 0) return answer;
        const told = strangers ? changeRows(other.answer.body, wire, () => strangers) : other.answer.body;
        return withBody(answer, isDeleted ? changeAt(told!, ["data", "status"], () => 7) : told!);
      },
    };
  },
};

/** Living rows among those that were deleted: the filter is ignored, or the list of ids has everything that changed. */
const livingAmongDeleted: Lie = {
  name: "living rows in lists of deleted ones",
  vendors: ["kiotviet", "pancake"],
  minutes: [5, 60],
  tell: ({ vendor, wire }): Tale => {
    if (vendor.id === "pancake") {
      return {
        before: (request) => {
          if (request.method !== "GET" || request.query.get("status") !== "7") return request;
          const query = new URLSearchParams(request.query);
          query.delete("status");
          return { ...request, query };
        },
      };
    }
    return {
      after: (call, answer) => {
        const [resource] = call.resources;
        if (call.asked !== "list" || !resource) return answer;
        const shown = (rowsOf(answer.body, wire) ?? []).slice(0, 3).map((row) => Number(idOf(resource, row)));
        let { body } = answer;
        for (const name of ["removedIds", "removeIds", "removeId"])
          body = changeAt(body, [name], (ids) => (Array.isArray(ids) ? [...ids, ...shown] : ids));
        return withBody(answer, body);
      },
    };
  },
};

/** Whether a call asks for the list of what was deleted; Pancake's is the list of orders in state 7. */
const asksForDeleted = ({ asked, request }: LieCall): boolean =>
  asked === "deleted" || (request.method === "GET" && request.query.get("status") === "7");

const deletedListsDown: Lie = {
  name: "lists of deleted rows are down",
  vendors: ["nhanh-v3", "pancake"],
  minutes: [5, 60],
  byName: true,
  tell: (): Tale => ({ after: (call, answer) => (asksForDeleted(call) ? page(502, "502 Bad Gateway") : answer) }),
};

export const missing: readonly Lie[] = [
  emptyLists,
  emptyRecords,
  noSuchRecord,
  ownWords,
  gatewayPages,
  anotherRecord,
  livingAmongDeleted,
  deletedListsDown,
];
