import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** A command with two processes of runs, each of which tells three results and does something of its own at the end. */
const program = (atTheEnd: string): string => `
import { inProcesses, part, tellAll } from ${JSON.stringify(join(import.meta.dirname, "processes.ts"))};
if (part === undefined) {
  const results = [];
  const lines = await inProcesses(2, (result) => results.push(result));
  console.log(JSON.stringify({ results: results.length, lines }));
} else {
  await tellAll(async (done) => {
    for (let run = 0; run < 3; run += 1) await done({ run, text: "x".repeat(300_000) });
    if (part === 1) { ${atTheEnd} }
  });
}
`;

describe("runs in several processes", { timeout: 60_000 }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "processes-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const outcome = async (atTheEnd: string): Promise<{ results: number; lines: string[] }> => {
    const file = join(folder, "program.ts");
    await writeFile(file, program(atTheEnd));
    return new Promise((resolve, reject) =>
      execFile(process.execPath, [file], (error, stdout) => (error ? reject(error) : resolve(JSON.parse(stdout)))),
    );
  };

  test("are all counted", async () => {
    expect(await outcome("")).toEqual({ results: 6, lines: [] });
  });

  test.each([
    [
      "is told to stop",
      'process.once("SIGTERM", () => process.exit()); process.kill(process.pid, "SIGTERM"); await new Promise((resolve) => setTimeout(resolve, 5_000));',
    ],
    ["ends by itself", "process.exit();"],
    ["waits for what never comes", "await new Promise(() => undefined);"],
    ["breaks off", 'throw new Error("broken");'],
  ])("say so where one process %s before its end", async (_what, atTheEnd) => {
    const { results, lines } = await outcome(atTheEnd);
    expect(results).toBe(6);
    expect(lines).toEqual([expect.stringMatching(/^process 1 of the runs ended early \(.+\), after 3 of them$/)]);
  });
});
