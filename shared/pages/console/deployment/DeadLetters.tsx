import { Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";
import { number, time } from "../../format.ts";
import { DataTable } from "../../ui/DataTable.tsx";
import { rowsOf } from "../../ui/rows.ts";
import { Trouble } from "../../ui/Trouble.tsx";

const queues = ["sync", "news", "slow", "backfill", "writes", "deliveries"] as const;
type Queue = (typeof queues)[number];

interface Props {
  readonly counts: readonly { readonly queue: Queue; readonly messages: number }[];
}

/** Messages that failed too often: whose work each is, and a way to try them again. */
export const DeadLetters = ({ counts }: Props) => {
  const { t } = useTranslation();
  const [queue, setQueue] = useState<Queue>(counts[0]?.queue ?? "sync");
  const countOf = (name: Queue) => counts.find((one) => one.queue === name)?.messages ?? 0;
  const query = useQuery({
    // Looking hides the letters from others for a moment: they are looked at when their number has changed, else seldom.
    queryKey: ["dead-letters", queue, countOf(queue)],
    queryFn: () => api.get("/v1/operator/dead-letters", { params: { query: { queue, limit: 50 } } }),
    refetchInterval: 60_000,
    placeholderData: (known, before) => (before?.queryKey[1] === queue ? known : undefined),
  });
  return (
    <Stack>
      <Text size="sm">{t("deployment.lettersText")}</Text>
      <SegmentedControl
        aria-label={t("deployment.queue")}
        style={{ maxWidth: "100%", overflowX: "auto" }}
        value={queue}
        onChange={(next) => setQueue(next as Queue)}
        data={queues.map((value) => ({
          value,
          label: `${t(`deployment.queues.${value}`)} (${number(countOf(value))})`,
        }))}
      />
      <DataTable
        label={t("deployment.tabs.letters")}
        rows={rowsOf(query, ({ data }) => data)}
        keyOf={({ id }) => id}
        empty={t("deployment.noLetters")}
        columns={[
          {
            title: t("deployment.letter"),
            cell: ({ isOurs, about }) => (isOurs ? jobName(about?.type, queue, t) : t("deployment.strange")),
          },
          { title: t("tenants.tenant"), cell: ({ about }) => about?.tenant ?? "–" },
          { title: t("replay.shop"), cell: ({ about }) => about?.shop ?? "–" },
          { title: t("endpoint.at"), cell: ({ sentAt }) => time(sentAt), width: 170 },
          {
            title: t("deployment.redrive"),
            kind: "action",
            cell: ({ id }) => <Redrive queue={queue} ids={[id]} text={t("deployment.redrive")} />,
          },
        ]}
      />
      {countOf(queue) > 0 && (
        <Group>
          <Redrive queue={queue} text={t("deployment.redriveAll")} />
        </Group>
      )}
    </Stack>
  );
};

/** What a message asks for. Those of writes and of events say no more than their queue. */
const jobName = (type: string | undefined, queue: Queue, t: TFunction): string =>
  type === undefined ? t(`deployment.queues.${queue}`) : t(`deployment.jobs.${type}`, type);

const Redrive = ({ queue, ids, text }: { readonly queue: Queue; readonly ids?: string[]; readonly text: string }) => {
  const queries = useQueryClient();
  const redrive = useMutation({
    mutationFn: () => api.post("/v1/operator/dead-letters/redrive", { body: { queue, ...(ids ? { ids } : {}) } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["dead-letters"] });
      await queries.invalidateQueries({ queryKey: ["status"] });
    },
  });
  return (
    <>
      <Button size="xs" variant="default" loading={redrive.isPending} onClick={() => redrive.mutate()}>
        {text}
      </Button>
      {redrive.error && <Trouble error={redrive.error} />}
    </>
  );
};
