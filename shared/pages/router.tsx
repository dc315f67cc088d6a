import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from "@tanstack/react-router";

/** Each page is fetched when a person goes there. */
const root = createRootRoute({
  component: Outlet,
  notFoundComponent: lazyRouteComponent(() => import("./ui/NotFound.tsx"), "NotFound"),
});
const connect = createRoute({
  getParentRoute: () => root,
  path: "/connect/$ticket",
  component: lazyRouteComponent(() => import("./connect/ConnectPage.tsx"), "ConnectPage"),
});
const connectAgain = createRoute({
  getParentRoute: () => root,
  path: "/connect/again",
  component: lazyRouteComponent(() => import("./connect/ReopenPage.tsx"), "ReopenPage"),
});
const connectAt = createRoute({
  getParentRoute: () => root,
  path: "/connect/at/$link",
  component: lazyRouteComponent(() => import("./connect/ReopenPage.tsx"), "OpenedPage"),
});
const connectBack = createRoute({
  getParentRoute: () => root,
  path: "/connect/back/$link/$end",
  component: lazyRouteComponent(() => import("./connect/BackPage.tsx"), "BackPage"),
});
const portal = createRoute({
  getParentRoute: () => root,
  path: "/portal",
  component: lazyRouteComponent(() => import("./portal/PortalPage.tsx"), "PortalPage"),
});
const reference = createRoute({
  getParentRoute: () => root,
  path: "/docs",
  component: lazyRouteComponent(() => import("./docs/ReferencePage.tsx"), "ReferencePage"),
});
const console = createRoute({
  getParentRoute: () => root,
  path: "/console",
  component: lazyRouteComponent(() => import("./console/Console.tsx"), "Console"),
});
const shops = createRoute({
  getParentRoute: () => console,
  path: "/",
  component: lazyRouteComponent(() => import("./console/ShopsPage.tsx"), "ShopsPage"),
});
export interface ShopSearch {
  readonly tab?: string;
}
const shop = createRoute({
  getParentRoute: () => console,
  path: "/shops/$shop",
  validateSearch: ({ tab }: Record<string, unknown>): ShopSearch => (typeof tab === "string" ? { tab } : {}),
  component: lazyRouteComponent(() => import("./console/ShopPage.tsx"), "ShopPage"),
});
const record = createRoute({
  getParentRoute: () => console,
  path: "/shops/$shop/records/$resource/$id",
  component: lazyRouteComponent(() => import("./console/record/RecordPage.tsx"), "RecordPage"),
});
const write = createRoute({
  getParentRoute: () => console,
  path: "/shops/$shop/writes/$write",
  component: lazyRouteComponent(() => import("./console/WritePage.tsx"), "WritePage"),
});
export interface FindSearch {
  readonly q?: string;
}
const find = createRoute({
  getParentRoute: () => console,
  path: "/find",
  // A number in an address that a person types comes as one.
  validateSearch: ({ q }: Record<string, unknown>): FindSearch =>
    typeof q === "string" || typeof q === "number" ? { q: String(q) } : {},
  component: lazyRouteComponent(() => import("./console/FindPage.tsx"), "FindPage"),
});
const endpoints = createRoute({
  getParentRoute: () => console,
  path: "/endpoints",
  component: lazyRouteComponent(() => import("./console/EndpointsPage.tsx"), "EndpointsPage"),
});
const endpoint = createRoute({
  getParentRoute: () => console,
  path: "/endpoints/$endpoint",
  component: lazyRouteComponent(() => import("./console/EndpointPage.tsx"), "EndpointPage"),
});
const events = createRoute({
  getParentRoute: () => console,
  path: "/events",
  component: lazyRouteComponent(() => import("./console/EventTypesPage.tsx"), "EventTypesPage"),
});
const deployment = createRoute({
  getParentRoute: () => console,
  path: "/deployment",
  component: lazyRouteComponent(() => import("./console/deployment/DeploymentPage.tsx"), "DeploymentPage"),
});
const access = createRoute({
  getParentRoute: () => console,
  path: "/access",
  component: lazyRouteComponent(() => import("./console/AccessPage.tsx"), "AccessPage"),
});
const tenants = createRoute({
  getParentRoute: () => console,
  path: "/tenants",
  component: lazyRouteComponent(() => import("./console/TenantsPage.tsx"), "TenantsPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    connect,
    connectAgain,
    connectAt,
    connectBack,
    portal,
    reference,
    console.addChildren([shops, shop, record, write, find, endpoints, endpoint, events, deployment, access, tenants]),
  ]),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
