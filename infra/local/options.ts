import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type VendorId, vendorIds } from "../../shared/core/vendor.ts";

export const help = `npm start -- [options]

Runs Tillbridge on this machine, with sandbox shops whose data keep changing.

  --shops <list>   vendors of the sandbox shops, separated by commas: ${vendorIds.join(", ")}
                   default: all of them; "none" for no sandbox shop
  --size <rows>    rows of each large collection in a sandbox shop (default 500; 100 with --once, because the
                   sandboxes keep their vendor's limits, and iSale allows 120 calls a minute)
  --port <port>    port of the API on 127.0.0.1 (default 8480); webhooks come in on the next one
  --data <folder>  where shops, records, keys and secrets are kept until the next start; "none" keeps nothing. A folder of
                   its own, which is made where it is missing
                   default: "tillbridge" in your state folder (printed at the start); none with --once. The sandbox
                   shops themselves are new at each start
  --public-url <u> the https address of a tunnel to the API's port, for shops that are real: Nhanh's consent page
                   sends people back to <u>/v1/return/nhanh, which must stand among the app's Redirect URLs, and vendors
                   send webhooks to <u>/hooks. Without it no webhook is registered at a real vendor; what was
                   registered is removed when you end with Ctrl-C, or at the next start
  --resources      begin with a line per resource instead of one per shop; on a terminal the key r changes it
  --once           register the sandbox shops, complete their first cycles, do one write, and end
  --json           with --once: the last line is one JSON object
  --help           this text
`;

export interface StartOptions {
  readonly shops: readonly VendorId[];
  readonly size: number;
  /** 0: any free one. */
  readonly port: number;
  /** Under which browsers reach the API; without a slash. */
  readonly publicUrl: string | undefined;
  /** Undefined: nothing is kept. */
  readonly data: string | undefined;
  readonly resources: boolean;
  readonly once: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws Error with a sentence for the person at the terminal */
export const readOptions = (
  args: readonly string[],
  available: readonly VendorId[] = vendorIds,
  defaultData?: string,
): StartOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      shops: { type: "string" },
      size: { type: "string" },
      port: { type: "string" },
      data: { type: "string" },
      "public-url": { type: "string" },
      resources: { type: "boolean", default: false },
      once: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { once, json, resources } = values;
  if (json && !once) throw new Error("--json goes with --once.");
  return {
    ...{ once, json, resources, help: values.help },
    shops: readShops(values.shops, available),
    size: readNumber("--size", values.size, { otherwise: once ? 100 : 500, least: 1, most: 1_000_000 }),
    // A single run must not mind another one beside it.
    port: readNumber("--port", values.port, { otherwise: once ? 0 : 8_480, least: 0, most: 65_534 }),
    data: readData(values.data, once ? undefined : defaultData),
    publicUrl: readPublicUrl(values["public-url"]),
  };
};

const readShops = (text: string | undefined, available: readonly VendorId[]): readonly VendorId[] => {
  if (text === undefined) return available;
  if (text === "none") return [];
  return text.split(",").map((word) => {
    const vendor = available.find((id) => id === word.trim());
    if (!vendor) throw new Error(`--shops: "${word}" is none of ${available.join(", ")}.`);
    return vendor;
  });
};

const readData = (text: string | undefined, otherwise: string | undefined): string | undefined => {
  if (text === undefined) return otherwise;
  if (text === "") throw new Error('--data: a folder, or "none".');
  return text === "none" ? undefined : resolve(text);
};

const readPublicUrl = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "https:" || url.search !== "" || url.hash !== "")
    throw new Error(`--public-url: an https address, not "${text}".`);
  return url.href.replace(/\/+$/, "");
};

const readNumber = (
  flag: string,
  text: string | undefined,
  { otherwise, least, most }: { readonly otherwise: number; readonly least: number; readonly most: number },
) => {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`${flag}: a whole number from ${least} to ${most}, not "${text}".`);
  }
  return value;
};
