import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { arePagesBuilt } from "../pages.ts";
import type { OnFailure } from "./invoke.ts";

/** Builds the pages beside everything else, if their source has changed; until then they say that they are being built. */
export const preparePages = (onFailure: OnFailure): void => {
  if (arePagesBuilt()) return;
  const build = spawn(process.execPath, [fileURLToPath(new URL("../pages.ts", import.meta.url))], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  build.stderr.on("data", (text: Buffer) => {
    said += text.toString("utf8");
  });
  build.on("error", (error) => onFailure("pages", error));
  build.on("exit", (code) => {
    if (code !== 0) onFailure("pages", new Error(`the build ended with ${code}. ${said.slice(0, 500)}`));
  });
  process.once("exit", () => build.kill());
};
