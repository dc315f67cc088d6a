/** What is decided about a collection's deletions within an hour. */
export interface Deletions {
  /** Records of the collection at the beginning of the hour. */
  readonly size: number;
  /** Removed within the last hour, without a person's word. */
  readonly removed: number;
  /** Held within the last hour. */
  readonly held: number;
  /** Suspects that wait for a decision. */
  readonly pending: number;
}

/** Collections up to this size never lose more than half without a person's word. */
const SMALL = 20;
const FEW = 3;
const SHARE = 0.05;

/** Most records that a collection of this size may lose within an hour without a person's word. */
export const mostUnasked = (size: number): number =>
  size <= SMALL ? Math.min(FEW, Math.floor(size / 2)) : Math.max(FEW, Math.floor(size * SHARE));

/** Whether all that is pending must wait for a person. */
export const isBraked = ({ size, removed, held, pending }: Deletions): boolean =>
  pending > 0 && removed + held + pending > mostUnasked(size);
