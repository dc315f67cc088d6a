import { AppShell, Burger, Button, Group, NavLink, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconBuildingStore,
  IconHeartbeat,
  IconKey,
  IconLogout,
  IconRoute,
  IconSearch,
  IconUsers,
  IconWebhook,
} from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, codeOf, sessionKey } from "../api.ts";
import { LanguageSwitch } from "../ui/LanguageSwitch.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { Mark } from "../ui/Mark.tsx";
import { SignIn } from "./SignIn.tsx";

export const readSession = () => api.get("/v1/session");
export type Session = Awaited<ReturnType<typeof readSession>>;

const tenantLinks = [
  { to: "/console", key: "shops", icon: IconBuildingStore },
  { to: "/console/find", key: "find", icon: IconSearch },
  { to: "/console/endpoints", key: "endpoints", icon: IconWebhook },
  { to: "/console/access", key: "access", icon: IconKey },
] as const;
const operatorLinks = [
  { to: "/console/tenants", key: "tenants", icon: IconUsers },
  { to: "/console/deployment", key: "deployment", icon: IconHeartbeat },
] as const;

/** The console: who signed in, the ways to its pages, and the page. */
export const Console = () => {
  const session = useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 60_000 });
  if (codeOf(session.error) === "unauthenticated") return <SignIn />;
  if (session.data === undefined) return <Loaded query={session}>{() => null}</Loaded>;
  return (
    <Frame session={session.data}>
      {/* Not above the frame, whose head would hide it. */}
      <Loaded query={session}>{() => <Outlet />}</Loaded>
    </Frame>
  );
};

const Frame = ({ session, children }: { readonly session: Session; readonly children: ReactNode }) => {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  const links = session.kind === "operator" ? operatorLinks : tenantLinks;
  const isHere = (to: string) =>
    to === "/console" ? /^\/console(\/shops.*)?\/?$/.test(pathname) : pathname.startsWith(to);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t("nav.menu")}
              style={{ flexShrink: 0 }}
            />
            <Mark />
            <Text fw={650} truncate>
              {session.tenant?.name ?? t("nav.operator")}
            </Text>
          </Group>
          <LanguageSwitch />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("nav.menu")}>
        <div style={{ flex: 1 }}>
          {links.map(({ to, key, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              // The shops' page stands above the others: it is not the one that is shown there.
              activeOptions={{ exact: true }}
              label={t(`nav.${key}`)}
              leftSection={<Icon size={18} aria-hidden />}
              active={isHere(to)}
              variant="light"
              onClick={close}
            />
          ))}
          <NavLink href="/docs" label={t("nav.docs")} leftSection={<IconRoute size={18} aria-hidden />} />
        </div>
        <SignOut />
      </AppShell.Navbar>
      <AppShell.Main>{children}</AppShell.Main>
    </AppShell>
  );
};

const SignOut = () => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leave = async () => {
    await api.delete("/v1/session");
    queries.clear();
    location.assign("/console");
  };
  return (
    <Button
      variant="subtle"
      color="dark"
      justify="flex-start"
      leftSection={<IconLogout size={18} aria-hidden />}
      onClick={() => void leave()}
    >
      {t("nav.leave")}
    </Button>
  );
};
