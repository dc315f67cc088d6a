import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { ApiRefused, isPassing } from "../api.ts";
import { readDocument, routeOfWrite } from "../document.ts";
import { pathPart } from "../path-part.ts";
import { placeCommand } from "../place-command.ts";
import { Trouble } from "../trouble.ts";
import type { World } from "../world.ts";

export interface WriteOptions {
  /** A JSON file; `-` is the standard input. */
  readonly file?: string | undefined;
  /** `customer.name=An`, `lines.0.quantity=2`. */
  readonly set?: readonly string[] | undefined;
  /** Sends without asking. */
  readonly yes?: boolean | undefined;
  /** The dry run alone. */
  readonly dryRun?: boolean | undefined;
  readonly idempotencyKey?: string | undefined;
}

interface Entry {
  readonly id: string;
  readonly state: string;
  readonly result?: { readonly id?: string; readonly code?: string; readonly notTaken?: readonly string[] };
  /** Fields that the vendor cannot hold, with the reason. */
  readonly dropped?: Readonly<Record<string, string>>;
  readonly error?: { readonly message?: string };
}

/** Between two looks at the write, seconds; it doubles. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 5;
const OPEN: ReadonlySet<string> = new Set(["queued", "sending", "unknown", "probing"]);

/** Shows what the vendor would get, then sends it once a person agrees, and waits for the outcome. */
export const write = async (world: World, shop: string, kind: string, options: WriteOptions): Promise<void> => {
  const { api, output, stop } = world;
  const command = withSettings(options.file === undefined ? {} : readCommand(options.file), options.set ?? []);
  const { method, path, body } = placeCommand(routeOfWrite(await readDocument(api), kind), shop, command);
  const request = await api.call(method, path, { query: { dryRun: true }, body });
  if (!(await agrees(options, world, request))) {
    if (output.json) output.value({ dryRun: request });
    else output.say("Nothing was sent.");
    return;
  }
  const headers = { "idempotency-key": options.idempotencyKey ?? randomUUID() };
  let entry = await api.call<Entry>(method, path, { query: { wait: 20 }, body, headers });
  const place = `/v1/shops/${pathPart("shop", shop)}/writes/${pathPart("write", entry.id)}`;
  // A write whose outcome is unknown is answered at once, however long the API may wait.
  for (let pause = FIRST_PAUSE; OPEN.has(entry.state) && !stop.aborted; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
    output.say(`The write ${entry.id} is ${entry.state}.`);
    entry = await lookAgain(world, place, entry, pause);
  }
  if (output.json) output.value(entry);
  else output.say(sentenceOf(entry));
  if (entry.state !== "succeeded") throw new Trouble(output.json ? "" : `The write ${entry.id} is ${entry.state}.`);
};

/** The entry as it is after a pause; as it was, where the API is away for a while. */
const lookAgain = async ({ api, pause, stop }: World, place: string, entry: Entry, seconds: number): Promise<Entry> => {
  try {
    await pause(seconds);
    return await api.call<Entry>("GET", place, { query: { wait: 20 }, signal: stop });
  } catch (error) {
    if (stop.aborted) return entry;
    if (!isPassing(error)) throw error;
    if (error instanceof ApiRefused && error.retryAfter) await pause(error.retryAfter).catch(() => undefined);
    return entry;
  }
};

const sentenceOf = ({ id, state, result, error, dropped = {} }: Entry): string => {
  const named = [result?.id, result?.code].filter(Boolean).join(", ");
  const left = [
    ...Object.entries(dropped).map(([field, reason]) => `\n  ${field}: left out, ${reason}`),
    ...(result?.notTaken ?? []).map((field) => `\n  ${field}: the vendor shows another value`),
  ].join("");
  if (state === "succeeded")
    return `Done: the vendor has it${named === "" ? "" : ` as ${named}`} (write ${id}).${left}`;
  return error?.message ?? `Write ${id}.`;
};

/** @throws Trouble where it would ask, and cannot */
const agrees = async (options: WriteOptions, world: World, request: unknown): Promise<boolean> => {
  if (options.yes && !options.dryRun) return true;
  if (!world.output.json) world.output.say(`The vendor would get:\n${JSON.stringify(request, null, 2)}`);
  if (options.dryRun) return false;
  // A script that takes 0 for "written" would go on without the write.
  if (!process.stdin.isTTY || options.file === "-")
    throw new Trouble("Nothing was sent: no person can be asked here. Add --yes to send it, or --dry-run to look.", 2);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question("Send it? [y/N] ");
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
};

/** @throws Trouble */
const readCommand = (file: string): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8"));
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch (error) {
    throw new Trouble(`--file ${file}: ${(error as Error).message}`, 2);
  }
  throw new Trouble(`--file ${file}: one command, which is a JSON object.`, 2);
};

/** Values that are JSON are JSON; others are text. `a.0.b` goes into lists. @throws Trouble */
const withSettings = (command: Record<string, unknown>, settings: readonly string[]): Record<string, unknown> => {
  for (const setting of settings) {
    const [, path, text] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (path === undefined) throw new Trouble(`--set ${setting}: a field, = and its value.`, 2);
    const names = path.split(".");
    if (names.includes("__proto__")) throw new Trouble(`--set ${setting}: no such field.`, 2);
    // `any`: a path goes through objects and lists, and the command's form is the API's to check.
    let place: any = command;
    for (const [index, name] of names.slice(0, -1).entries()) {
      place[name] ??= /^\d+$/.test(names[index + 1]!) ? [] : {};
      place = place[name];
    }
    place[names.at(-1)!] = readValue(text!);
  }
  return command;
};

const readValue = (text: string): unknown => {
  // Ids, codes and phone numbers look like numbers and are text: a leading zero, or too many digits to be exact.
  if (/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) || /^(true|false|null|[[{"].*)$/s.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text;
};
