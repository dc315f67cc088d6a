import { type Handler, json } from "../simulator.ts";
import { type Box, newestOf, rowsOf } from "./box.ts";
import { showRow } from "./calls.ts";
import { firstOf, notFound, referenceIn, withZone } from "./wire.ts";

export const flowRoutes = (box: Box): Record<string, Handler> => ({
  "GET /ext/v1/crm/flows": (call) => json({ data: firstOf(call, rowsOf(box.flows)) }),
  "GET /ext/v1/crm/flows/{id}": showRow(box.flows),
  "POST /ext/v1/crm/flows": ({ body, commit }) => {
    const made = box.flows.insert((id, at) => ({
      name: "Flow",
      isActive: false,
      ...body,
      id,
      createdAt: withZone(at),
    }));
    commit(made.id, referenceIn(body));
    return json({ data: { id: made.id } }, 201);
  },
  "GET /ext/v1/crm/flows/{flowId}/runs": (call) => {
    if (!box.flows.get(call.path.flowId)) return notFound();
    return json({
      data: firstOf(
        call,
        newestOf(box.runs).filter((run) => String(run.flowId) === call.path.flowId),
      ),
    });
  },
  "GET /ext/v1/crm/flow-runs/{runId}": showRow(box.runs, "runId"),
});
