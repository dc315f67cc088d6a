import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Trouble } from "../ui/Trouble.tsx";

interface Props {
  readonly tenant: string;
  readonly isSuspended: boolean;
}

/** Stops all work of a tenant, with a reason, or lets it go on. */
export const Suspension = ({ tenant, isSuspended }: Props) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [opened, { open, close }] = useDisclosure();
  const [reason, setReason] = useState("");
  const path = { tenant };
  const turn = useMutation({
    mutationFn: () =>
      isSuspended
        ? api.post("/v1/operator/tenants/{tenant}/resume", { params: { path } })
        : api.post("/v1/operator/tenants/{tenant}/suspend", { params: { path }, body: { reason } }),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ["tenants"] });
    },
  });
  if (isSuspended)
    return (
      <>
        <Button size="xs" variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
          {t("suspension.resume", { tenant })}
        </Button>
        {turn.error && <Trouble error={turn.error} />}
      </>
    );
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t("suspension.suspend", { tenant })}
      </Button>
      <Dialog opened={opened} close={close} title={t("suspension.title", { tenant })}>
        <Stack>
          <Text>{t("suspension.text")}</Text>
          <TextInput
            label={t("suspension.reason")}
            required
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          {turn.error && <Trouble error={turn.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button color="red" disabled={reason.trim() === ""} loading={turn.isPending} onClick={() => turn.mutate()}>
              {t("suspension.go")}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
};
