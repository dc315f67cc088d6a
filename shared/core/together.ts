/** Jobs of one name that come in the same moment are done as one. */
export const createTogether = <Job>(
  work: (jobs: readonly Job[]) => Promise<void>,
): ((name: string, job: Job) => Promise<void>) => {
  const waiting = new Map<string, { readonly jobs: Job[]; readonly done: Promise<void> }>();
  return (name, job) => {
    const known = waiting.get(name);
    if (known) {
      known.jobs.push(job);
      return known.done;
    }
    const jobs = [job];
    const done = Promise.resolve().then(() => {
      waiting.delete(name);
      return work(jobs);
    });
    waiting.set(name, { jobs, done });
    return done;
  };
};
