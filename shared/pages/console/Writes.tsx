import { Anchor, SegmentedControl, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { State } from "../ui/Health.tsx";
import { usePages } from "../ui/rows.ts";
import { useRefusal } from "../ui/sentences.ts";
import { writeName } from "./names.ts";

const states = ["all", "rejected", "unknown", "dead", "queued", "succeeded"] as const;
type Wanted = (typeof states)[number];

/** The ledger of a shop, by state. */
export const Writes = ({ shop }: { readonly shop: string }) => {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const [state, setState] = useState<Wanted>("all");
  const rows = usePages(
    ["writes", shop, state],
    (place) =>
      api.get("/v1/shops/{shop}/writes", {
        params: { path: { shop }, query: { limit: 50, ...(state === "all" ? {} : { state }), ...place } },
      }),
    { refetchInterval: 5_000 },
  );
  return (
    <Stack>
      <SegmentedControl
        aria-label={t("collection.state")}
        style={{ maxWidth: "100%", overflowX: "auto" }}
        value={state}
        onChange={(next) => setState(next as Wanted)}
        data={states.map((value) => ({ value, label: t(`write.${value}`) }))}
      />
      <DataTable
        label={t("shop.tabs.writes")}
        rows={rows}
        keyOf={({ id }) => id}
        empty={t("writes.none")}
        columns={[
          {
            title: t("writes.what"),
            cell: (one) => (
              <Anchor component={Link} to={`/console/shops/${shop}/writes/${one.id}`} size="sm">
                {writeName(one, t)}
              </Anchor>
            ),
          },
          {
            title: t("collection.state"),
            cell: (one) => (
              <>
                <State family="write" state={one.state} />
                {one.error && <Text size="xs">{refusal(one.error).title}</Text>}
              </>
            ),
          },
          { title: t("writes.at"), cell: ({ createdAt }) => time(createdAt), width: 170 },
        ]}
      />
    </Stack>
  );
};
