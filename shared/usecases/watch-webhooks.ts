import type { ShopRef } from "../stores/keys.ts";
import type { JobDeps } from "./run-job.ts";

/** Compares what is registered at the vendor with what should be. */
export const watchWebhooks = async (_ref: ShopRef, _deps: JobDeps): Promise<void> => {};
