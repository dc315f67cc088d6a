import { fork } from "node:child_process";

/** What a process of runs tells the one that started it: each result, and at its end how many there were. */
type Told<Result> = { readonly result: Result } | { readonly ended: number };

/** The number of this process among those that run side by side; undefined: it started them, or runs alone. */
export const part = process.env.FAULTS_PART === undefined ? undefined : Number(process.env.FAULTS_PART);

/**
 * Runs the same command in several processes.
 * @returns one line for each process that ended without telling all of its runs. No run may vanish without a word.
 */
export const inProcesses = async <Result>(jobs: number, take: (result: Result) => void): Promise<string[]> => {
  const ends = Array.from({ length: jobs }, (_, number) => {
    const child = fork(process.argv[1]!, process.argv.slice(2), {
      env: { ...process.env, FAULTS_PART: String(number) },
    });
    let taken = 0;
    let ended: number | undefined;
    child.on("message", (told: Told<Result>) => {
      if ("ended" in told) {
        ended = told.ended;
        return;
      }
      taken += 1;
      take(told.result);
    });
    // Not "exit": messages may still be on their way then.
    return new Promise<string | undefined>((resolve) =>
      child.once("close", (code, signal) =>
        resolve(
          code === 0 && ended === taken
            ? undefined
            : `process ${number} of the runs ended early (${signal ?? code}), after ${taken} of them`,
        ),
      ),
    );
  });
  return (await Promise.all(ends)).filter((line) => line !== undefined);
};

/** The part of one process: hands each result over, and says at the end how many there were. */
export const tellAll = async <Result>(
  runAll: (done: (result: Result) => Promise<void>) => Promise<void>,
): Promise<void> => {
  // Whoever started it has gone.
  process.once("disconnect", () => process.exit());
  // A run that waits for what never comes must end the process, and not keep it.
  process.channel?.unref();
  const tell = (told: Told<Result>): Promise<void> =>
    new Promise((resolve, reject) =>
      process.send!(told, undefined, {}, (error) => (error ? reject(error) : resolve())),
    );
  let count = 0;
  await runAll(async (result) => {
    await tell({ result });
    count += 1;
  });
  await tell({ ended: count });
  process.disconnect();
};
