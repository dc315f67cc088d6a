/** Every line that the functions log, by its code: a line with another one cannot be written. Fields say whose work it was. */
export const logMessages = {
  request: "a request to the API was answered",
  "request-failed": "a request failed by a defect of ours; the problem document has its request id",
  "answer-fields-left-out": "an answer had fields that its route does not declare",
  "requests-not-limited": "the table cannot count requests, so they are let in",
  "consent-failed": "an owner's consent could not be finished",
  "message-done": "a message of a queue was worked off",
  "message-failed": "a message of a queue failed and comes again",
  "places-not-settled": "places in a line could not be given back yet",
  "calls-not-counted": "the table did not take counts of a shop's calls yet; they wait for the next write",
  "silence-not-noted": "the table did not take that a shop's server answers nothing, or answers again",
  "slice-ended": "a slice of a cycle ended: whose, how, and in which cycle",
  "round-ended": "resources of a shop were read together, and nothing had changed in these",
  "resource-unreadable": "a defect of ours stops a resource",
  "verification-failed": "a defect of ours stops a verification",
  "pulls-failed": "a defect of ours stops records that are fetched",
  "pulls-by-id-failed": "a defect of ours stops records that are fetched one by one",
  "pull-failed": "records could not be fetched now",
  "pull-by-id-failed": "a record could not be fetched now",
  "answers-drifted": "a vendor's answer shows what was not known",
  "write-ended": "a write of the ledger came to its end, or to a state that a person has to look at",
  "delivery-not-stored": "a webhook could not be stored",
  "delivery-missed": "a webhook reached some shops of its business and not this one, which is read instead",
  "lease-not-seen":
    "a webhook was stored, and the table did not say whether a worker has the shop's others: one is sent for",
  "lease-not-given-back":
    "the queue refused a webhook, and the table keeps its lease: `tick` finds what comes within the minute",
  "delivery-not-counted":
    "a webhook was worked off, and the table did not take its count, or by what a repetition is known",
  "deliveries-postponed": "webhooks could not be worked off now: a worker comes for them in some seconds",
  "delivery-not-queued": "a webhook was stored, and the queue refused it",
  "webhooks-not-looked-at":
    "the table did not say what webhooks have told lately: nothing depends on it but the number of calls",
  "life-not-noted": "a webhook was worked off, and the table did not take that the shop was heard",
  "delivery-unreadable": "a defect of ours stops a webhook",
  "endpoint-disabled": "a tenant's endpoint was switched off",
  "changes-published": "a batch of the stream got its places in the feeds",
  "feed-published-again": "an operator had the records of a resource told once more, and all of them are",
  "index-built": "all records of a shop stand in the index",
  "tick-ended": "a run of the schedule ended",
  "work-left-over": "more work is due than a minute can find",
} as const satisfies Readonly<Record<string, string>>;

export type LogMessage = keyof typeof logMessages;
