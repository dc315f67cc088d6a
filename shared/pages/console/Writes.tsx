import { Anchor, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { time } from "../format.ts";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";

const states = ["all", "rejected", "unknown", "dead", "queued", "succeeded"] as const;
type Wanted = (typeof states)[number];

/** The ledger of a shop, by state. */
export const Writes = ({ shop }: { readonly shop: string }) => {
  const { t, i18n } = useTranslation();
  const [state, setState] = useState<Wanted>("all");
  const query = useQuery({
    queryKey: ["writes", shop, state],
    queryFn: () =>
      api.get("/v1/shops/{shop}/writes", {
        params: { path: { shop }, query: { limit: 50, ...(state === "all" ? {} : { state }) } },
      }),
    refetchInterval: 5_000,
  });
  return (
    <Stack>
      <SegmentedControl
        aria-label={t("collection.state")}
        style={{ maxWidth: "100%", overflowX: "auto" }}
        value={state}
        onChange={(next) => setState(next as Wanted)}
        data={states.map((value) => ({ value, label: t(`write.${value}`) }))}
      />
      <Loaded query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Text>{t("writes.none")}</Text>
          ) : (
            <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("writes.what")}</Table.Th>
                    <Table.Th>{t("collection.state")}</Table.Th>
                    <Table.Th>{t("writes.at")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {data.map((one) => (
                    <Table.Tr key={one.id}>
                      <Table.Td>
                        <Anchor component={Link} to={`/console/shops/${shop}/writes/${one.id}`}>
                          {one.kind === "passthrough" ? one.operation : one.kind}
                        </Anchor>
                      </Table.Td>
                      <Table.Td>
                        <State family="write" state={one.state} />
                        {one.error && (
                          <Text size="xs" className="wrap">
                            {one.error.explained?.[i18n.language as "vi" | "en"] ?? one.error.message}
                          </Text>
                        )}
                      </Table.Td>
                      <Table.Td>{time(one.createdAt)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Loaded>
    </Stack>
  );
};
