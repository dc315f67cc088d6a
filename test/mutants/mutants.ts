import type { Mutant } from "./mutant.ts";

/*
 * One guard of the engine less, each. `text` stands exactly once in its file. `killers` are tried in order, the cheap
 * ones first: files of tests, or runs of `npm run faults`.
 */
const LIVE = "faults --live --lies off --runs 60 --seed 1";
const FULL = "faults --full --lies off --runs 60 --seed 1";
const WRITES = "faults --writes --runs 60 --seed 1";

const records = "shared/stores/records.ts";
const states = "shared/stores/sync-states.ts";
const polls = "shared/stores/polls.ts";
const pace = "shared/core/pace.ts";
const reader = "shared/sync/reader.ts";
const evidence = "shared/sync/evidence.ts";
const budgets = "shared/stores/budgets.ts";
const ledger = "shared/stores/ledger.ts";
const feed = "shared/stores/feed.ts";
const shops = "shared/stores/shops.ts";
const send = "shared/usecases/writing/send.ts";
const settle = "shared/usecases/writing/settle.ts";
const slice = "shared/usecases/sync/sync-slice.ts";
const court = "shared/usecases/sync/court.ts";

export const mutants: readonly Mutant[] = [
  // ---- records
  {
    name: "an older version overwrites a newer one",
    file: records,
    text: 'return seen.modified > known || isSecond || later > SETTLED ? "write" : "stale";',
    replacement: 'return "write";',
    killers: ["test/stores/records.test.ts test/stores/two-clocks.test.ts", LIVE],
  },
  {
    name: "an answer that was asked for earlier overwrites a later one of the same time",
    file: records,
    text: 'return later >= 0 ? "write" : "stale";',
    replacement: 'return "write";',
    killers: ["test/stores/records.test.ts", LIVE],
  },
  {
    name: "an old answer brings a deleted record back",
    file: records,
    text: 'if (current.deleted) return observedAt > current.observedAt ? "write" : "stale";',
    replacement: 'if (current.deleted) return "write";',
    killers: ["test/stores/records.test.ts", FULL],
  },
  {
    name: "an older stamp is never the vendor's last word",
    file: records,
    text: "isSecond || later > SETTLED",
    replacement: "false",
    killers: ["test/stores/records.test.ts test/stores/two-clocks.test.ts test/sync/two-clocks.test.ts", LIVE],
  },
  {
    name: "an unchanged row is written again",
    file: records,
    text: 'if (current.hash === hash) return "unchanged";',
    replacement: "",
    killers: ["test/stores/records.test.ts", "test/sync/spend.test.ts", FULL],
  },
  {
    name: "a version is stored without a look at the one that it replaces",
    file: records,
    text: 'const when: Condition = current ? { equal: ["v", current.version] } : { absent: "pk" };',
    replacement: 'const when: Condition = { any: [{ absent: "pk" }, { present: "pk" }] };',
    killers: ["test/stores/records.test.ts", LIVE, FULL],
  },
  {
    name: "a record that was seen alive later is deleted",
    file: records,
    text: "if (!current || current.deleted || Number(current.observed) > observedAt) return false;",
    replacement: "if (!current || current.deleted) return false;",
    killers: ["test/stores/records.test.ts", "test/sync/court.test.ts", FULL],
  },
  {
    name: "a record is deleted over another version than the one that was looked at",
    file: records,
    text: 'if (await table.update(key, change, { equal: ["v", current.v as number] })) return true;',
    replacement: "if (await table.update(key, change)) return true;",
    killers: ["test/stores/records.test.ts", FULL, LIVE],
  },
  {
    name: "a row that a list shows loses what its detail has shown",
    file: records,
    text: "if (!seen.unlisted || seen.detailed || !current || current.deleted) return { seen, detail: detailHashOf(seen) };",
    replacement: "return { seen, detail: detailHashOf(seen) };",
    killers: ["test/stores/records.test.ts", FULL, LIVE],
  },

  // ---- sync states
  {
    name: "a state is saved without its fence",
    file: states,
    text: '{ equal: ["fence", claimed.fence] },',
    replacement: "undefined,",
    killers: ["test/stores/sync-states.test.ts", LIVE],
  },
  {
    name: "a state is claimed although another worker has it",
    file: states,
    text: '{ any: [{ absent: "leaseUntil" }, { below: ["leaseUntil", now] }] },\n      );\n      return item &&',
    replacement: "undefined,\n      );\n      return item &&",
    killers: ["test/stores/sync-states.test.ts", LIVE],
  },
  {
    name: "a claim does not raise the fence",
    file: states,
    text: "{ set: { leaseUntil: now + leaseMilliseconds }, add: { fence: 1 } },",
    replacement: "{ set: { leaseUntil: now + leaseMilliseconds }, add: { fence: 0 } },",
    killers: ["test/stores/sync-states.test.ts", LIVE],
  },
  {
    name: "a dead worker's ids replace those of the worker that went on",
    file: states,
    text: "if (!(await table.put({ ...place, bytes, ttl, fence }, ours)))",
    replacement: "if (!(await table.put({ ...place, bytes, ttl, fence })))",
    killers: ["test/sync/seen-kept.test.ts", "test/stores/sync-states.test.ts", FULL],
  },
  {
    name: "a schedule overwrites the state of a worker that has begun meanwhile",
    file: states,
    text: 'const when = { equal: ["fence", Number(item.fence)] } as const;',
    replacement: "const when = undefined;",
    killers: ["test/stores/sync-states.test.ts", FULL],
  },

  // ---- the polls of a shop
  {
    name: "a poll is saved without its fence",
    file: polls,
    text: "cells.get(name)?.fence !== fence",
    replacement: "!cells.has(name)",
    killers: ["test/stores/sync-states.test.ts", LIVE],
  },
  {
    name: "a poll is claimed although another worker has it",
    file: polls,
    text: "names.filter((name) => !isHeld(cells.get(name), now));",
    replacement: "names.filter(() => true);",
    killers: ["test/stores/sync-states.test.ts", LIVE],
  },
  {
    name: "a claim of a poll does not raise its fence",
    file: polls,
    text: "fence: fence + 1, leaseUntil: now",
    replacement: "fence, leaseUntil: now",
    killers: ["test/stores/sync-states.test.ts", LIVE],
  },
  {
    name: "the item of the polls is replaced by what a worker remembers of it",
    file: polls,
    text: 'const when = n === undefined ? ({ absent: "n" } as const) : ({ equal: ["n", n] } as const);',
    replacement: "const when = undefined;",
    killers: ["test/stores/polls.test.ts", LIVE],
  },
  {
    name: "a poll at which a worker died goes on with the others",
    file: "shared/usecases/sync/run-cycle.ts",
    text: " || state?.abandoned === true",
    replacement: "",
    killers: ["test/freshness/standstills.test.ts"],
  },
  {
    name: "a poll that is not complete is saved at the end of its round",
    file: "shared/usecases/sync/round.ts",
    text: "if (options.release && state.cycle === undefined && state.error === undefined) ended",
    replacement: "if (options.release) ended",
    killers: ["test/sync/round.test.ts", LIVE],
  },

  // ---- the pace of polls
  {
    name: "a resource that rests goes on resting when something happens in it",
    file: pace,
    text: "if (lively || isFixed",
    replacement: "if (isFixed",
    killers: ["test/core/pace.test.ts"],
  },
  {
    name: "a sign of life wakes nobody",
    file: "shared/usecases/shops/sign-of-life.ts",
    text: "if (await states.rouse(refOf(shop), shortest, clock()))",
    replacement: "if (false)",
    killers: ["test/freshness/pace.test.ts"],
  },
  {
    name: "every webhook counts as proven",
    file: pace,
    text: "if (proven && now - doubtedAt > DOUBT) return BACKSTOP;",
    replacement: "return BACKSTOP;",
    killers: ["test/core/pace.test.ts"],
  },
  {
    name: "webhooks of which none has ever come are proven",
    file: "shared/usecases/shops/proven-webhooks.ts",
    text: "activity.lastGoodAt === undefined || ",
    replacement: "",
    killers: ["test/webhooks/proven-webhooks.test.ts"],
  },
  {
    name: "a registration that nobody has looked at for hours is proven",
    file: "shared/usecases/shops/proven-webhooks.ts",
    text: " || now - checkedAt > BELIEVED",
    replacement: "",
    killers: ["test/webhooks/proven-webhooks.test.ts"],
  },
  {
    name: "a resource of which some events are missing is proven",
    file: "shared/usecases/shops/proven-webhooks.ts",
    text: " && !missing.has(name)",
    replacement: "",
    killers: ["test/webhooks/proven-webhooks.test.ts"],
  },
  {
    name: "a tenant's rhythm is left when nothing happens",
    file: pace,
    text: "lively || isFixed(resource, schedule)",
    replacement: "lively",
    killers: ["test/core/pace.test.ts"],
  },

  // ---- slices
  {
    name: "an interval counts from when a cycle began, so that every minute is every two",
    file: "shared/core/grid.ts",
    text: "return (late >= -CLOCKS_APART && late < step + MINUTE ? due : minuteOf(startedAt)) + step;",
    replacement: "return startedAt + interval;",
    killers: ["test/core/grid.test.ts test/tick/rhythm.test.ts"],
  },
  {
    name: "a cycle that began hours late is followed by all that it missed",
    file: "shared/core/grid.ts",
    text: "late < step + MINUTE",
    replacement: "true",
    killers: ["test/core/grid.test.ts"],
  },
  {
    name: "a shop that rests is looked at each minute",
    file: "shared/usecases/sync/run-cycle.ts",
    text: "if (next !== again || slow !==",
    replacement: "if (false && slow !==",
    killers: ["test/tick/rhythm.test.ts"],
  },
  {
    name: "a worker that others wait for waits for a slow server",
    file: "functions/sync.ts",
    text: "patient ? measured.send : hurried(measured.send, PATIENCE, deps.clock)",
    replacement: "measured.send",
    killers: ["test/tick/rounds.test.ts"],
  },
  {
    name: "a call that was given up for the others' sake counts as a failure of the vendor's",
    file: slice,
    text: "if (error instanceof SlowAnswer) return leaveTo(error, deps, claimed, work);",
    replacement: "",
    killers: ["test/tick/rounds.test.ts"],
  },
  {
    name: "a shop that was slow once stays apart for good",
    file: "shared/usecases/sync/run-cycle.ts",
    text: "const slow = (deps.slowest?.() ?? 0) > SLOW_CALL;",
    replacement: "const slow = deps.patient ?? false;",
    killers: ["test/tick/rounds.test.ts"],
  },
  {
    name: "comparisons of everything take the workers of the polls",
    file: "shared/usecases/sync/slice-message.ts",
    text: 'isBackfill(slice.resource, slice.track) ? "backfill" : waiting',
    replacement: "waiting",
    killers: ["test/tick/rounds.test.ts"],
  },
  {
    name: "one shop's defect fails the rounds of the shops beside it",
    file: "functions/sync.ts",
    text: 'if (!isOutage) await deps.queues.send("slow", [{ body: { ...job, patient: true }, group: tenant }]);',
    replacement: "if (!isOutage) throw error;",
    killers: ["test/tick/rounds.test.ts"],
  },
  {
    name: "a due time that a shop has put off hides what was made due meanwhile",
    file: shops,
    text: 'await table.update(dueKey(work), change, { equal: ["dueAt", work.dueAt] });',
    replacement: "await table.update(dueKey(work), change);",
    killers: ["test/stores/due-index.test.ts"],
  },
  {
    name: "the cursor stands at the end of its cycle",
    file: "shared/usecases/sync/end-cycle.ts",
    text: "{ cursor: cycle.vendorMark ?? cycle.mark,",
    replacement: "{ cursor: now,",
    killers: ["test/sync/cursor.test.ts", LIVE],
  },
  {
    name: "a cycle begins at the cursor without an overlap",
    file: "shared/usecases/sync/begin-cycle.ts",
    text: "state.cursor - overlapOf(job.resource.listing);",
    replacement: "state.cursor;",
    killers: ["test/sync/cursor.test.ts", LIVE],
  },
  {
    name: "the cursor follows a vendor's clock that is ahead",
    file: "shared/core/bounds.ts",
    text: "? ours : Math.min(vendorNow, ours);",
    replacement: "? ours : vendorNow;",
    killers: ["test/core/bounds.test.ts test/sync/vendor-clock.test.ts"],
  },
  {
    name: "a checkpoint is saved before the ids that it counts",
    file: slice,
    text: "    await deps.states.saveSeen(claimed, work.cycle.id, work.cycle.chunks, unsaved, deps.clock());\n",
    replacement: "",
    killers: ["test/sync/seen-kept.test.ts", FULL],
  },
  {
    name: "a cycle whose ids have lapsed goes on without them",
    file: "shared/usecases/sync/begin-cycle.ts",
    text: "const lapsed = absence && state.cycle !== undefined && pieces.length < state.cycle.chunks;",
    replacement: "const lapsed = false;",
    killers: ["test/sync/seen-kept.test.ts", FULL],
  },
  {
    name: "pages under way go on after their worker gave its lease back",
    file: slice,
    text: "await work?.ahead.abandon();",
    replacement: "",
    killers: ["test/sync/cursor.test.ts", LIVE],
  },
  {
    name: "a page counts before it is stored",
    file: "shared/usecases/sync/read-rows.ts",
    text: "  const stored = await page.stored;\n",
    replacement:
      "  const { observations, ...shown } = await page.observed;\n  const stored = { ids: observations.map(({ id }) => id), written: 0, added: 0, refused: [], ...shown };\n",
    killers: ["test/sync/ahead.test.ts", LIVE],
  },
  {
    name: "the next page begins behind the first page of its span",
    file: "shared/usecases/sync/pages-ahead.ts",
    text: "{ partition: stretch.partition, span: stretch.index, position: next }",
    replacement: "{ partition: stretch.partition, span: stretch.index + 1, position: undefined }",
    killers: ["test/sync/ahead.test.ts", FULL],
  },
  {
    name: "an empty page that the vendor counts rows for is the end at once",
    file: "shared/usecases/sync/read-rows.ts",
    text: "if (isHiccup(state, cycle, page, reading)) {",
    replacement: "if (false) {",
    killers: ["test/sync/hidden-rows.test.ts test/sync/repeating-lists.test.ts", FULL],
  },
  {
    name: "a page that shows a row twice counts as complete",
    file: "shared/usecases/sync/read-rows.ts",
    text: "isRepeated || new Set(ids).size < ids.length",
    replacement: "isRepeated",
    killers: ["test/sync/deletions.test.ts"],
  },
  {
    name: "pages with a continuation that show a row twice count as complete",
    file: "shared/usecases/sync/read-rows.ts",
    text: "isRepeated || new Set(ids).size < ids.length",
    replacement: "new Set(ids).size < ids.length",
    killers: ["test/sync/deletions.test.ts"],
  },
  {
    name: "empty answers beside full ones prove a deletion",
    file: "shared/sync/evidence.ts",
    text: "if (areApart(beside, APART))",
    replacement: "if (areApart(silence, APART))",
    killers: ["test/sync/evidence.test.ts", "test/sync/sitting.test.ts"],
  },
  {
    name: "an answer with a row in place of the suspect counts as one without it",
    file: "shared/usecases/sync/ask.ts",
    text: "if (isOdd || isIgnored)",
    replacement: "if (false)",
    killers: ["test/sync/sitting.test.ts"],
  },
  {
    name: "the vendor's words count with a record that was only shown behind them",
    file: "shared/usecases/sync/question.ts",
    text: 'if (heard.said !== "gone" || evidence.some(isFromElsewhere))',
    replacement: "if (true)",
    killers: ["test/sync/sitting.test.ts"],
  },
  {
    name: "our own deletion alone proves it",
    file: "shared/sync/evidence.ts",
    text: "[words, reported],",
    replacement: "[words, [...reported, ...own]],",
    killers: ["test/sync/evidence.test.ts"],
  },
  {
    name: "a record that the vendor shows keeps the silence before it as evidence",
    file: "shared/usecases/sync/pull-records.ts",
    text: "if (known) await deps.candidates.shown(ref, name, id, askedAt);",
    replacement: "",
    killers: ["test/writes/read-back-gone.test.ts"],
  },
  {
    name: "a row of which only the id is left replaces the record",
    file: "shared/usecases/sync/observation.ts",
    text: "if (isBare(resource, row, id))",
    replacement: "if (false)",
    killers: ["test/sync/odd-pages.test.ts"],
  },
  {
    name: "a message about records to fetch that comes too early sends another one",
    file: "shared/stores/pulls.ts",
    text: '{ any: [{ absent: "nextAt" }, { below: ["nextAt", now + SECOND] }] },',
    replacement: "",
    killers: ["test/sync/pull-messages.test.ts"],
  },
  {
    name: "a call that denies living records is believed",
    file: "shared/usecases/sync/question.ts",
    text: "if (denied) return",
    replacement: "if (false) return",
    killers: ["test/sync/sitting.test.ts", LIVE],
  },
  {
    name: "records that were answered beside a refused one are asked for again",
    file: "shared/usecases/sync/ask-each.ts",
    text: "        tried.push(id);\n      });",
    replacement: "      });\n      tried.push(...together);",
    killers: ["test/sync/ask-each.test.ts", FULL],
  },

  // ---- reader
  {
    name: "pages without their anchor are taken as they come",
    file: reader,
    text: "return isCut && !isWithheld && !rows.some((row) => anchors.includes(anchorOf(reader, row)));",
    replacement: "return false;",
    killers: ["test/sync/reader.test.ts", FULL],
  },
  {
    name: "keyset pages go on from the last time and a millisecond",
    file: reader,
    text: '? { mode: "keyset", at: last, offset: 0, anchors: [], ...left }',
    replacement: '? { mode: "keyset", at: last + 1, offset: 0, anchors: [], ...left }',
    killers: ["test/sync/reader.test.ts", LIVE],
  },
  {
    name: "a list that ignores its filter is read on by its times",
    file: reader,
    text: "if (ignored || unsorted || skipped) {",
    replacement: "if (unsorted || skipped) {",
    killers: ["test/sync/reader.test.ts"],
  },
  {
    name: "a list in another order is read on by its times",
    file: reader,
    text: "if (ignored || unsorted || skipped) {",
    replacement: "if (ignored || skipped) {",
    killers: ["test/sync/reader.test.ts"],
  },
  {
    name: "rows that stand before the sorted ones are jumped over",
    file: reader,
    text: "if (ignored || unsorted || skipped) {",
    replacement: "if (ignored || unsorted) {",
    killers: ["test/sync/rows-before-others.test.ts", FULL],
  },
  {
    name: "a full page is the end where the total says so",
    file: reader,
    text: 'if (!isFull && (total === undefined || total <= reached)) return "nothing";',
    replacement: 'if (total === undefined ? !isFull : total <= reached) return "nothing";',
    killers: ["test/sync/reader.test.ts test/sync/odd-pages.test.ts test/sync/repeating-lists.test.ts"],
  },
  {
    name: "a short page is the end whatever the total says",
    file: reader,
    text: 'if (!isFull && (total === undefined || total <= reached)) return "nothing";',
    replacement: 'if (!isFull) return "nothing";',
    killers: ["test/sync/reader.test.ts test/sync/hidden-rows.test.ts", FULL],
  },
  {
    name: "a list that repeats its pages goes on",
    file: "shared/sync/progress.ts",
    text: "if (idlePages < MOST_IDLE_PAGES) return false;",
    replacement: "return false;",
    killers: ["test/sync/repeating-lists.test.ts test/sync/odd-pages.test.ts test/sync/reader.test.ts"],
  },
  {
    name: "pages begin where the last one ended",
    file: reader,
    text: "const start = Math.max(0, read - overlap);",
    replacement: "const start = Math.max(0, read);",
    killers: ["test/sync/reader.test.ts", FULL],
  },
  {
    name: "a span begins a second late",
    file: "shared/sync/spans.ts",
    text: "return { from, to: Math.min(from + step, top) };",
    replacement: "return { from: from + 1_000, to: Math.min(from + step, top) };",
    killers: ["test/sync/spans.test.ts", LIVE],
  },

  // ---- deletions
  {
    name: "an empty listing proves that all is gone",
    file: "shared/usecases/sync/sweep.ts",
    text: 'return cycle.rows === 0 ? "empty" : undefined;',
    replacement: "return undefined;",
    killers: ["test/sync/one-record-gone.test.ts"],
  },
  {
    name: "an incomplete listing proves that what it lacks is gone",
    file: "shared/usecases/sync/sweep.ts",
    text: 'if (!isComplete(cycle)) return "incomplete";',
    replacement: "",
    killers: ["test/sync/court.test.ts test/sync/deletions.test.ts test/sync/hidden-rows.test.ts", FULL],
  },
  {
    name: "a row that was stored during the listing is missed",
    file: "shared/usecases/sync/sweep.ts",
    text: "observedAt < cycle.startedAt && seen.covers(id) && !seen.has(id))",
    replacement: "observedAt > 0 && seen.covers(id) && !seen.has(id))",
    killers: ["test/sync/one-record-gone.test.ts", FULL],
  },
  {
    name: "the vendor's words count at once without a living record beside them",
    file: evidence,
    text: "const sure = words.filter(({ canary }) => canary !== undefined);",
    replacement: "const sure = words;",
    killers: ["test/sync/evidence.test.ts test/sync/court.test.ts"],
  },
  {
    name: "the vendor's words count twice within a moment",
    file: evidence,
    text: "if (areApart(words, APART))",
    replacement: "if (words.length > 1)",
    killers: ["test/sync/evidence.test.ts test/sync/court.test.ts"],
  },
  {
    name: "two listings right after one another prove an absence",
    file: evidence,
    text: "if (areApart(absences, LISTINGS_APART) && isUnopposed(latest(absences)))",
    replacement: "if (absences.length > 1 && isUnopposed(latest(absences)))",
    killers: ["test/sync/evidence.test.ts test/sync/court.test.ts"],
  },
  {
    name: "one report of a list ends a record that can be asked for",
    file: evidence,
    text: "if (!canAsk && reports.length > 0)",
    replacement: "if (reports.length > 0)",
    killers: ["test/sync/evidence.test.ts test/sync/court.test.ts"],
  },
  {
    name: "the brake counts one cycle and not the last hour",
    file: "shared/sync/brake.ts",
    text: "removed + held + pending > mostUnasked(size)",
    replacement: "pending > mostUnasked(size)",
    killers: ["test/sync/evidence.test.ts test/sync/court.test.ts"],
  },
  {
    name: "a small collection may vanish as a whole",
    file: "shared/sync/brake.ts",
    text: "size <= SMALL ? Math.min(FEW, Math.floor(size / 2)) : Math.max(FEW, Math.floor(size * SHARE));",
    replacement: "Math.max(20, Math.floor(size * SHARE));",
    killers: ["test/sync/evidence.test.ts test/sync/court.test.ts"],
  },
  {
    name: "what was removed is not looked at once more",
    file: court,
    text: 'for (const one of due(sitting, "removed").slice(0, MOST_LOOKED_AT)) await lookAgain(sitting, one);',
    replacement: "",
    killers: ["test/sync/one-record-gone.test.ts"],
  },
  {
    name: "two sittings decide about the same records",
    file: court,
    text: "if (!(await deps.candidates.lease(ref, resource.name, now, LEASE))) return idle;",
    replacement: "await deps.candidates.lease(ref, resource.name, now, LEASE);",
    killers: ["test/sync/court.test.ts", FULL],
  },

  // ---- budgets
  {
    name: "two workers draw the same calls",
    file: budgets,
    text: ': ({ equal: ["drawn", Number(item.drawn)] } as const);',
    replacement: ': ({ present: "drawn" } as const);',
    killers: ["test/stores/budgets.test.ts", LIVE],
  },
  {
    name: "a slot is forgotten when the vendor still counts it",
    file: budgets,
    text: "limit.windowSeconds * 1_000 + holdTime(limit);",
    replacement: "limit.windowSeconds * 500;",
    killers: ["test/stores/budgets.test.ts", FULL],
  },
  {
    name: "calls go on while the vendor has closed the limit",
    file: budgets,
    text: "if (view.blockedUntil > now) return 0;",
    replacement: "",
    killers: ["test/stores/budgets.test.ts test/sync/refusing-vendor.test.ts", LIVE],
  },
  {
    name: "a shorter block opens a limit that is closed for longer",
    file: budgets,
    text: '{ any: [{ absent: "blockedUntil" }, { below: ["blockedUntil", ends] }] };',
    replacement: '{ any: [{ absent: "blockedUntil" }, { present: "blockedUntil" }] };',
    killers: ["test/stores/budgets.test.ts", LIVE],
  },
  {
    name: "a wait of a year is waited for",
    file: "shared/core/bounds.ts",
    text: "Math.min(longest, Math.max(SHORTEST_WAIT, wait))",
    replacement: "Math.max(SHORTEST_WAIT, wait)",
    killers: ["test/core/bounds.test.ts"],
  },
  {
    name: "waits do not grow",
    file: "shared/core/bounds.ts",
    text: "return Math.max(first, Math.min(LONGEST_WAIT, first * 2 ** Math.min(Math.max(0, refusals - 1), 20)));",
    replacement: "return first;",
    killers: ["test/core/bounds.test.ts test/sync/refusing-vendor.test.ts"],
  },

  // ---- ledger
  {
    name: "two workers move a write from the same state",
    file: ledger,
    text: 'when: { equal: ["write", JSON.stringify(current)] as const },',
    replacement: 'when: { present: "pk" } as const,',
    killers: ["test/writes/ledger.test.ts test/writes/lines.test.ts", WRITES],
  },
  {
    name: "two writes stand at the same place of a line",
    file: ledger,
    text: 'when: last === undefined ? { absent: "pk" } : { equal: ["place", last.place] },',
    replacement: "",
    killers: ["test/writes/ledger.test.ts test/writes/lines.test.ts", WRITES],
  },
  {
    name: "a place may lie before the last one, where clocks differ",
    file: ledger,
    text: "Math.max(now, timeOfId(tail.place) + 1)",
    replacement: "now",
    killers: ["test/writes/ledger.test.ts test/writes/lines.test.ts", WRITES],
  },
  {
    name: "a move whose answer was lost is not recognised",
    file: ledger,
    text: "return found && JSON.stringify(found) === JSON.stringify(next) ? next : undefined;",
    replacement: "return undefined;",
    killers: ["test/writes/ledger.test.ts", WRITES],
  },

  // ---- write steps
  {
    name: "a doubtful write is sent again without the look before",
    file: send,
    text: "if ((isDoubtful(write) || write.alone) && canonical(write, worker.shop)?.probe) {",
    replacement: "if (false) {",
    killers: ["test/writes/retry.test.ts", WRITES],
  },
  {
    name: "a write whose last try was lost is called dead",
    file: send,
    text: 'const event = isDoubtful(write) ? "lose" : "give-up";',
    replacement: 'const event = "give-up" as const;',
    killers: ["test/writes/retry.test.ts", WRITES],
  },
  {
    name: "a lost write is sent again before the vendor can show it",
    file: send,
    text: "if (settled > now) {",
    replacement: "if (false) {",
    killers: ["test/writes/retry.test.ts", WRITES],
  },
  {
    name: "a write is sent over a record that has moved on",
    file: send,
    text: "if (version === write.ifVersion) return;",
    replacement: "return;",
    killers: ["test/writes/perform.test.ts test/writes/echo.test.ts test/writes/submit.test.ts"],
  },
  {
    name: "a call without an answer counts as one that did not arrive",
    file: settle,
    text: 'if (error instanceof SignInAgain || (error instanceof RetryLater && error.delivered === "no"))',
    replacement: "if (error instanceof SignInAgain || error instanceof RetryLater)",
    killers: ["test/writes/perform.test.ts", WRITES],
  },
  {
    name: "the refusal of a repetition is taken for the first try's",
    file: settle,
    text: "if (write.lostAt !== undefined || write.alone || isQuestion(refusal, write, worker)) {",
    replacement: "if (false) {",
    killers: ["test/writes/echo.test.ts test/writes/duplicates.test.ts", WRITES],
  },
  {
    name: "an outcome that could not be saved is forgotten",
    file: "shared/usecases/writing/end.ts",
    text: "if (!(error instanceof RetryLater) || attempt === SAVE_TRIES) throw error;",
    replacement: "throw error;",
    killers: ["test/writes/perform.test.ts", WRITES],
  },

  // ---- feed
  {
    name: "two publishers take the same place of the feed",
    file: feed,
    text: 'when: seq === 0 ? { absent: "seq" } : { equal: ["seq", seq] },',
    replacement: "",
    killers: ["test/stores/feed.test.ts", FULL],
  },
  {
    name: "a removed record is told although it was removed already",
    file: "shared/usecases/events/publish-changes.ts",
    text: "if (next.deleted && gone) return undefined;",
    replacement: "",
    killers: ["test/stores/feed.test.ts", FULL],
  },
  {
    name: "a version that did not change is told again",
    file: "shared/usecases/events/publish-changes.ts",
    text: "if (old && old.version === next.version) return undefined;",
    replacement: "",
    killers: ["test/stores/feed.test.ts", FULL, LIVE],
  },
  {
    name: "a gap in the feed is passed over without a word",
    file: feed,
    text: "if (expired) throw",
    replacement: "if (false) throw",
    killers: ["test/stores/feed.test.ts"],
  },

  // ---- due index
  {
    name: "work that is taken is gone until somebody schedules it",
    file: "shared/usecases/sync/find-due-work.ts",
    text: "return now + REPEAT;",
    replacement: "return now + 365 * 86_400_000;",
    killers: ["test/stores/due-index.test.ts test/tick/due-work.test.ts", LIVE],
  },
  {
    name: "two ticks take the same work",
    file: shops,
    text: '(await table.update(dueKey(work), { set: { dueAt: nextAt } }, { equal: ["dueAt", work.dueAt] })) !== undefined',
    replacement: "(await table.update(dueKey(work), { set: { dueAt: nextAt } })) !== undefined",
    killers: ["test/stores/due-index.test.ts test/tick/due-work.test.ts"],
  },
  {
    name: "work that is due is put off by a later schedule",
    file: shops,
    text: '{ any: [{ absent: "dueAt" }, { atLeast: ["dueAt", work.dueAt] }] },',
    replacement: "undefined,",
    killers: ["test/stores/due-index.test.ts test/tick/due-work.test.ts", WRITES],
  },
  {
    name: "the entry of a submitter who is still at work is settled",
    file: shops,
    text: 'await table.delete(dueKey(work), { all: [{ equal: ["dueAt", work.dueAt] }, unreminded] });',
    replacement: 'await table.delete(dueKey(work), { equal: ["dueAt", work.dueAt] });',
    killers: ["test/stores/due-index.test.ts test/tick/due-work.test.ts", WRITES],
  },
];
