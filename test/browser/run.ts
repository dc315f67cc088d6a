import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumPath, type Faults, launch } from "./browser.ts";
import { startStack } from "./stack.ts";
import { stories } from "./stories.ts";

/** `npm run e2e [-- words of stories]`: each story of the pages in a real browser, on the stack of `npm start`. */
const run = async (wanted: readonly string[]): Promise<number> => {
  const shots = join(fileURLToPath(new URL("../../dist/", import.meta.url)), "e2e");
  await using stack = await startStack();
  const browser = await launch();
  let failed = 0;
  const looked = new Set<string>();
  let axeRuns = 0;
  for (const { name, tell } of stories.filter(
    (one) => wanted.length === 0 || wanted.some((word) => one.name.includes(word)),
  )) {
    const began = performance.now();
    const found: Faults = { faults: [], looked, axeRuns: 0 };
    try {
      await tell({ stack, browser, shots, found });
    } catch (error) {
      found.faults.push((error as Error).message);
    }
    axeRuns += found.axeRuns;
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    console.log(`${found.faults.length === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
    for (const fault of new Set(found.faults)) console.log(`     ${fault}`);
    if (found.faults.length > 0) failed += 1;
  }
  await browser.close();
  console.log(
    `${looked.size} pages looked at in two sizes, ${axeRuns} axe runs, ${failed} stories failed. Pictures: ${shots}`,
  );
  return failed;
};

if (chromiumPath === undefined) {
  console.log("e2e skipped: there is no chromium (apt-get install chromium)");
} else {
  process.exit((await run(process.argv.slice(2))) === 0 ? 0 : 1);
}
