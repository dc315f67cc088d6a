import { expect, test } from "vitest";
import { createProgress, type View } from "../../../infra/local/progress.ts";
import { type ResourceLine, type ShopLine, wrapped } from "../../../infra/local/screen.ts";
import { cell, textWidth } from "../../../shared/command-line/text-width.ts";

const line = (resource: string, changes: Partial<ResourceLine> = {}): Omit<ResourceLine, "rate"> => ({
  ...{ shop: "kiotviet", resource, state: "backfill", records: 0, lag: undefined },
  ...changes,
});

const shop = (name: string, changes: Partial<ShopLine> = {}): ShopLine => ({
  ...{ id: name, name, vendor: "kiotviet", state: "current", records: 1_234, lag: 4, doing: "idle" },
  ...{ calls: { used: 12, capacity: 120 } },
  ...changes,
});

const resources = (...lines: View["resources"]): View => ({ shops: [], resources: lines });
const shops = (...lines: ShopLine[]): View => ({ shops: lines, resources: [] });

const start = (terminal: { isTTY?: boolean; rows?: number; columns?: number }, detailed = false) => {
  let output = "";
  let now = 0;
  const write = (text: string) => {
    output += text;
  };
  const progress = createProgress({ ...terminal, write }, () => now, detailed);
  return {
    progress,
    wait: (seconds: number) => {
      now += seconds * 1000;
    },
    take: () => {
      const taken = output;
      output = "";
      return taken;
    },
  };
};

test("five shops are five lines of what matters, in 80 columns", () => {
  const { progress, take } = start({ isTTY: true, rows: 24, columns: 80 });
  progress.show(
    shops(
      shop("Tạp hóa Cô Ba", { state: "first 7/23", lag: undefined, doing: "reads orders +3" }),
      shop("Nhà sách Nguyễn Văn Cừ chi nhánh Bình Thạnh", { vendor: "nhanh-v3", lag: 312 }),
      shop("Cà phê", { vendor: "pancake", records: 1_204_377, calls: { used: 980, capacity: 1_000 } }),
      shop("Phở Thìn", { vendor: "isale", state: "degraded", lag: 9_000, doing: "! orders: rate-limited" }),
      shop("Mới", { vendor: "nhanh-v2", state: "needs-reauth", records: 0, lag: undefined, calls: undefined }),
    ),
    ["API http://127.0.0.1:8480  key tb_gjv-SiNztXdDqKxFkt1ga0G8CepMcYJWpuu6Bxco  r: resources  Ctrl-C: end"],
  );
  expect(take()).toBe(
    `${[
      "shop           vendor   state          records    lag     calls doing",
      "Tạp hóa Cô Ba  kiotviet first 7/23       1,234      -    12/120 reads orders +3",
      "Nhà sách Nguy… nhanh-v3 current          1,234  5 min    12/120 idle",
      "Cà phê         pancake  current      1,204,377    4 s  980/1000 idle",
      "Phở Thìn       isale    degraded         1,234    3 h    12/120 ! orders: rate…",
      "Mới            nhanh-v2 needs-reauth         0      -         - idle",
      "API http://127.0.0.1:8480  key tb_gjv-SiNztXdDqKxFkt1ga0G8CepMcYJWpuu6Bxco",
      "r: resources  Ctrl-C: end",
    ].join("\n")}\n`,
  );
});

test("nothing on a terminal is wider or higher than the terminal", () => {
  for (const [columns, rows] of [
    [80, 24],
    [60, 20],
    [132, 50],
  ] as const) {
    for (const detailed of [false, true]) {
      const { progress, take } = start({ isTTY: true, rows, columns }, detailed);
      const many = Array.from({ length: 60 }, (_, index) => shop(`Cửa hàng số ${index} ở Đường Nguyễn Thị Minh Khai`));
      const lines = many.map(({ name }) => line("inventory-transfers-of-batches", { shop: name, records: 10 ** 7 }));
      progress.show({ shops: many, resources: lines }, ["API here", "! sync: a long sentence ".repeat(9)]);
      const shown = take().trimEnd().split("\n");
      expect(Math.max(...shown.map(textWidth))).toBeLessThanOrEqual(columns - 1);
      expect(shown.length).toBeLessThan(rows);
      expect(shown.some((text) => /^\.\.\. and \d+ more$/.test(text))).toBe(true);
    }
  }
});

