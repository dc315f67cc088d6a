import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { number, time } from "../format.ts";
import { Trouble } from "../ui/Trouble.tsx";
import { readSync } from "./data.ts";
import { resourceName } from "./names.ts";

/** Records that are gone at once and many: a person says whether they were deleted. */
export const Deletions = ({ shop }: { readonly shop: string }) => {
  const { data } = useQuery({ queryKey: ["sync", shop], queryFn: () => readSync(shop) });
  const held = data?.data.filter(({ heldDeletions }) => heldDeletions > 0) ?? [];
  return (
    <Stack mb={held.length > 0 ? "md" : 0}>
      {held.map(({ resource }) => (
        <Held key={resource} shop={shop} resource={resource} />
      ))}
    </Stack>
  );
};

const SHOWN = 20;

const Held = ({ shop, resource }: { readonly shop: string; readonly resource: string }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const path = { shop, resource };
  const rows = useQuery({
    queryKey: ["deletions", shop, resource],
    queryFn: () => api.get("/v1/shops/{shop}/sync/{resource}/deletions", { params: { path, query: { limit: 200 } } }),
  });
  const decide = useMutation({
    mutationFn: (decision: "approve" | "dismiss") =>
      api.post("/v1/shops/{shop}/sync/{resource}/deletions", { params: { path }, body: { decision } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["sync", shop] });
      await queries.invalidateQueries({ queryKey: ["deletions", shop, resource] });
    },
  });
  const held = rows.data?.data.filter(({ state }) => state === "held") ?? [];
  const name = resourceName(resource, t);
  // The state counts them once a round; the list knows at once what is decided.
  if (held.length === 0) return null;
  return (
    <Alert color="yellow" c="dark" icon={<IconTrash />} title={t("deletions.title", { count: held.length, name })}>
      <Text size="sm">{t("deletions.text")}</Text>
      <List size="sm" my="xs">
        {held.slice(0, SHOWN).map(({ id, observedAt }) => (
          <List.Item key={id}>
            <Link to="/console/shops/$shop/records/$resource/$id" params={{ shop, resource, id }}>
              {id}
            </Link>{" "}
            · {time(observedAt)}
          </List.Item>
        ))}
      </List>
      {held.length > SHOWN && <Text size="sm">{t("deletions.more", { count: number(held.length - SHOWN) })}</Text>}
      {decide.error && <Trouble error={decide.error} />}
      <Group mt="xs">
        <Button size="xs" color="red" loading={decide.isPending} onClick={() => decide.mutate("approve")}>
          {t("deletions.approve")}
        </Button>
        <Button size="xs" variant="default" onClick={() => decide.mutate("dismiss")}>
          {t("deletions.dismiss")}
        </Button>
      </Group>
    </Alert>
  );
};
