import type { Table } from "../core/table.ts";
import { createAppSecretStore } from "./app-secrets.ts";
import { createBudgetStore } from "./budgets.ts";
import { createCandidateStore } from "./candidates.ts";
import { createConnectLinkStore } from "./connect-links.ts";
import { createDayStore } from "./days.ts";
import { createDeliveryStore } from "./deliveries.ts";
import { createDriftStore } from "./drifts.ts";
import { createEndpointStore } from "./endpoints.ts";
import { createExchangeStore } from "./exchanges.ts";
import { createFeedStore } from "./feed.ts";
import { createFindStore } from "./finds.ts";
import { createFleetStore } from "./fleet.ts";
import { createHaltStore } from "./halts.ts";
import { createIndexBuildStore } from "./index-builds.ts";
import { createLedgerStore } from "./ledger.ts";
import { createMetadataStore } from "./metadata.ts";
import { createOperatorStore } from "./operators.ts";
import { createPeopleStore, createSealPersonal, type ReadPrivacyKey } from "./personal.ts";
import { createProductCodeStore } from "./product-codes.ts";
import { createPullStore } from "./pulls.ts";
import { createRecordStore } from "./records.ts";
import { createShopStore } from "./shops.ts";
import { createSilenceStore } from "./silences.ts";
import { createSyncStateStore } from "./sync-states.ts";
import { createTenantFeedStore } from "./tenant-feed.ts";
import { createTenantRemovalStore } from "./tenant-removal.ts";
import { createTenantStore } from "./tenants.ts";
import { createTidyStore } from "./tidy.ts";
import { createUnansweredStore } from "./unanswered.ts";
import { createUsageStore } from "./usage.ts";
import { createWatchReportStore } from "./watch-reports.ts";

/** Without a key nothing is stored of which personal fields would have to be left out. */
const noKey: ReadPrivacyKey = async () => {
  throw new Error("this function has no key for what is left out of records");
};

/** Every store over one table. */
export const createStores = (table: Table, readPrivacyKey: ReadPrivacyKey = noKey) => {
  const records = createRecordStore(table, createSealPersonal(table, readPrivacyKey));
  const feed = createFeedStore(table);
  const usage = createUsageStore(table);
  return {
    shops: createShopStore(table),
    silences: createSilenceStore(table),
    halts: createHaltStore(table),
    records,
    metadata: createMetadataStore(table),
    feed,
    tenantFeed: createTenantFeedStore(table),
    finds: createFindStore(table),
    indexBuilds: createIndexBuildStore(table),
    productCodes: createProductCodeStore(table, records, feed),
    candidates: createCandidateStore(table),
    connectLinks: createConnectLinkStore(table),
    states: createSyncStateStore(table),
    budgets: createBudgetStore(table),
    ledger: createLedgerStore(table, usage),
    days: createDayStore(table),
    exchanges: createExchangeStore(table),
    tenants: createTenantStore(table),
    deliveries: createDeliveryStore(table),
    drifts: createDriftStore(table),
    fleet: createFleetStore(table),
    pulls: createPullStore(table),
    unanswered: createUnansweredStore(table),
    watchReports: createWatchReportStore(table),
    endpoints: createEndpointStore(table),
    usage,
    people: createPeopleStore(table, readPrivacyKey),
    tenantRemovals: createTenantRemovalStore(table),
    tidy: createTidyStore(table, readPrivacyKey),
    operators: createOperatorStore(table),
    appSecrets: createAppSecretStore(table),
  };
};

/** Stores that count what a piece of work leaves: one for each where several go on side by side. */
export const createCounts = (table: Table) => {
  const usage = createUsageStore(table);
  return { usage, ledger: createLedgerStore(table, usage) };
};
