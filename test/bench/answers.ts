import { seededRandom } from "../../infra/sandbox/random.ts";
import { encodeAnswer, etagOf } from "../../shared/api/encode-answer.ts";
import { routes } from "../../shared/api/routes/index.ts";
import { shaperOf } from "../../shared/api/shape-answer.ts";
import { atMost, type Benchmark, median, rounded } from "./report.ts";

const RECORDS = 1_000;
const ROUNDS = 40;

/** An order as a shop of middling size has it: some 1.5 kB of JSON. */
const order = (index: number, random: () => number) => ({
  id: String(index),
  code: `DH${String(index).padStart(6, "0")}`,
  status: "completed",
  vendorStatus: { code: "3", name: "Hoàn thành" },
  type: "sale",
  currency: "VND",
  locationId: "11",
  customerId: String(Math.floor(random() * 1e6)),
  customer: { name: "Nguyễn Thị Lan", phone: "0912345678", phoneE164: "+84912345678" },
  lines: Array.from({ length: 4 }, (_, line) => ({
    id: `${index}-${line}`,
    productId: String(Math.floor(random() * 1e6)),
    code: `SP${line}`,
    name: "Áo thun cổ tròn",
    quantity: 1 + line,
    price: 125_000,
    discount: 0,
    total: 125_000 * (1 + line),
  })),
  total: 1_250_000,
  paid: 1_250_000,
  payments: [{ method: "cash", amount: 1_250_000, at: "2026-01-01T00:00:00.000Z" }],
  shipping: { address: { name: "Lan", phone: "0912345678", line: "12 Lê Lợi", province: "Hồ Chí Minh" }, fee: 20_000 },
  createdAt: "2026-01-01T00:00:00.000Z",
  _meta: { version: 1, updatedAt: "2026-01-01T00:00:00.000Z" },
});

const millisecondsOf = (work: () => unknown): number => {
  for (let round = 0; round < 5; round += 1) work();
  const times = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return median(times);
};

/** What an answer of 1,000 records costs: as JSON alone, with its fields compared, with its tag, and compressed. */
export const answers: Benchmark = {
  name: "answers",
  title: "an answer of 1,000 orders: JSON, allowlist, tag, compression",
  run: async () => {
    const random = seededRandom(1);
    const body = { data: Array.from({ length: RECORDS }, (_, index) => order(index, random)), next: null };
    const schema = routes.find(({ operationId }) => operationId === "listOrders")!.answers[200]!;
    const shaper = shaperOf(schema);
    const text = JSON.stringify(body);
    const json = millisecondsOf(() => JSON.stringify(body));
    const shaped = millisecondsOf(() => JSON.stringify(shaper(body, [], () => undefined)));
    const tagged = millisecondsOf(() => etagOf(text));
    const compressed = millisecondsOf(() => encodeAnswer({ status: 200, headers: {}, text }, "gzip"));
    const ratio = shaped / json;
    return {
      tables: [
        {
          title: `answers: ${RECORDS} orders, ${Math.round(text.length / 1_000)} kB`,
          columns: ["step", "ms (median)"],
          rows: [
            ["JSON alone", rounded(json)],
            ["allowlist and JSON", rounded(shaped)],
            ["tag", rounded(tagged)],
            ["gzip", rounded(compressed)],
          ],
        },
      ],
      figures: {
        jsonMilliseconds: rounded(json),
        allowlistRatio: rounded(ratio),
        gzipMilliseconds: rounded(compressed),
      },
      bars: [atMost("allowlist and JSON against JSON alone", ratio, 1.5)],
    };
  },
};
