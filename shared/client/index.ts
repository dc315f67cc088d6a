export { type Call, type ClientOptions, createTillbridge, type Tillbridge } from "./client.ts";
export type { FeedPage, FollowAllOptions, FollowOptions, TenantFeedPage } from "./feed.ts";
export { type Problem, type ProblemCode, TillbridgeProblem, TillbridgeUnreachable } from "./problem.ts";
export type { RetryPolicy, Surroundings } from "./retry.ts";
export type {
  Answer,
  Change,
  Customer,
  Init,
  Invoice,
  ItemOf,
  ListPath,
  Order,
  PathOf,
  Product,
  Schemas,
  SentEvent,
  Shop,
  TenantChange,
  Write,
} from "./types.ts";
export type { WriteOptions } from "./write.ts";
