import type { JobDeps } from "./run-job.ts";

/** Reads a stored delivery and pulls what it names. */
export const processDelivery = async (_partition: string, _id: string, _deps: JobDeps): Promise<void> => {};
