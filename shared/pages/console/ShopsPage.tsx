import { Anchor, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { duration, time } from "../format.ts";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { VendorPicture } from "../ui/VendorPicture.tsx";
import { vendorNames } from "../vendors.ts";
import { latest, readShops, readSync, type Shop, worstFirst } from "./data.ts";
import { NewLink } from "./NewLink.tsx";

const EVERY = 15_000;
/** A request each: the others are looked at on their own page. */
const MOST_LAGS = 30;

/** All shops, the worst first. */
export const ShopsPage = () => {
  const { t } = useTranslation();
  const [sought, setSought] = useState("");
  const query = useQuery({ queryKey: ["shops"], queryFn: readShops, refetchInterval: EVERY });
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          {t("shops.title")}
        </Title>
        <NewLink />
      </Group>
      <Loaded query={query}>
        {(shops) => {
          const wanted = worstFirst(shops).filter(({ name, id }) =>
            `${name} ${id}`.toLowerCase().includes(sought.toLowerCase()),
          );
          const ill = shops.filter(({ health }) => health !== "healthy").length;
          return (
            <>
              <Text c="dimmed">{t("shops.count", { count: shops.length, ill })}</Text>
              {shops.length > 8 && (
                <TextInput
                  aria-label={t("shops.filter")}
                  placeholder={t("shops.filter")}
                  leftSection={<IconSearch size={16} aria-hidden />}
                  value={sought}
                  onChange={({ currentTarget }) => setSought(currentTarget.value)}
                />
              )}
              {shops.length === 0 && <Text>{t("shops.none")}</Text>}
              {wanted.map((shop, index) => (
                <ShopRow key={shop.id} shop={shop} withLag={index < MOST_LAGS} />
              ))}
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
};

const ShopRow = ({ shop, withLag }: { readonly shop: Shop; readonly withLag: boolean }) => {
  const { t } = useTranslation();
  return (
    <Paper p="md" withBorder>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group wrap="nowrap" align="flex-start" style={{ flex: "1 1 240px", minWidth: 0 }}>
          <VendorPicture vendor={shop.vendor} size={38} />
          <div style={{ minWidth: 0 }}>
            <Anchor component={Link} to={`/console/shops/${shop.id}`} fw={600} className="wrap">
              {shop.name}
            </Anchor>
            <Text size="sm" c="dimmed">
              {vendorNames[shop.vendor]} · {shop.id}
            </Text>
            {shop.reason && shop.health !== "healthy" && (
              <Text size="sm" className="wrap">
                {shop.reason}
              </Text>
            )}
          </div>
        </Group>
        <Stack gap={4} align="flex-start">
          <State family="health" state={shop.health} />
          {withLag && <Lag shop={shop.id} />}
          {shop.expiresAt && <Text size="xs">{t("shops.expires", { at: time(shop.expiresAt) })}</Text>}
          {shop.sunset && <Text size="xs">{t("shops.sunset", { at: shop.sunset })}</Text>}
        </Stack>
        {shop.health !== "healthy" && shop.health !== "removing" && <NewLink shop={shop.id} />}
      </Group>
    </Paper>
  );
};

/** How far the slowest collection is behind, against what is promised. */
const Lag = ({ shop }: { readonly shop: string }) => {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ["sync", shop], queryFn: () => readSync(shop), staleTime: EVERY });
  const slowest = data && latest(data.data);
  if (!slowest) return null;
  const lag = slowest.lagSeconds === null ? t("shops.never") : duration(slowest.lagSeconds);
  return (
    <Text size="xs" c="dimmed">
      {t("shops.lag", { lag, promised: duration(slowest.promisedSeconds) })}
    </Text>
  );
};
