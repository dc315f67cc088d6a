import { readFileSync } from "node:fs";
import type { VendorId } from "../../../shared/core/vendor.ts";

/** What one row of an answer says, in the words of the canonical model. Only what is listed is compared. */
export interface RecordReading {
  /** Absent: the row at the same place of the answer. */
  readonly id?: string;
  /** Where one answer holds rows of two collections (bills and returns). */
  readonly resource?: string;
  readonly is?: Readonly<Record<string, unknown>>;
  /** Paths that must not be set: undefined, empty text or an empty list. */
  readonly absent?: readonly string[];
  /** Paths for which the document allows several readings. */
  readonly either?: Readonly<Record<string, readonly unknown[]>>;
  /** When the row last changed, ISO 8601. */
  readonly modifiedAt?: string;
  /** The row says of itself that it is deleted. */
  readonly deleted?: true;
  /** What the document leaves open about this row, for people. */
  readonly open?: readonly string[];
}

export interface ErrorReading {
  readonly class: "RetryLater" | "SignInAgain" | "Rejected" | "VendorChanged";
  readonly limited?: boolean;
  /** Seconds after the answer. */
  readonly afterSeconds?: number;
  /** ISO 8601. */
  readonly retryAt?: string;
  readonly code?: string;
  readonly forbidden?: boolean;
  /** Fields at fault. */
  readonly fields?: readonly string[];
  /** Part of the message. */
  readonly says?: string;
}

export interface HintReading {
  readonly resource: string;
  readonly ids: readonly string[];
  readonly deleted: boolean;
}

/** The right reading of one entry. */
export interface Reading {
  /** Absent: the collection that the call serves. */
  readonly resource?: string;
  readonly records?: readonly RecordReading[];
  /** The same answer, read as stock. */
  readonly inventory?: readonly RecordReading[];
  /** Rows without an id: they are reported, and stop none of the others. */
  readonly unread?: number;
  /** Number of rows, where only that is compared. */
  readonly count?: number;
  readonly total?: number;
  /** The vendor's clock in the answer, ISO 8601. */
  readonly vendorNow?: string;
  readonly removed?: readonly string[];
  /** The continuation; null: the last page. */
  readonly next?: unknown;
  /** Id that a write made; null: the answer names none. */
  readonly created?: string | null;
  readonly token?: { readonly usable: boolean; readonly expiresInSeconds?: number };
  readonly grant?: { readonly businessId?: string; readonly expiresAt?: string };
  readonly tables?: readonly string[];
  /** The answer says that it was done, and nothing more is read. */
  readonly done?: true;
  readonly error?: ErrorReading;
  readonly hints?: readonly HintReading[];
  /** The catalog takes the documented body. */
  readonly request?: true;
  readonly open?: readonly string[];
}

/** One answer, request, webhook or error as a vendor's document draws it. */
export interface Entry {
  readonly id: string;
  /** Document and paragraph. */
  readonly source: string;
  /** What is special about this one. */
  readonly about?: string;
  /** What the paragraph says that the sample does not show. */
  readonly note?: string;
  readonly kind: "answer" | "error" | "webhook" | "request";
  /** Method and path as the document has them; of webhooks `EVENT name`. */
  readonly call: string;
  readonly host?: string;
  /** The shape is the document's, the values are not. */
  readonly made?: true;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  /** Our clock when the answer was complete, ISO 8601. */
  readonly receivedAt?: string;
  /** Nhanh's id of the business that a webhook speaks of. */
  readonly business?: string | null;
  readonly body: unknown;
  readonly reading: Reading;
}

export const entriesOf = (vendor: VendorId): readonly Entry[] =>
  JSON.parse(readFileSync(new URL(`./fixtures/${vendor}.json`, import.meta.url), "utf8"));
