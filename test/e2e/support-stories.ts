import { startReceiver } from "../webhooks/receiver.ts";
import { expectTrue } from "./expect.ts";
import { first, until } from "./shop.ts";
import { signedIn } from "./signed-in.ts";
import type { Story } from "./stories.ts";

/** What support looks into: one record, one write, one endpoint, and the deployment. */
export const supportStories: readonly Story[] = [
  {
    name: "a record shows of what each field is made, where its versions came from, and who was told",
    async tell(told) {
      const { stack } = told;
      await using receiver = await startReceiver();
      const person = await signedIn(told);
      const { page } = person;
      const customer = await first(stack, "customers", ({ phone }) => typeof phone === "string");
      await stack.ask("POST", "/v1/endpoints", { url: receiver.url, resources: ["customers"] });
      const headers = { "idempotency-key": `e2e-record-${Date.now()}` };
      const change = { name: "Phạm Thị Hoa", phone: customer.phone };
      const sent = await stack.ask("PATCH", `/v1/shops/main/customers/${customer.id}?wait=10`, change, headers);
      await stack.ask("PUT", `/v1/shops/main/customers/${customer.id}/metadata`, { crm: "C-17" });
      await until(
        () => stack.ask("GET", `/v1/shops/main/customers/${customer.id}/history`),
        ({ versions, events }) => versions.length >= 2 && events.some(({ state }: any) => state === "delivered"),
      );
      await page.goto(`${stack.url}/console/shops/main/records/customers/${customer.id}`);
      const source = page.getByRole("row", { name: /^phone / }).getByRole("button", { name: "contactNumber" });
      await source.click();
      await page.locator("mark", { hasText: `"contactNumber": "${customer.phone}"` }).waitFor();
      const versions = page.getByRole("table", { name: "Các phiên bản" });
      await versions.getByText("ghi chú (metadata) của bạn").waitFor();
      await page.getByRole("table", { name: "Sự kiện đã báo cho nơi nhận" }).getByText("Đã nhận").first().waitFor();
      await person.look("console-record-linked");
      await versions.getByRole("link", { name: "lệnh ghi của bạn" }).first().click();
      await page.getByRole("heading", { name: "customers.update" }).waitFor();
      expectTrue(page.url().endsWith(sent.id), "the version leads to the write that made it");
      await person.close();
    },
  },
];
