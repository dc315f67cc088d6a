import { Button, Group, NumberInput, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { Trouble } from "../ui/Trouble.tsx";
import { readShops } from "./data.ts";
import { resourceName } from "./names.ts";

const resources = ["orders", "invoices", "products", "inventory", "customers"];

/** Sends what the feed holds of a collection again, from a place on. */
export const Replay = ({ endpoint }: { readonly endpoint: string }) => {
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
    <Stack>
      <Text>{t("replay.text")}</Text>
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
