import { execFile } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("without Python 3, deploy:check says that it is skipped and succeeds", async () => {
  const empty = mkdtempSync(join(tmpdir(), "tillbridge-no-python-"));
  const script = new URL("../../../infra/deploy-check.ts", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env: { PATH: empty } });
  rmdirSync(empty);
  expect(stdout).toMatch(/^deploy:check skipped: there is no python3/);
}, 30_000);
