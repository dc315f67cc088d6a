import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with one plain line that any CI can read. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const tried: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        counts[test.result().state] += 1;
        if ((test.diagnostic()?.retryCount ?? 0) > 0) tried.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
      if (module.errors().length > 0) counts.failed += 1;
    }
    // After the default reporter's own summary.
    process.once("exit", () => {
      for (const name of tried) console.log(`tried twice: ${name}`);
      console.log(`Tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    });
  }
}
