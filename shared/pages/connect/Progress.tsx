import { Group, Loader, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, codeOf } from "../api.ts";
import { money, number, time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { rowsAtHand } from "../ui/rows.ts";
import { ChangeShared } from "./ChangeShared.tsx";
import { Move } from "./Move.tsx";
import { type ConnectedShop, endsLink, type State, stateKey } from "./state.ts";
import { WayOut } from "./WayOut.tsx";
import { Withdraw } from "./Withdraw.tsx";

interface Props {
  readonly state: State;
  readonly shop: ConnectedShop;
  update(state: State): void;
}

const EVERY = 2_000;
const readProgress = () => api.get("/v1/connect/progress");
/** The link has ended, or the shop is gone: the state of the link says which. */
const isOver = (error: unknown): boolean => endsLink(error) || codeOf(error) === "no-link-shop";
type Found = Awaited<ReturnType<typeof readProgress>>;

/** The first copy as it grows, and the first orders as proof that it is the right shop. */
export const Progress = ({ state, shop, update }: Props) => {
  const { t } = useTranslation();
  const [isLeaving, setLeaving] = useState(false);
  const query = useQuery({
    queryKey: ["progress", state.id],
    queryFn: readProgress,
    enabled: !isLeaving,
    refetchInterval: ({ state: { data, error } }) =>
      isOver(error) || data?.resources.every(({ complete }) => complete) ? false : EVERY,
  });
  const queries = useQueryClient();
  const ended = isOver(query.error);
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: stateKey(state.id) });
  }, [ended, queries, state.id]);
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
      <ChangeShared {...{ state, shop, update }} />
      <Withdraw shop={shop} tenant={state.tenant.name} begun={setLeaving} done={update} />
    </Stack>
  );
};

const Copied = ({ found }: { readonly found: Found }) => {
  const { t } = useTranslation();
  const shown = found.resources.filter(({ records }) => records > 0);
  const complete = found.resources.filter((one) => one.complete).length;
  return (
    <section aria-labelledby="copied" aria-live="polite">
      <Group gap="xs" mb={6}>
        <Title order={2} size="h5" id="copied">
          {t("connect.done.copied", { complete, all: found.resources.length })}
        </Title>
        {complete < found.resources.length && <Loader size="xs" role="status" aria-label={t("loading")} />}
      </Group>
      <DataTable
        label={t("connect.done.collections")}
        rows={rowsAtHand(shown)}
        keyOf={({ resource }) => resource}
        isPlain
        columns={[
          { title: t("connect.done.collection"), cell: ({ resource }) => t(`resources.${resource}`) },
          {
            title: t("connect.done.records"),
            kind: "number",
            cell: ({ records, complete: isComplete }) => (
              <>
                {number(records)}
                <Text span size="xs" ml="sm" c={isComplete ? "#1b5e20" : "dimmed"}>
                  {t(isComplete ? "connect.done.complete" : "connect.done.under")}
                </Text>
              </>
            ),
          },
        ]}
      />
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
      <DataTable
        label={t("connect.done.orders")}
        rows={rowsAtHand(orders)}
        keyOf={({ code }) => code}
        isShort
        columns={[
          { title: t("order.code"), cell: ({ code }) => <span className="whole">{code}</span> },
          { title: t("order.at"), cell: ({ createdAt }) => time(createdAt) },
          { title: t("order.total"), kind: "number", cell: ({ total, currency }) => money(total, currency) },
        ]}
      />
    </section>
  );
};