test("a Vietnamese name takes the columns that it is drawn in, composed or not, and is cut between letters", () => {
  const name = "Phường Bến Nghé";
  expect([textWidth(name.normalize("NFC")), textWidth(name.normalize("NFD"))]).toEqual([15, 15]);
  for (const form of ["NFC", "NFD"] as const) {
    expect(cell(name.normalize(form), 8).normalize("NFC")).toBe("Phường …");
    expect(cell(name.normalize(form), 17).normalize("NFC")).toBe(`${name}  `);
  }
  expect(cell("日本語の店", 6)).toBe("日本… ");
  expect(cell("7", 3, "right")).toBe("  7");
  // A name that moves the cursor would draw over other lines.
  expect(cell("a\u001b[2Jb\r\nc", 8)).toBe("a[2Jbc  ");
});

test("a line of the foot is broken at its gaps, so that a key can be copied whole", () => {
  expect(wrapped("API here  key tb_0123456789  Ctrl-C: end", 24)).toEqual([
    "API here",
    "key tb_0123456789",
    "Ctrl-C: end",
  ]);
});

test("without a terminal a line is written when a shop's state changes, and a sum now and then", () => {
  const { progress, wait, take } = start({});
  progress.show(shops(shop("a", { state: "first 0/23" }), shop("b")));
  expect(take().split("\n")).toHaveLength(4);
  progress.show(shops(shop("a", { state: "first 0/23", doing: "reads orders" }), shop("b", { records: 5 })));
  expect(take()).toBe("");
  progress.show(shops(shop("a"), shop("b", { doing: "! orders: gone" })));
  expect(take()).toMatch(/^a +kiotviet current .*\nb .* ! orders: gone\n$/);
  wait(10);
  progress.show({
    ...shops(shop("a"), shop("b", { doing: "! orders: gone" })),
    resources: [line("x", { records: 91 })],
  });
  expect(take()).toBe("2 shops, 1 resources, 91 records, 9.1/s\n");
});

test("without a terminal, shops of one name have a line each", () => {
  const { progress, take } = start({});
  progress.show(shops(shop("Kho", { id: "a" }), shop("Kho", { id: "b" })));
  expect(take().trimEnd().split("\n")).toHaveLength(3);
  progress.show(shops(shop("Kho", { id: "a" }), shop("Kho", { id: "b", state: "paused" })));
  expect(take()).toMatch(/^Kho +kiotviet paused .*\n$/);
  progress.show(shops(shop("Kho", { id: "a" }), shop("Kho", { id: "b", state: "paused" })));
  expect(take()).toBe("");
});

test("with resources asked for, a line is written when a resource's state changes", () => {
  const { progress, wait, take } = start({}, true);
  progress.show(resources(line("orders"), line("products")));
  expect(take().split("\n")).toHaveLength(4);
  wait(1);
  progress.show(resources(line("orders", { records: 100 }), line("products")));
  expect(take()).toBe("");
  progress.show(resources(line("orders", { records: 100, state: "current", lag: 3 }), line("products")));
  expect(take()).toMatch(/^kiotviet +orders +current +100 .* 3 s\n$/);
});

test("on a terminal the lines are redrawn in place and a said line stays above them", () => {
  const { progress, wait, take } = start({ isTTY: true, rows: 40, columns: 100 }, true);
  progress.show(resources(line("orders")), ["API: here"]);
  expect(take()).not.toContain("\x1b");
  wait(2);
  progress.show(resources(line("orders", { records: 100 })), ["API: here"]);
  const redrawn = take();
  expect(redrawn.startsWith("\x1b[3A\x1b[0J")).toBe(true);
  expect(redrawn).toContain("50/s");
  progress.say("order created");
  expect(take()).toMatch(/\[3A.*order created\nshop .*API: here\n$/s);
});

test("a key changes between shops and resources, at once and in place", () => {
  const { progress, take } = start({ isTTY: true, rows: 24, columns: 80 });
  progress.show({ shops: [shop("till")], resources: [line("orders"), line("products")] });
  expect(take()).toContain("till");
  progress.toggle();
  expect(take()).toMatch(/^.\[2A.\[0Jshop +resource.*\nkiotviet +orders.*\nkiotviet +products/);
  progress.toggle();
  expect(take()).toMatch(/^.\[3A.\[0Jshop +vendor.*\ntill /);
});

test("resources that do not fit on the screen are counted, and busy ones come first", () => {
  const { progress, take } = start({ isTTY: true, rows: 8, columns: 100 }, true);
  const quiet = Array.from({ length: 30 }, (_, index) => line(`quiet-${index}`, { state: "current", lag: 1 }));
  progress.show(resources(...quiet, line("orders", { state: "failing" })));
  const shown = take();
  expect(shown).toContain("orders");
  expect(shown).toContain("... and 27 more");
  expect(shown.split("\n").length).toBeLessThanOrEqual(8);
});
