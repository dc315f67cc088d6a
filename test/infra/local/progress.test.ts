import { expect, test } from "vitest";
import { createProgress, type ProgressLine } from "../../../infra/local/progress.ts";

const line = (resource: string, changes: Partial<ProgressLine> = {}): ProgressLine => ({
  ...{ shop: "kiotviet", resource, state: "backfill", records: 0, lag: undefined },
  ...changes,
});

const start = (terminal: { isTTY?: boolean; rows?: number; columns?: number }) => {
  let output = "";
  let now = 0;
  const write = (text: string) => {
    output += text;
  };
  const progress = createProgress({ ...terminal, write }, () => now);
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

test("without a terminal a line is written when a state changes, and a sum now and then", () => {
  const { progress, wait, take } = start({});
  progress.show([line("orders"), line("products")]);
  expect(take().split("\n")).toHaveLength(4);
  wait(1);
  progress.show([line("orders", { records: 100 }), line("products")]);
  expect(take()).toBe("");
  progress.show([line("orders", { records: 100, state: "current", lag: 3 }), line("products")]);
  expect(take()).toMatch(/^kiotviet +orders +current +100 .* 3 s\n$/);
  wait(10);
  progress.show([line("orders", { records: 100, state: "current", lag: 3 }), line("products")]);
  expect(take()).toBe("2 resources, 100 records, 9.1/s\n");
});

test("on a terminal the lines are redrawn in place and a said line stays above them", () => {
  const { progress, wait, take } = start({ isTTY: true, rows: 40, columns: 100 });
  progress.show([line("orders")], ["API: here"]);
  expect(take()).not.toContain("\x1b");
  wait(2);
  progress.show([line("orders", { records: 100 })], ["API: here"]);
  const redrawn = take();
  expect(redrawn.startsWith("\x1b[3A\x1b[0J")).toBe(true);
  expect(redrawn).toContain("50/s");
  progress.say("order created");
  expect(take()).toMatch(/\[3A.*order created\nshop .*API: here\n$/s);
});

test("what does not fit on the screen is counted, and busy resources come first", () => {
  const { progress, take } = start({ isTTY: true, rows: 8, columns: 100 });
  const quiet = Array.from({ length: 30 }, (_, index) => line(`quiet-${index}`, { state: "current", lag: 1 }));
  progress.show([...quiet, line("orders", { state: "failing" })]);
  const shown = take();
  expect(shown).toContain("orders");
  expect(shown).toContain("... and 27 more");
  expect(shown.split("\n").length).toBeLessThanOrEqual(8);
});
