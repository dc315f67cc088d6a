import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export const chromiumPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));

const launching = {
  executablePath: chromiumPath!,
  args: [
    "--no-sandbox",
    // A container has 64 MB of shared memory, and a page may need more: the temporary folder has room.
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
  ],
};

export const launch = (): Promise<Browser> => chromium.launch(launching);

/** What a person has set in the browser. */
export const settings = {
  thirdPartyBlocked: { profile: { cookie_controls_mode: 1, block_third_party_cookies: true } },
  cookiesBlocked: { profile: { default_content_setting_values: { cookies: 2 } } },
} as const;

/** A browser of its own: these settings are read when it starts. */
const launchSet = async (set: keyof typeof settings, options: object) => {
  const folder = await mkdtemp(join(tmpdir(), "tillbridge-browser-"));
  await mkdir(join(folder, "Default"));
  await writeFile(join(folder, "Default", "Preferences"), JSON.stringify(settings[set]));
  const context = await chromium.launchPersistentContext(folder, { ...launching, ...options });
  const close = async (): Promise<void> => {
    await context.close();
    // The browser's processes write there until they have ended.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return { context, close };
};

const newContext = async (browser: Browser, options: object) => {
  const context = await browser.newContext(options);
  return { context, close: () => context.close() };
};

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const sizes = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } } as const;

/** A person with a browser: what its pages do wrong is written down. */
export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Looks at the page in both sizes: axe, a sideways scroll, and a picture. */
  look(name: string, options?: { readonly foreign?: Foreign }): Promise<void>;
  /** Requests that are refused on purpose: the browser writes each to its console. */
  expectRefusal(): void;
  close(): Promise<void>;
}

/** A part of a page that others have made: of axe's rules it may break those that are named here, each with the reason. */
export interface Foreign {
  readonly within: string;
  readonly rules: Readonly<Record<string, string>>;
  /** It has no form for narrow screens. */
  readonly isWide?: boolean;
}

export interface Faults {
  readonly faults: string[];
  readonly looked: Set<string>;
  axeRuns: number;
}

interface Options {
  readonly url: string;
  readonly shots: string;
  readonly found: Faults;
  /** Other origins where a person goes on purpose: the vendor's page of consent. */
  readonly visits?: readonly string[];
  readonly language?: "vi" | "en";
  readonly set?: keyof typeof settings;
}

export const openPerson = async (
  browser: Browser,
  { url, shots, found, visits = [], language, set }: Options,
): Promise<Person> => {
  mkdirSync(shots, { recursive: true });
  const options = { viewport: sizes.desk, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh" };
  const { context, close } = await (set ? launchSet(set, options) : newContext(browser, options));
  // Seconds on a machine of one's own; a busy one takes longer.
  context.setDefaultTimeout(60_000);
  if (language) await context.addInitScript((kept) => localStorage.setItem("tillbridge-language", kept), language);
  const page = await context.newPage();
  let refusals = 0;
  page.on("console", (message) => {
    if (message.type() !== "error" && !/Content Security Policy/i.test(message.text())) return;
    // A limit that is used up is waited for by the page; the story tells whether it went on.
    if (/the server responded with a status of 429/.test(message.text())) return;
    if (/the server responded with a status of 4\d\d/.test(message.text()) && refusals > 0) {
      refusals -= 1;
      return;
    }
    found.faults.push(`console at ${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => void found.faults.push(`error at ${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol === "data:" || protocol === "blob:" || origin === url || visits.includes(origin)) return;
    found.faults.push(`request outside the origin: ${request.url()}`);
  });

  const check = async (name: string, foreign?: Foreign): Promise<void> => {
    // By the debugger, which the page's policy does not bind.
    await page.evaluate(axeSource);
    const violations = await page.evaluate(
      async (others) => {
        const { axe, document } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: any[] }> };
          document: { querySelector(of: string): { closest(of: string): unknown } | null };
        };
        const isTheirs = ({ target }: { target: string[] }, id: string) =>
          others?.rules.includes(id) && document.querySelector(target[0]!)?.closest(others.within);
        return (await axe.run()).violations.flatMap(({ id, help, nodes }) => {
          const [ours] = nodes.filter((node: { target: string[] }) => !isTheirs(node, id));
          return ours ? [`${id}: ${help}: ${ours.html.slice(0, 200)}`] : [];
        });
      },
      foreign && { within: foreign.within, rules: Object.keys(foreign.rules) },
    );
    found.axeRuns += 1;
    for (const violation of violations) found.faults.push(`axe at ${name}: ${violation}`);
  };

  return {
    page,
    context,
    expectRefusal: () => {
      refusals += 1;
    },
    async look(name, { foreign } = {}) {
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        await page.waitForTimeout(500);
        const sideways = await page.evaluate<number>(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        if (sideways > 0 && !foreign?.isWide)
          found.faults.push(`${name} scrolls sideways by ${sideways} px at ${viewport.width} px`);
        await page.screenshot({ path: join(shots, `${name}-${size}.png`), fullPage: size === "phone" });
        await check(`${name}-${size}`, foreign);
      }
      found.looked.add(name);
      await page.setViewportSize(sizes.desk);
    },
    close,
  };
};
