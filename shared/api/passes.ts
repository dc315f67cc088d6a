import { seal, unseal } from "../core/seal.ts";
import { HOUR } from "../core/time.ts";

/** A person signs in to the console again after this. */
export const CONSOLE_TIME = 12 * HOUR;
/** A portal's page asks its own software for a new token then. */
export const PORTAL_TIME = HOUR;

/** A person who signed in: the key stays a key, so that ending it ends this, too. */
export interface ConsolePass {
  readonly key: string;
  /** Unix milliseconds. */
  readonly until: number;
}

/** Reads one shop. */
export interface PortalPass {
  readonly tenant: string;
  readonly shop: string;
  /** Id of the key that asked for it. With it the token ends. */
  readonly key: string;
  /** Sites in whose frames its page may stand. Absent: any. */
  readonly sites?: readonly string[] | undefined;
  readonly until: number;
}

interface Passes {
  readonly console: ConsolePass;
  readonly portal: PortalPass;
}

/** What the bearer holds is sealed: it tells nothing, and nobody but this deployment makes one. */
export const sealPass = <Kind extends keyof Passes>(kind: Kind, pass: Passes[Kind], signingKey: string): string =>
  seal(signingKey, `page#${kind}`, JSON.stringify(pass));

/** Undefined: we did not make it, or it is over. */
export const readPass = <Kind extends keyof Passes>(
  kind: Kind,
  sealed: string,
  signingKey: string,
  now: number,
): Passes[Kind] | undefined => {
  const text = unseal(signingKey, `page#${kind}`, sealed);
  const pass = text === undefined ? undefined : (JSON.parse(text) as Passes[Kind]);
  return pass && now < pass.until ? pass : undefined;
};

/** Tells a portal's token from a key. */
export const PORTAL_PREFIX = "tbp_";
