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
  "slice-ended": "a slice of a cycle ended: whose, how, and in which cycle",
  "resource-unreadable": "a defect of ours stops a resource",
  "verification-failed": "a defect of ours stops a verification",
  "pulls-failed": "a defect of ours stops records that are fetched",
  "pulls-by-id-failed": "a defect of ours stops records that are fetched one by one",
  "pull-failed": "records could not be fetched now",
  "pull-by-id-failed": "a record could not be fetched now",
  "answers-drifted": "a vendor's answer shows what was not known",
  "write-ended": "a write of the ledger came to its end, or to a state that a person has to look at",
  "delivery-not-stored": "a webhook could not be stored",
  "delivery-not-queued": "a webhook was stored, and the queue refused it",
  "delivery-unreadable": "a defect of ours stops a webhook",
  "endpoint-disabled": "a tenant's endpoint was switched off",
  "changes-published": "a batch of the stream got its places in the feeds",
  "tick-ended": "a run of the schedule ended",
  "work-left-over": "more work is due than a minute can find",
} as const satisfies Readonly<Record<string, string>>;

export type LogMessage = keyof typeof logMessages;
