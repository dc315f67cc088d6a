import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openApi } from "../../../shared/api/openapi.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { schemas } from "../../../shared/core/records.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { sources as isale } from "../../../shared/vendors/isale/sources.ts";
import { sources as kiotviet } from "../../../shared/vendors/kiotviet/sources.ts";
import { sources as nhanhV2 } from "../../../shared/vendors/nhanh-v2/sources.ts";
import { sources as nhanhV3 } from "../../../shared/vendors/nhanh-v3/sources.ts";
import { sources as pancake } from "../../../shared/vendors/pancake/sources.ts";
import { measuredSources } from "./model.ts";
import { fieldsIn, modelPage, type Sources } from "./page.ts";

const told: Readonly<Record<VendorId, Sources>> = {
  kiotviet,
  "nhanh-v3": nhanhV3,
  "nhanh-v2": nhanhV2,
  pancake,
  isale,
};

describe("the canonical model", () => {
  test.each(Object.entries(schemas))("each field of %s has one sentence", (_, schema) => {
    const silent = fieldsIn(schema).filter(({ says }) => !/^\S.*[.,:)]$/.test(says));
    expect(silent).toEqual([]);
  });

  test.each(vendorIds)("fields of %s come from where its table of sources says", { timeout: 60_000 }, (id) => {
    expect(told[id]).toEqual(measuredSources(id));
  });

  test.each(vendorIds)("the table of %s names fields that the model has", (id) => {
    for (const [resource, fields] of Object.entries(told[id])) {
      const known = new Set(fieldsIn(schemas[resource as keyof typeof schemas]).map(({ name }) => name));
      // An empty list is the field itself.
      for (const field of Object.keys(fields)) expect(known.has(field) || known.has(`${field}[]`), field).toBe(true);
    }
  });

  test("docs/model.md is what npm run model writes", () => {
    expect(readFileSync(new URL("../../../docs/model.md", import.meta.url), "utf8")).toBe(modelPage(told));
  });

  test("the OpenAPI document carries the sentences", () => {
    const { paths, components } = openApi(routes, { url: "", vendors: [] }) as any;
    for (const [resource, schema] of Object.entries(schemas)) {
      const answer = paths[`/v1/shops/{shop}/${resource}/{id}`].get.responses[200].content["application/json"].schema;
      const { properties } = components.schemas[answer.$ref.split("/").at(-1)];
      for (const [name, field] of Object.entries(schema.shape))
        expect(properties[name].description, `${resource}.${name}`).toBe((field as any).description);
    }
  });
});
