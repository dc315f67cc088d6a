import { Anchor, Button, Checkbox, Group, PasswordInput, Radio, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { VendorPicture } from "../ui/VendorPicture.tsx";
import { type Field, guides, valueIn, vendorNames } from "../vendors.ts";
import { type Choice, chosen, wholeChoice } from "./choice.ts";
import { ReturnAddress } from "./ReturnAddress.tsx";
import { Shared } from "./Shared.tsx";
import { Steps } from "./Steps.tsx";
import { type ConnectVendor, type State, wayBack } from "./state.ts";
import { Wrong } from "./Wrong.tsx";

interface Props {
  readonly state: State;
  readonly vendor: ConnectVendor;
  done(state: State): void;
  back?(): void;
}

/** The keys, beside the way to them. A pasted address becomes the name or number that stands in it. */
export const KeyForm = ({ state, vendor, done, back }: Props) => {
  const { t } = useTranslation();
  const { fields, products } = guides[vendor.id];
  const asked = fields.filter(({ name }) => !vendor.given.includes(name));
  const isRenewal = state.shop !== undefined;
  const leave = wayBack(state, "left");
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [product, setProduct] = useState(products?.[0] ?? "");
  const [choice, choose] = useState<Choice>(() => wholeChoice(vendor, state));
  const [agreed, setAgreed] = useState(isRenewal);
  const set = (field: Field, text: string) => setValues((known) => ({ ...known, [field.name]: valueIn(field, text) }));

  const send = useMutation({
    mutationFn: async (): Promise<State> => {
      const credentials = Object.fromEntries(asked.map(({ name }) => [name, values[name] ?? ""]));
      if (isRenewal) return api.put("/v1/connect/credentials", { body: credentials });
      const name = values.name || values.retailer || `${vendorNames[vendor.id]} ${values.shopId ?? ""}`.trim();
      const settings = products ? { settings: { product } } : {};
      return api.post("/v1/connect/shop", {
        body: { vendor: vendor.id, name, credentials, ...settings, ...chosen(choice, state) },
      });
    },
    onSuccess: done,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };

  return (
    <Stack gap="lg">
      <Group wrap="nowrap" align="center">
        <VendorPicture vendor={vendor.id} />
        <Title order={1} size="h2">
          {t(isRenewal ? "connect.renew.title" : "connect.keys.title", { vendor: vendorNames[vendor.id] })}
        </Title>
      </Group>
      {asked.length > 0 && <Steps vendor={vendor.id} />}
      {vendor.consent && <ReturnAddress vendor={vendor} />}
      <form onSubmit={submit} aria-label={t("connect.keys.form")}>
        <Stack gap="md">
          {!isRenewal && (
            <TextInput
              label={t("connect.keys.name")}
              description={t("connect.keys.nameHint")}
              value={values.name ?? ""}
              maxLength={200}
              onChange={({ currentTarget }) => setValues((known) => ({ ...known, name: currentTarget.value }))}
            />
          )}
          {products && !isRenewal && (
            <Radio.Group label={t("connect.keys.product")} value={product} onChange={setProduct}>
              <Group mt={6}>
                {products.map((one) => (
                  <Radio key={one} value={one} label={t(`connect.products.${one}`)} />
                ))}
              </Group>
            </Radio.Group>
          )}
          {asked.map((field) => {
            const Input = field.isSecret ? PasswordInput : TextInput;
            return (
              <Input
                key={field.name}
                name={field.name}
                label={t(`fields.${field.name}.label`)}
                description={t(`fields.${field.name}.hint`)}
                autoComplete="off"
                required
                spellCheck={false}
                value={values[field.name] ?? ""}
                onChange={({ currentTarget }) => set(field, currentTarget.value)}
                {...(field.isSecret ? { visibilityToggleButtonProps: { "aria-label": t("connect.keys.show") } } : {})}
              />
            );
          })}
          {!isRenewal && (
            <>
              <Shared vendor={vendor} state={state} choice={choice} choose={choose} />
              <Checkbox
                label={t("connect.agree", { tenant: state.tenant.name })}
                checked={agreed}
                required
                onChange={({ currentTarget }) => setAgreed(currentTarget.checked)}
              />
            </>
          )}
          {send.error && <Wrong error={send.error} vendor={vendor.id} />}
          <Group justify="space-between">
            {back ? (
              <Button variant="subtle" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={back}>
                {t("back")}
              </Button>
            ) : (
              <span />
            )}
            <Button
              type="submit"
              loading={send.isPending}
              disabled={!agreed || (!isRenewal && choice.resources.length === 0)}
            >
              {t(vendor.consent ? "connect.keys.next" : "connect.keys.check")}
            </Button>
          </Group>
          {leave && <Anchor href={leave}>{t("connect.leave")}</Anchor>}
          {send.isPending && (
            <Text size="sm" c="dimmed" role="status">
              {t("connect.keys.checking", { vendor: vendorNames[vendor.id] })}
            </Text>
          )}
        </Stack>
      </form>
    </Stack>
  );
};
