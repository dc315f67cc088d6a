import * as z from "zod";
import { MetadataInput } from "../core/metadata.ts";
import * as model from "../core/records.ts";
import { Change, TenantChange } from "./answers/changes.ts";
import { Endpoint, LoggedEvent, NewEndpoint, SentEvent } from "./answers/endpoints.ts";
import { RecordEventData, ShopEventData, TestEventData, WriteEventData } from "./answers/events.ts";
import { Problem, ProblemPage } from "./answers/problem.ts";
import { RecordMeta, recordAnswer } from "./answers/records.ts";
import { Budget, Check, Consent, Shop, Vendor } from "./answers/shops.ts";
import { Deletion, Freshness, ResourceStatus, SyncStatus, Verification } from "./answers/sync.ts";
import { AuditEntry, Drift, Key, NewKey, Tenant } from "./answers/tenants.ts";
import { Delivery, Instructions, WebhookReport, WholeDelivery } from "./answers/webhooks.ts";
import { FieldError } from "./answers/words.ts";
import { DryRun, Operation, Write, WriteAbility, WriteError, Writes } from "./answers/writes.ts";

/** Schemas that the document names, so that a typed client has a type for each. */
const named: Readonly<Record<string, z.ZodType>> = {
  Location: recordAnswer("locations"),
  Category: recordAnswer("categories"),
  Product: recordAnswer("products"),
  Inventory: recordAnswer("inventory"),
  Customer: recordAnswer("customers"),
  Order: recordAnswer("orders"),
  Invoice: recordAnswer("invoices"),
  Return: recordAnswer("returns"),
  CustomerGroup: recordAnswer("customer-groups"),
  StaffMember: recordAnswer("staff"),
  Supplier: recordAnswer("suppliers"),
  Purchase: recordAnswer("purchase-orders"),
  Transfer: recordAnswer("transfers"),
  PriceBook: recordAnswer("price-books"),
  PriceBookPrice: recordAnswer("price-book-prices"),
  Promotion: recordAnswer("promotions"),
  Voucher: recordAnswer("vouchers"),
  CashEntry: recordAnswer("cash-flow"),
  RawRecord: recordAnswer(""),
  RecordMeta,
  Metadata: MetadataInput,
  Line: model.Line,
  Payment: model.Payment,
  Shipping: model.Shipping,
  Address: model.Address,
  Change,
  TenantChange,
  RecordEventData,
  WriteEventData,
  ShopEventData,
  TestEventData,
  Endpoint,
  NewEndpoint,
  LoggedEvent,
  SentEvent,
  Problem,
  ProblemPage,
  FieldError,
  Budget,
  ShopCheck: Check,
  Consent,
  Shop,
  Vendor,
  Deletion,
  Freshness,
  ResourceStatus,
  SyncStatus,
  Verification,
  AuditEntry,
  Drift,
  Key,
  NewKey,
  Tenant,
  Delivery,
  WholeDelivery,
  WebhookReport,
  WebhookInstructions: Instructions,
  DryRun,
  Operation,
  Write,
  WriteAbility,
  WriteError,
  WriteList: Writes,
};

for (const [id, schema] of Object.entries(named)) z.globalRegistry.add(schema, { ...schema.meta(), id });
