import { describe, expect, test } from "vitest";
import { tryOut } from "../../../infra/field/experiment.ts";
import { fieldTables } from "../../../infra/field/tables.ts";
import { openVisit } from "../../../infra/field/visit.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { createSend } from "../../../shared/http/send.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import * as isale from "../paper/isale/vendor.ts";
import * as kiotviet from "../paper/kiotviet/vendor.ts";
import * as nhanhV2 from "../paper/nhanh-v2/vendor.ts";
import * as nhanhV3 from "../paper/nhanh-v3/vendor.ts";
import * as pancake from "../paper/pancake/vendor.ts";
import type { PaperVendor } from "../paper/paper-vendor.ts";
import { flips } from "./flips.ts";
import { type Flip, flipped } from "./wire.ts";

interface Paper {
  readonly draw: (now: () => number) => Promise<PaperVendor>;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly hosts: (url: string) => Readonly<Record<string, string>>;
  /** Our clock: when the document's samples were young. ISO 8601. */
  readonly clock: string;
  /** Experiments that hold here, at least: the document has few rows. */
  readonly sure: number;
  /** Where the document says something else than practice: these must be told. */
  readonly differs: readonly string[];
}

/** Vendors that were drawn from the documents alone, by somebody who did not know the sandboxes. */
const papers: Readonly<Record<VendorId, Paper>> = {
  kiotviet: {
    draw: kiotviet.drawKiotViet,
    credentials: kiotviet.credentials,
    hosts: (url) => ({ api: url, id: url }),
    clock: "2024-11-12T05:00:00Z",
    sure: 25,
    differs: [
      "unknown-sort-fails",
      "price-books-filter-ignored",
      "sale-channels-filter-ignored",
      "order-lines-list",
      "images-text",
    ],
  },
  "nhanh-v3": {
    draw: nhanhV3.drawNhanhV3,
    credentials: nhanhV3.credentials,
    hosts: (url) => ({ api: `${url}/pos`, vpage: `${url}/vpage`, ship: `${url}/ship`, consent: url }),
    clock: "2025-09-10T05:00:00Z",
    sure: 7,
    differs: ["unknown-product-refused"],
  },
  "nhanh-v2": {
    draw: nhanhV2.drawNhanhV2,
    credentials: nhanhV2.credentials,
    hosts: (url) => ({ api: url, consent: url }),
    clock: "2025-09-10T05:00:00Z",
    sure: 10,
    differs: ["orders-keyed"],
  },
  pancake: {
    draw: pancake.drawPancake,
    credentials: { apiKey: pancake.apiKey, shopId: pancake.shopId },
    hosts: (url) => ({ api: url }),
    clock: "2025-09-10T05:00:00Z",
    sure: 20,
    differs: ["json-array-fails", "currency-dong", "page-at-most-500"],
  },
  isale: {
    draw: isale.drawIsale,
    credentials: { publicKey: isale.publicKey },
    hosts: (url) => ({ api: url }),
    clock: "2026-07-01T05:00:00Z",
    sure: 12,
    differs: ["date-to-loses-its-day", "line-discount-dong"],
  },
};

/** Flips that make an assumption right which the sandboxes have as wrong. */
const MADE_TO_HOLD = ["stock-total-is-sum", "removed-ids-name", "sale-leaves-variation-date", "sale-moves-stock"];

describe.each(vendorIds)("the vendor that was drawn from the document: %s", (vendor) => {
  test("differs where it should, and what holds does not hold when it behaves otherwise", {
    timeout: 60_000,
  }, async () => {
    const { draw, credentials, hosts, clock, sure, differs } = papers[vendor];
    const start = Date.parse(clock) - Date.now();
    let passed = 0;
    const now = () => Date.now() + start + passed;
    await using paper = await draw(now);
    const send = createSend(fetch, now);
    const visit = (flip?: Flip) =>
      openVisit(
        {
          vendor: vendors[vendor],
          credentials: vendors[vendor].credentials.parse(credentials),
          settings: vendors[vendor].settings.parse({}),
          hosts: hosts(paper.url),
        },
        {
          send: flip ? flipped(send, flip) : send,
          clock: now,
          sleep: async (milliseconds) => {
            passed += milliseconds;
          },
          calls: 200,
        },
      );
    const plainVisit = await visit();
    const differing: string[] = [];
    const missed: string[] = [];
    let held = 0;
    for (const experiment of fieldTables[vendor](now()).experiments) {
      const plain = await tryOut(experiment, plainVisit);
      if (plain.verdict === "does not hold") differing.push(experiment.id);
      if (plain.verdict !== "holds" || MADE_TO_HOLD.includes(experiment.id)) continue;
      passed += 60_000;
      const turned = await tryOut(experiment, await visit(flips[vendor][experiment.id]));
      held += 1;
      if (turned.verdict === "holds") missed.push(`${experiment.id}: ${plain.evidence} ${turned.evidence}`);
    }
    expect(missed).toEqual([]);
    expect(held).toBeGreaterThanOrEqual(sure);
    expect(differing).toEqual(expect.arrayContaining([...differs]));
  });
});
