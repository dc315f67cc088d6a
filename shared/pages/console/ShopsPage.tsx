import { Anchor, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { duration, time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { rowsAtHand } from "../ui/rows.ts";
import { useSentence } from "../ui/sentences.ts";
import { VendorPicture } from "../ui/VendorPicture.tsx";
import { vendorNames } from "../vendors.ts";
import { latest, needsAttention, readShops, readSync, type Shop, worstFirst } from "./data.ts";
import { NewLink } from "./NewLink.tsx";

const EVERY = 15_000;
const LAGS_EVERY = 30_000;
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
          const ill = shops.filter(needsAttention).length;
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
              <Shops shops={wanted} empty={t(shops.length === 0 ? "shops.none" : "shops.noneOfThese")} />
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
};

const Shops = ({ shops, empty }: { readonly shops: readonly Shop[]; readonly empty: string }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const withLag = new Set(shops.slice(0, MOST_LAGS).map(({ id }) => id));
  return (
    <DataTable
      label={t("shops.title")}
      rows={rowsAtHand(shops)}
      keyOf={({ id }) => id}
      empty={empty}
      columns={[
        { title: t("replay.shop"), cell: (shop) => <Name shop={shop} /> },
        {
          title: t("collection.state"),
          cell: ({ health, reason }) => (
            <>
              <State family="health" state={health} />
              {health !== "healthy" && (
                <Text size="sm" mt={4}>
                  {sentence("health", health, reason)}
                </Text>
              )}
            </>
          ),
        },
        { title: t("collection.lag"), cell: ({ id }) => (withLag.has(id) ? <Lag shop={id} /> : "–"), width: 190 },
        {
          title: t("shops.access"),
          cell: ({ expiresAt, sunset }) => (
            <>
              {!expiresAt && !sunset && "–"}
              {expiresAt && <Text size="sm">{t("shops.expires", { at: time(expiresAt) })}</Text>}
              {sunset && <Text size="sm">{t("shops.sunset", { at: sunset })}</Text>}
            </>
          ),
        },
        {
          title: t("link.renew.button"),
          kind: "action",
          cell: ({ id, health }) => health !== "healthy" && health !== "removing" && <NewLink shop={id} />,
        },
      ]}
    />
  );
};

const Name = ({ shop }: { readonly shop: Shop }) => (
  <Group wrap="nowrap" gap="sm">
    <VendorPicture vendor={shop.vendor} size={34} />
    <div>
      <Anchor component={Link} to={`/console/shops/${shop.id}`} fw={600}>
        {shop.name}
      </Anchor>
      <Text size="xs" c="dimmed">
        {vendorNames[shop.vendor]} · {shop.id}
      </Text>
    </div>
  </Group>
);

/** How far the slowest collection is behind, against what is promised. */
const Lag = ({ shop }: { readonly shop: string }) => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["sync", shop],
    queryFn: () => readSync(shop),
    staleTime: EVERY,
    refetchInterval: LAGS_EVERY,
  });
  const slowest = data && latest(data.data);
  if (!slowest) return null;
  const { lagSeconds, promisedSeconds } = slowest;
  const promised = duration(promisedSeconds);
  return (
    <Text size="sm">
      {lagSeconds === null ? t("shops.never", { promised }) : t("shops.lag", { lag: duration(lagSeconds), promised })}
    </Text>
  );
};
