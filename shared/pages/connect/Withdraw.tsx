import { Button, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, codeOf } from "../api.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Trouble } from "../ui/Trouble.tsx";
import { type ConnectedShop, readState, type State } from "./state.ts";

/** The owner takes everything back, after a second question. */
export const Withdraw = ({
  shop,
  tenant,
  begun,
  done,
}: {
  readonly shop: ConnectedShop;
  readonly tenant: string;
  /** True while it is under way: nothing more is asked about the shop. */
  begun?(is: boolean): void;
  done(state: State): void;
}) => {
  const { t } = useTranslation();
  const [asked, { open, close }] = useDisclosure();
  const withdraw = useMutation({
    mutationFn: async (): Promise<State> => {
      try {
        return await api.delete("/v1/connect/shop");
      } catch (error) {
        // An earlier try has done it, and its answer was lost.
        if (codeOf(error) !== "no-link-shop") throw error;
        return readState();
      }
    },
    onMutate: () => begun?.(true),
    onError: () => begun?.(false),
    onSuccess: (state) => {
      close();
      done(state);
    },
  });
  if (!shop.canWithdraw)
    return (
      <Text size="sm" c="dimmed">
        {t("connect.withdraw.renewFirst")}
      </Text>
    );
  return (
    <>
      <Button variant="subtle" color="red" onClick={open}>
        {t("connect.withdraw.button")}
      </Button>
      <Dialog opened={asked} close={close} title={t("connect.withdraw.title")}>
        <Text>{t("connect.withdraw.text", { tenant })}</Text>
        {withdraw.error && <Trouble error={withdraw.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button color="red" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {t("connect.withdraw.yes")}
          </Button>
        </Group>
      </Dialog>
    </>
  );
};
