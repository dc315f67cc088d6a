import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
const run = promisify(execFile);

export interface Stranger extends Disposable {
  readonly folder: string;
  /** What `npm pack` put into the package. */
  readonly files: readonly string[];
  /** Puts files into the project. */
  add(files: Readonly<Record<string, string>>): void;
  /** Compiles a program of docs/examples, and what was added, as strictly as can be. @throws with what the compiler says */
  compile(name: string): Promise<void>;
  /** Runs the compiled program, and answers what it printed, line by line. */
  run(name: string, environment: Readonly<Record<string, string>>): Promise<string[]>;
}

/** A project of somebody else that has installed the packed client: its package, what that depends on, and nothing more of ours. */
export const installPacked = async (): Promise<Stranger> => {
  const folder = mkdtempSync(join(tmpdir(), "tillbridge-client-"));
  const npm = ["pack", "--workspace", "@tillbridge/client", "--pack-destination", folder, "--json"];
  const { stdout } = await run("npm", npm, { cwd: root });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf("["))) as [{ filename: string; files: { path: string }[] }];
  const modules = join(folder, "node_modules");
  const client = join(modules, "@tillbridge/client");
  mkdirSync(client, { recursive: true });
  await run("tar", ["-xzf", join(folder, packed.filename), "--strip-components=1", "-C", client]);
  const manifest = JSON.parse(readFileSync(join(client, "package.json"), "utf8")) as { dependencies: object };
  // The types of Node are the stranger's own: his program listens on a port.
  for (const name of [...Object.keys(manifest.dependencies), "@types/node"]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const options = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
    ...{
      module: "nodenext",
      target: "es2022",
      lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
      types: ["node"],
    },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
  return {
    folder,
    files: packed.files.map(({ path }) => path),
    add: (files) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    },
    compile: async (name) => {
      copyFileSync(join(root, "docs/examples", name), join(folder, name));
      const compiler = join(root, "node_modules/typescript/bin/tsc");
      await run(process.execPath, [compiler, "-p", folder]).catch(({ stdout: said, message }) => {
        throw new Error(said || message);
      });
    },
    run: async (name, environment) => {
      const program = join(folder, name.replace(/\.ts$/, ".js"));
      const { stdout: said } = await run(process.execPath, [program], {
        cwd: folder,
        env: environment,
        timeout: 60_000,
      });
      return said.trim().split("\n");
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};
