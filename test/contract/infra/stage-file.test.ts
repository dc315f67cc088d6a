import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { readStageFile } from "../../../infra/stage-file.ts";

const folderWith = (name: string, text: string): URL => {
  const folder = mkdtempSync(join(tmpdir(), "stages-"));
  writeFileSync(join(folder, name), text);
  return pathToFileURL(`${folder}/`);
};

test("what a deployer decided holds for each deploy of the stage, and for no other stage", () => {
  const folder = folderWith("prod.json", JSON.stringify({ alarmEmail: "ops@example.vn", dailyDollars: 20 }));
  expect(readStageFile("prod", true, folder)).toEqual({
    ...{ alarmEmail: "ops@example.vn", dailyDollars: 20, corsOrigins: "", reserve: true },
  });
  expect(readStageFile("dev", false, folder)).toEqual({ corsOrigins: "", reserve: true });
  const webAcl = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/shops/1";
  expect(readStageFile("dev", false, folderWith("dev.json", JSON.stringify({ webAcl }))).webAcl).toBe(webAcl);
});

test("a protected stage without anybody who is told is refused, with the sentence to write", () => {
  const folder = folderWith("prod.json", "{}");
  expect(() => readStageFile("prod", true, folder)).toThrow(/stages\/prod\.json has to say who is told of alarms: \{/);
  expect(() => readStageFile("prod", false, folder)).not.toThrow();
});

test("a mistake in the file is named", () => {
  expect(() => readStageFile("dev", false, folderWith("dev.json", '{ "alarmMail": "a@b.vn" }'))).toThrow(
    /stages\/dev\.json: .*alarmMail/,
  );
  expect(() => readStageFile("dev", false, folderWith("dev.json", "{"))).toThrow(/stages\/dev\.json is no JSON/);
});
