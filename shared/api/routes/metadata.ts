import * as z from "zod";
import { BadRequest } from "../../core/errors.ts";
import { checkedMetadata, type Metadata, MetadataInput, MetadataPatch, patched } from "../../core/metadata.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { refOf } from "../../stores/shops.ts";
import { besideFields } from "../answers/records.ts";
import { shown } from "../list-records.ts";
import { defineRoute, type Request, type Route } from "../route.ts";
import { findShop } from "./named-shop.ts";
import { findResource, RecordParams } from "./records.ts";

const problems = ["unknown-resource", "unknown-record", "record-gone", "metadata-too-large"] as const;
/** A record of any collection: its own fields are those of the collection. */
const answer = z.looseObject({ id: z.string(), ...besideFields });
const path = "/v1/shops/{shop}/{resource}/{id}/metadata";

/** @throws BadRequest 404 for an unknown record, 410 for one that the vendor has no more */
const change = async (request: Request, next: (metadata: Metadata | undefined) => Metadata | undefined) => {
  const { params, deps } = request;
  const shop = await findShop(request);
  findResource(request, shop, params.resource);
  const of = (stored: StoredRecord) => {
    const wanted = next(stored.metadata);
    // It may be taken away all the same: what was noted of a person has to be removable.
    if (stored.deleted && wanted)
      throw new BadRequest(410, "record-gone", `The record ${params.id} in ${params.resource} was deleted.`);
    return wanted;
  };
  const stored = await deps.metadata.change(
    { ref: refOf(shop), resource: params.resource, id: params.id },
    of,
    deps.clock(),
  );
  if (!stored) throw new BadRequest(404, "unknown-record", `There is no record ${params.id} in ${params.resource}.`);
  return shown(stored, false);
};

/** What a tenant puts on a record. The vendor never sees it. */
export const metadataRoutes: readonly Route[] = [
  defineRoute({
    method: "PUT",
    path,
    operationId: "replaceMetadata",
    tag: "Records",
    problems,
    access: "write",
    summary: "Replaces what the tenant has put on a record; answers with the record.",
    params: RecordParams,
    body: MetadataInput,
    answer,
    handle: async (request) => change(request, () => checkedMetadata(request.body)),
  }),
  defineRoute({
    method: "PATCH",
    path,
    operationId: "updateMetadata",
    tag: "Records",
    problems,
    access: "write",
    summary: "Sets some keys of what the tenant has put on a record, and takes others away; answers with the record.",
    params: RecordParams,
    body: MetadataPatch,
    answer,
    handle: async (request) => change(request, (metadata) => patched(metadata, request.body)),
  }),
  defineRoute({
    method: "DELETE",
    path,
    operationId: "deleteMetadata",
    tag: "Records",
    problems,
    access: "write",
    summary: "Takes away what the tenant has put on a record; answers with the record.",
    params: RecordParams,
    answer,
    handle: async (request) => change(request, () => undefined),
  }),
];
