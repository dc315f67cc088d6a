import { Button, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerPause, IconPlayerPlay, IconStethoscope } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { useSentence, useTrouble } from "../ui/sentences.ts";
import { VendorPicture } from "../ui/VendorPicture.tsx";
import { vendorNames } from "../vendors.ts";
import { ActivityOf } from "./activity/Activity.tsx";
import { Collections } from "./Collections.tsx";
import { Deletions } from "./Deletions.tsx";
import { readShop, type Shop } from "./data.ts";
import { Limits } from "./Limits.tsx";
import { NewLink } from "./NewLink.tsx";
import { Portal } from "./Portal.tsx";
import { Silence } from "./Silence.tsx";
import { Webhooks } from "./Webhooks.tsx";
import { Why } from "./Why.tsx";
import { Writes } from "./Writes.tsx";

const tabs = ["collections", "activity", "why", "writes", "webhooks", "limits", "portal"] as const;

/** One shop: how its copy stands, and what a person can do about it. */
export const ShopPage = () => {
  const { shop: id } = useParams({ from: "/console/shops/$shop" });
  const { tab = "collections" } = useSearch({ from: "/console/shops/$shop" });
  const { t } = useTranslation();
  const go = useNavigate({ from: "/console/shops/$shop" });
  const query = useQuery({ queryKey: ["shop", id], queryFn: () => readShop(id), refetchInterval: 10_000 });
  return (
    <Loaded query={query}>
      {(shop) => (
        <Stack>
          <Head shop={shop} />
          <Silence shop={shop} />
          <Tabs
            value={tab}
            onChange={(next) => void go({ search: next === null ? {} : { tab: next }, replace: true })}
            keepMounted={false}
          >
            <Tabs.List>
              {tabs.map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`shop.tabs.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="collections" pt="md">
              <Deletions shop={id} />
              <Collections shop={id} />
            </Tabs.Panel>
            <Tabs.Panel value="activity" pt="md">
              <ActivityOf shop={id} />
            </Tabs.Panel>
            <Tabs.Panel value="why" pt="md">
              <Why shop={id} />
            </Tabs.Panel>
            <Tabs.Panel value="writes" pt="md">
              <Writes shop={id} />
            </Tabs.Panel>
            <Tabs.Panel value="webhooks" pt="md">
              <Webhooks shop={id} />
            </Tabs.Panel>
            <Tabs.Panel value="limits" pt="md">
              <Limits shop={id} />
            </Tabs.Panel>
            <Tabs.Panel value="portal" pt="md">
              <Portal shop={id} />
            </Tabs.Panel>
          </Tabs>
        </Stack>
      )}
    </Loaded>
  );
};

const Head = ({ shop }: { readonly shop: Shop }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const params = { params: { path: { shop: shop.id } } };
  const done = () => queries.invalidateQueries({ queryKey: ["shop", shop.id] });
  const sentence = useSentence();
  const trouble = useTrouble();
  const onError = (error: Error) => notifications.show({ color: "red", message: trouble(error).title });
  const check = useMutation({
    mutationFn: () => api.post("/v1/shops/{shop}/check", params),
    onSuccess: async ({ ok }) => {
      notifications.show({ color: ok ? "green" : "red", message: t(ok ? "shop.checked" : "shop.refused") });
      await done();
    },
    onError,
  });
  const isPaused = shop.health === "paused";
  const turn = useMutation({
    mutationFn: () =>
      isPaused ? api.post("/v1/shops/{shop}/resume", params) : api.post("/v1/shops/{shop}/pause", params),
    onSuccess: done,
    onError,
  });
  return (
    <Group justify="space-between" align="flex-start">
      <Group wrap="nowrap" align="flex-start" style={{ minWidth: 0 }}>
        <VendorPicture vendor={shop.vendor} />
        <div style={{ minWidth: 0 }}>
          <Title order={1} size="h2" className="wrap">
            {shop.name}
          </Title>
          <Group gap="xs">
            <State family="health" state={shop.health} />
            <Text size="sm" c="dimmed">
              {vendorNames[shop.vendor]} · {shop.id}
            </Text>
          </Group>
          {shop.health !== "healthy" && <Text mt={4}>{sentence("health", shop.health, shop.reason)}</Text>}
        </div>
      </Group>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          loading={check.isPending}
          onClick={() => check.mutate()}
          leftSection={<IconStethoscope size={16} aria-hidden />}
        >
          {t("shop.check")}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={turn.isPending}
          onClick={() => turn.mutate()}
          leftSection={isPaused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
        >
          {t(isPaused ? "shop.resume" : "shop.pause")}
        </Button>
        <NewLink shop={shop.id} />
      </Group>
    </Group>
  );
};
