import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Trouble } from "../ui/Trouble.tsx";
import type { VendorId } from "../vendors.ts";
import { vendorNames } from "../vendors.ts";

interface Props {
  /** Where its texts stand. */
  readonly what: "tenant" | "vendor";
  readonly name: string;
  readonly isHalted: boolean;
  /** What has to be read again. */
  readonly shown: QueryKey;
  halt(reason: string): Promise<unknown>;
  resume(): Promise<unknown>;
}

/** An operator stops something, with a reason that those whom it concerns read, or lets it go on. */
const Halting = ({ what, name, isHalted, shown, halt, resume }: Props) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [opened, { open, close }] = useDisclosure();
  const [reason, setReason] = useState("");
  const turn = useMutation({
    mutationFn: () => (isHalted ? resume() : halt(reason)),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: shown });
    },
  });
  if (isHalted)
    return (
      <>
        <Button size="xs" variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
          {t(`halting.${what}.resume`, { name })}
        </Button>
        {turn.error && <Trouble error={turn.error} />}
      </>
    );
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t(`halting.${what}.halt`, { name })}
      </Button>
      <Dialog opened={opened} close={close} title={t(`halting.${what}.title`, { name })}>
        <Stack>
          <Text>{t(`halting.${what}.text`)}</Text>
          <TextInput
            label={t("halting.reason")}
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
              {t(`halting.${what}.go`)}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
};

/** All work of a tenant. */
export const Suspension = ({ tenant, isSuspended }: { readonly tenant: string; readonly isSuspended: boolean }) => {
  const params = { path: { tenant } };
  return (
    <Halting
      what="tenant"
      name={tenant}
      isHalted={isSuspended}
      shown={["tenants"]}
      halt={(reason) => api.post("/v1/operator/tenants/{tenant}/suspend", { params, body: { reason } })}
      resume={() => api.post("/v1/operator/tenants/{tenant}/resume", { params })}
    />
  );
};

export const standingsKey = ["vendor-standings"];

/** All calls of a vendor, for the shops of all tenants. */
export const VendorHalt = ({ vendor, isPaused }: { readonly vendor: VendorId; readonly isPaused: boolean }) => {
  const params = { path: { vendor } };
  return (
    <Halting
      what="vendor"
      name={vendorNames[vendor]}
      isHalted={isPaused}
      shown={standingsKey}
      halt={(reason) => api.post("/v1/operator/vendors/{vendor}/pause", { params, body: { reason } })}
      resume={() => api.post("/v1/operator/vendors/{vendor}/resume", { params })}
    />
  );
};
