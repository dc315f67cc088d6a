import { describe, expect, test } from "vitest";
import { createTogether } from "../../../shared/usecases/writing/together.ts";
import { VirtualTime } from "../../faults/runs/time.ts";

const open = (work: (ones: readonly string[]) => Promise<void> = async () => undefined) => {
  const time = new VirtualTime(0);
  const begun: { at: number; ones: readonly string[] }[] = [];
  const ask = createTogether(
    async (ones: readonly string[]) => {
      begun.push({ at: time.now(), ones });
      await work(ones);
      return time.now();
    },
    100,
    { clock: time.now, sleep: time.sleep },
  );
  return { time, begun, ask };
};

describe("work that several writes need", () => {
  test("begins at once for the first, and once for all that come soon after", async () => {
    const { time, begun, ask } = open();
    void ask("a");
    expect(begun).toEqual([{ at: 0, ones: ["a"] }]);
    await time.pass(30);
    void ask("b");
    await time.pass(30);
    void ask("c");
    await time.pass(39);
    expect(begun).toHaveLength(1);
    await time.pass(1);
    expect(begun.slice(1)).toEqual([{ at: 100, ones: ["b", "c"] }]);
    await time.pass(100);
    void ask("d");
    expect(begun.slice(2)).toEqual([{ at: 200, ones: ["d"] }]);
  });

  test("is never done for a write that came after it had begun", async () => {
    const { time, ask } = open(() => time.sleep(500));
    const answers = new Map<string, { asked: number; begun: number }>();
    for (const name of ["a", "b", "c", "d", "e"]) {
      const asked = time.now();
      void ask(name).then((ended) => answers.set(name, { asked, begun: ended - 500 }));
      await time.pass(70);
    }
    await time.pass(2_000);
    expect(answers.size).toBe(5);
    for (const { asked, begun } of answers.values()) expect(begun).toBeGreaterThanOrEqual(asked);
  });

  test("fails for those it was done for, and for nobody else", async () => {
    const { time, ask } = open(async (ones) => {
      if (ones.includes("b")) throw new Error("no answer");
    });
    const ended: string[] = [];
    const note = (name: string) =>
      void ask(name).then(
        () => ended.push(`${name} done`),
        () => ended.push(`${name} failed`),
      );
    note("a");
    note("b");
    note("c");
    await time.pass(150);
    note("d");
    await time.pass(100);
    expect(ended).toEqual(["a done", "b failed", "c failed", "d done"]);
  });
});
