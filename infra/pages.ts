import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "shared/pages");
export const pagesFolder = join(root, "dist/pages");
const scalarBundle = join(root, "node_modules/@scalar/api-reference/dist/browser/standalone.esm.js");

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const newest = (paths: readonly string[]): number => Math.max(...paths.map((path) => statSync(path).mtimeMs));

/** Whether the pages were built since their source changed. */
export const arePagesBuilt = (): boolean => {
  try {
    const sources = [...filesIn(source), ...filesIn(join(root, "shared/client")), join(root, "package-lock.json")];
    return (
      statSync(join(pagesFolder, "index.html")).mtimeMs >=
      newest(sources.filter((path) => !path.includes("node_modules")))
    );
  } catch {
    return false;
  }
};

/** HTTP APIs do not compress: the build does, once and well. */
const compress = (path: string): void => {
  const content = readFileSync(path);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: content.length > 1_000_000 ? 9 : 11 };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: quality }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
};

/**
 * Builds the application into `dist/pages`. It is made beside that and put in its place whole: two builds at the same time, or one
 * that is killed, leave no half of it.
 */
export const buildPages = async (): Promise<void> => {
  const { NODE_ENV: before } = process.env;
  const draft = `${pagesFolder}.${process.pid}`;
  // A test runner's would bring what React checks for developers, and twice the script.
  process.env.NODE_ENV = "production";
  try {
    await bundle(draft);
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  for (const path of filesIn(join(draft, "assets"))) compress(path);
  rmSync(pagesFolder, { recursive: true, force: true });
  renameSync(draft, pagesFolder);
};

const bundle = async (folder: string): Promise<void> => {
  const [{ build }, { default: react }] = await Promise.all([import("vite"), import("@vitejs/plugin-react")]);
  await build({
    root: source,
    configFile: false,
    logLevel: "warn",
    plugins: [react()],
    // The package keeps its bundle for browsers out of its exports; its modules would have to be bundled with a compiler of Vue.
    resolve: { alias: { "scalar-reference": scalarBundle } },
    // An asset that stands in a script or a style would be fetched again with each change of it.
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 10_000,
    },
  });
};

/** Gzipped bytes of the scripts that a page loads before it shows anything. */
export const firstLoad = (): { readonly bytes: number; readonly names: readonly string[] } => {
  const page = readFileSync(join(pagesFolder, "index.html"), "utf8");
  const names = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, name]) => name!);
  const bytes = names.reduce((sum, name) => sum + statSync(join(pagesFolder, `${name}.gz`)).size, 0);
  return { bytes, names: names.map((name) => basename(name)) };
};

if (import.meta.main && !arePagesBuilt()) {
  await buildPages();
  console.log(`pages: ${(firstLoad().bytes / 1_000).toFixed(0)} kB of script, gzipped, at first load`);
}
