import { Anchor, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type State, type Status, wayBack } from "./state.ts";

/** Back to the software from which the owner came. */
export const WayOut = ({ state, status }: { readonly state: State; readonly status: Status }) => {
  const { t } = useTranslation();
  const href = wayBack(state, status);
  if (href === undefined) return null;
  const text = t("connect.return", { tenant: state.tenant.name });
  return status === "connected" || status === "withdrawn" ? (
    <Button component="a" href={href} size="md">
      {text}
    </Button>
  ) : (
    <Anchor href={href}>{text}</Anchor>
  );
};
