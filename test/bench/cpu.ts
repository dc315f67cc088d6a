import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second. */
const TICK = 10;

/** Milliseconds of CPU that our engine's processes have used; undefined where the system does not tell. */
export const engineCpu = (): number | undefined => {
  try {
    const processes = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        try {
          const text = readFileSync(`/proc/${pid}/stat`, "utf8");
          // The name stands in brackets and may hold blanks.
          const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
          const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
          return [{ pid: Number(pid), parent: parent!, time: (user! + system!) * TICK, name: text.split(/[()]/)[1]! }];
        } catch {
          return [];
        }
      });
    const byPid = new Map(processes.map((one) => [one.pid, one]));
    const isOurs = (pid: number): boolean => {
      if (pid === process.pid) return true;
      const parent = byPid.get(pid)?.parent;
      return parent !== undefined && isOurs(parent);
    };
    const engines = processes.filter(({ pid, name }) => /^(dynoxide|java)/.test(name) && isOurs(pid));
    return engines.length === 0 ? undefined : engines.reduce((sum, { time }) => sum + time, 0);
  } catch {
    return undefined;
  }
};
