import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "../core/ports.ts";

/** What both kinds of events have that names their invocation. */
interface Named {
  readonly requestContext?: { readonly requestId?: string };
}

/** A request's id is the one that its answer carries; that of any other work is the invocation's. */
export const requestIdOf = (event: unknown, context: { readonly awsRequestId?: string }): string | undefined =>
  (event as Named | undefined)?.requestContext?.requestId ?? context.awsRequestId;

/** Lines of the log as JSON. All lines of an invocation carry one `requestId`, so that one search finds them together. */
export const createLogLines = (logger = new Logger()): { readonly log: Log; begin(id: string | undefined): void } => ({
  log: (level, message, fields) => logger[level](message, { ...fields }),
  begin(id) {
    if (id === undefined) logger.removeKeys(["requestId"]);
    else logger.appendKeys({ requestId: id });
  },
});
