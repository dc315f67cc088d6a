import { Group, Loader, Stack, Table, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { money, number, time } from "../format.ts";
import { Loaded } from "../ui/Loaded.tsx";
import { Move } from "./Move.tsx";
import { named } from "./Shared.tsx";
import type { ConnectedShop, State } from "./state.ts";
import { WayOut } from "./WayOut.tsx";
import { Withdraw } from "./Withdraw.tsx";

interface Props {
  readonly state: State;
  readonly shop: ConnectedShop;
  update(state: State): void;
  withdraw(state: State): void;
}

const EVERY = 2_000;
const readProgress = () => api.get("/v1/connect/progress");
type Found = Awaited<ReturnType<typeof readProgress>>;

/** The first copy as it grows, and the first orders as proof that it is the right shop. */
export const Progress = ({ state, shop, update, withdraw }: Props) => {
  const { t } = useTranslation();
  const [isLeaving, setLeaving] = useState(false);
  const query = useQuery({
    queryKey: ["progress", state.id],
    queryFn: readProgress,
    enabled: !isLeaving,
    refetchInterval: ({ state: { data } }) => (data?.resources.every(({ complete }) => complete) ? false : EVERY),
  });
  return (
    <Stack gap="lg">
      <Group wrap="nowrap" align="flex-start">
        <ThemeIcon radius="xl" size="lg" color="green.9" aria-hidden>
          <IconCheck size={20} />
        </ThemeIcon>
        <div>
          <Title order={1} size="h2">
            {t(shop.migration ? "connect.done.moving" : "connect.done.title")}
          </Title>
          <Text className="wrap">{t("connect.done.text", { shop: shop.name, tenant: state.tenant.name })}</Text>
        </div>
      </Group>
      <WayOut state={state} status="connected" />
      {shop.successor && shop.migration === undefined && <Move {...{ state, shop, update }} />}
      <Loaded query={query}>
        {(found) => (
          <>
            <Copied found={found} />
            {found.orders.length > 0 && <Orders orders={found.orders} />}
          </>
        )}
      </Loaded>
      <Withdraw tenant={state.tenant.name} begun={setLeaving} done={withdraw} />
    </Stack>
  );
};

const Copied = ({ found }: { readonly found: Found }) => {
  const { t } = useTranslation();
  const shown = found.resources.filter(({ resource, records }) => named.includes(resource) && records > 0);
  const complete = found.resources.filter((one) => one.complete).length;
  return (
    <section aria-labelledby="copied" aria-live="polite">
      <Group gap="xs" mb={6}>
        <Title order={2} size="h5" id="copied">
          {t("connect.done.copied", { complete, all: found.resources.length })}
        </Title>
        {complete < found.resources.length && <Loader size="xs" role="status" aria-label={t("loading")} />}
      </Group>
      <Table>
        <Table.Tbody>
          {shown.map(({ resource, records, complete: isComplete }) => (
            <Table.Tr key={resource}>
              <Table.Th fw={400}>{t(`resources.${resource}`)}</Table.Th>
              <Table.Td ta="right">{number(records)}</Table.Td>
              <Table.Td w={90} ta="right">
                <Text size="xs" c={isComplete ? "#1b5e20" : "dimmed"}>
                  {t(isComplete ? "connect.done.complete" : "connect.done.under")}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
};

const Orders = ({ orders }: { readonly orders: Found["orders"] }) => {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="orders">
      <Title order={2} size="h5" id="orders" mb={6}>
        {t("connect.done.orders")}
      </Title>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("order.code")}</Table.Th>
            <Table.Th>{t("order.at")}</Table.Th>
            <Table.Th ta="right">{t("order.total")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {orders.map(({ code, createdAt, total }) => (
            <Table.Tr key={code}>
              <Table.Td className="wrap">{code}</Table.Td>
              <Table.Td>{time(createdAt)}</Table.Td>
              <Table.Td ta="right">{money(total)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
};
