import { createHash } from "node:crypto";

/**
 * Which ids a complete listing has shown, in 4 bytes each, so that absent ones can be told. Bounded: with more than
 * `MOST_SEEN` ids, each complete listing looks at one part of them, and the parts take turns. Two ids may share a
 * hash (1 in 4 billion for each pair); an absent record that is overlooked for that reason is found by the next
 * listing, which hashes differently.
 */
export const MOST_SEEN = 200_000;

export class SeenIds {
  readonly #salt: string;
  readonly #part: number;
  readonly #parts: number;
  readonly #hashes = new Set<number>();
  #unsaved: number[] = [];

  constructor(salt: string, part = 0, parts = 1) {
    this.#salt = salt;
    this.#part = part;
    this.#parts = parts;
  }

  add(id: string): void {
    const hash = this.#hash(id);
    if (!this.#covers(hash) || this.#hashes.has(hash)) return;
    this.#hashes.add(hash);
    this.#unsaved.push(hash);
  }

  has(id: string): boolean {
    return this.#hashes.has(this.#hash(id));
  }

  /** Whether this listing can tell anything about the id. */
  covers(id: string): boolean {
    return this.#covers(this.#hash(id));
  }

  get size(): number {
    return this.#hashes.size;
  }

  /**
   * Whether so many ids were shown, as far as hashes tell: of many some two are the same. Always true of a part of them.
   */
  hasShown(total: number): boolean {
    const alike = total > 10_000 ? 1 + Math.ceil(total ** 2 / 2 ** 32) : 0;
    return this.#parts > 1 || this.#hashes.size >= total - alike;
  }

  /** What was added and not `saved` yet, as bytes to be saved; undefined when nothing was. */
  unsaved(): Uint8Array | undefined {
    return this.#unsaved.length === 0 ? undefined : new Uint8Array(Uint32Array.from(this.#unsaved).buffer);
  }

  /** These bytes are kept. Before that nobody may forget them: saving fails at times. */
  saved(bytes: Uint8Array): void {
    this.#unsaved = this.#unsaved.slice(bytes.byteLength / Uint32Array.BYTES_PER_ELEMENT);
  }

  load(bytes: Uint8Array): void {
    for (const hash of new Uint32Array(Uint8Array.from(bytes).buffer)) this.#hashes.add(hash);
  }

  #hash(id: string): number {
    return createHash("sha1").update(this.#salt).update(id).digest().readUInt32LE(0);
  }

  #covers(hash: number): boolean {
    return hash % this.#parts === this.#part;
  }
}
