import { Button, Group, NumberInput, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { Trouble } from "../ui/Trouble.tsx";
import { readShops } from "./data.ts";
import { resourceName } from "./names.ts";

const resources = ["orders", "invoices", "products", "inventory", "customers"];

interface Props {
  readonly endpoint: string;
}

/** Sends again what was sent, or what the feed holds. */
export const Replay = ({ endpoint }: Props) => (
  <Stack gap="xl">
    <ReplayTime endpoint={endpoint} />
    <ReplayFeed endpoint={endpoint} />
  </Stack>
);

const states = ["all", "failed", "delivered"] as const;

/** Events of a stretch of time, as they were sent. */
const ReplayTime = ({ endpoint }: Props) => {
  const { t } = useTranslation();
  const [since, setSince] = useState("");
  const [until, setUntil] = useState("");
  const [state, setState] = useState<string>("all");
  const replay = useMutation({
    mutationFn: () =>
      api.post("/v1/endpoints/{endpoint}/replay", {
        params: { path: { endpoint } },
        body: {
          since: new Date(since).toISOString(),
          ...(until === "" ? {} : { until: new Date(until).toISOString() }),
          ...(state === "all" ? {} : { state: state as "failed" | "delivered" }),
        },
      }),
  });
  return (
    <Stack gap="xs">
      <Title order={2} size="h5">
        {t("replay.time")}
      </Title>
      <Text size="sm">{t("replay.timeText")}</Text>
      <Group align="flex-end">
        <TextInput
          type="datetime-local"
          label={t("replay.since")}
          value={since}
          onChange={({ currentTarget }) => setSince(currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={t("replay.until")}
          value={until}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
        <Select
          label={t("collection.state")}
          data={states.map((value) => ({ value, label: t(value === "all" ? "write.all" : `event.${value}`) }))}
          value={state}
          onChange={(next) => setState(next ?? "all")}
          allowDeselect={false}
          w={150}
        />
        <Button disabled={since === ""} loading={replay.isPending} onClick={() => replay.mutate()}>
          {t("replay.goTime")}
        </Button>
      </Group>
      {replay.error && <Trouble error={replay.error} />}
      {replay.data && <Text role="status">{t("replay.done", { count: replay.data.replayed })}</Text>}
    </Stack>
  );
};

/** What the feed holds of a collection, from a place on. */
const ReplayFeed = ({ endpoint }: Props) => {
  const { t } = useTranslation();
  const { data: shops = [] } = useQuery({ queryKey: ["shops"], queryFn: readShops });
  const [shop, setShop] = useState<string | null>(null);
  const [resource, setResource] = useState("orders");
  const [after, setAfter] = useState<number | string>(0);
  const replay = useMutation({
    mutationFn: () =>
      api.post("/v1/endpoints/{endpoint}/replay", {
        params: { path: { endpoint } },
        body: { shop: shop!, resource, after: Number(after) },
      }),
  });
  return (
    <Stack gap="xs">
      <Title order={2} size="h5">
        {t("replay.feed")}
      </Title>
      <Text size="sm">{t("replay.text")}</Text>
      <Group align="flex-end">
        <Select
          label={t("replay.shop")}
          data={shops.map(({ id, name }) => ({ value: id, label: name }))}
          value={shop}
          onChange={setShop}
        />
        <Select
          label={t("why.resource")}
          data={resources.map((value) => ({ value, label: resourceName(value, t) }))}
          value={resource}
          onChange={(next) => setResource(next ?? "orders")}
          allowDeselect={false}
        />
        <NumberInput label={t("replay.after")} min={0} value={after} onChange={setAfter} w={130} hideControls />
        <Button disabled={shop === null} loading={replay.isPending} onClick={() => replay.mutate()}>
          {t("replay.go")}
        </Button>
      </Group>
      {replay.error && <Trouble error={replay.error} />}
      {replay.data && <Text role="status">{t("replay.done", { count: replay.data.replayed })}</Text>}
    </Stack>
  );
};
