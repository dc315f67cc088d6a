import { DAY } from "../../../shared/core/time.ts";
import { type Handler, json } from "../simulator.ts";
import { anyOf, type Box, newestOf } from "./box.ts";
import { patchRow, showRow } from "./calls.ts";
import { personName } from "./people.ts";
import { asStored, equals, type Fields, firstOf, referenceIn } from "./wire.ts";

export const addEvent = (box: Box, fields: Fields = {}) =>
  box.events.insert((id, at) => ({
    id,
    contactId: anyOf(box, box.contacts)?.id ?? 0,
    staffId: box.dice.integer(0, 3),
    fullName: personName(box),
    day: asStored(at + DAY),
    hour: box.dice.integer(8, 20),
    status: 0,
    createdAt: asStored(at),
    ...fields,
  }));

const listEvents =
  (box: Box): Handler =>
  (call) => {
    const { query } = call;
    const rows = newestOf(box.events).filter((row) =>
      ["staffId", "contactId", "id"].every((field) => equals(row, field, query.get(field))),
    );
    return json({ data: firstOf(call, rows) });
  };

export const calendarRoutes = (box: Box): Record<string, Handler> => ({
  "GET /ext/v1/calendar/events": listEvents(box),
  "GET /ext/v1/calendar/events/{id}": showRow(box.events),
  "POST /ext/v1/calendar/events": ({ body, commit }) => {
    const made = addEvent(box, { contactId: 0, staffId: 0, ...body });
    made.row.id = made.id;
    commit(made.id, referenceIn(body));
    return json({ data: made.row }, 201);
  },
  "PATCH /ext/v1/calendar/events/{id}": patchRow(box.events),
});
