import { startReceiver } from "../flows/webhooks/receiver.ts";
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
      // A poll may see the change before the write reads it back: then the version came by the poll.
      let sent = "";
      for (let attempt = 1; sent === ""; attempt += 1) {
        expectTrue(attempt <= 5, "each of five writes was seen by a poll first");
        const headers = { "idempotency-key": `e2e-record-${Date.now()}` };
        const change = { name: `Phạm Thị Hoa ${attempt}`, phone: customer.phone };
        const { id } = await stack.ask("PATCH", `/v1/shops/main/customers/${customer.id}?wait=20`, change, headers);
        const { versions } = await stack.ask("GET", `/v1/shops/main/customers/${customer.id}/history`);
        if (versions.some(({ origin }: { origin?: string }) => origin === id)) sent = id;
      }
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
      await page.getByRole("heading", { name: "Sửa khách hàng" }).waitFor();
      expectTrue(page.url().endsWith(sent), "the version leads to the write that made it");
      await person.close();
    },
  },
  {
    name: "the activity of a shop shows its calls of seven days, its changes and how it kept up",
    async tell(told) {
      const { stack } = told;
      const person = await signedIn(told);
      const { page } = person;
      const { days } = await until(
        () => stack.ask("GET", "/v1/shops/main/activity"),
        (found) => found.days.at(-1).calls > 0,
        90,
      );
      expectTrue(days.at(-1).changes.customers > 0, "the first copy stands among the changes of today");
      await page.goto(`${stack.url}/console/shops/main?tab=activity`);
      await page.getByRole("img", { name: /^Lượt gọi phần mềm bán hàng/ }).waitFor();
      await page.getByRole("img", { name: /^Thay đổi, theo ngày/ }).waitFor();
      await page.getByRole("table", { name: "Lượt gọi trong bảy ngày" }).getByText("customers.list").waitFor();
      await person.look("console-activity");
      await person.close();
    },
  },
  {
    name: "the events catalog shows form and example of an event, and sends a test",
    async tell(told) {
      const { stack } = told;
      await using receiver = await startReceiver();
      const person = await signedIn(told);
      const { page } = person;
      const endpoint = await stack.ask("POST", "/v1/endpoints", { url: receiver.url, types: ["shop.*"] });
      await page.goto(`${stack.url}/console/endpoints`);
      await page.getByRole("link", { name: "Danh mục sự kiện" }).click();
      await page.getByRole("textbox", { name: "Lọc theo loại" }).fill("orders.");
      await page.getByRole("button", { name: "orders.added", exact: true }).click();
      await page.getByText("JSON Schema").waitFor();
      await page.getByLabel("Tới nơi nhận").first().click();
      await page.getByRole("option", { name: receiver.url }).last().click();
      await page.getByRole("button", { name: "Gửi thử" }).click();
      await person.look("console-events");
      await page.getByRole("link", { name: "Xem kết quả" }).click();
      await page.getByRole("button", { name: "orders.added", exact: true }).waitFor();
      expectTrue(page.url().endsWith(endpoint.id), "the test leads to the endpoint that got it");
      await page.getByText("Đã nhận").first().waitFor({ timeout: 30_000 });
      await page.getByRole("button", { name: "orders.added", exact: true }).click();
      await page.getByRole("table", { name: "Các lần gửi" }).waitFor();
      await person.look("console-endpoint-attempts");
      await page.getByRole("tab", { name: "Gửi lại" }).click();
      await page.getByLabel("Từ", { exact: true }).fill("2026-01-01T00:00");
      await page.getByRole("button", { name: "Gửi lại khoảng này" }).click();
      await page.getByText(/sự kiện được gửi lại/).waitFor();
      await person.close();
    },
  },
  {
    name: "an operator sees how the deployment does, and suspends and resumes a tenant",
    async tell(told) {
      const { stack } = told;
      await stack.tenant("globex", "Globex ERP");
      const person = await signedIn(told, stack.operatorKey);
      const { page } = person;
      await page.goto(`${stack.url}/console/deployment`);
      await page
        .getByRole("table", { name: "Theo phần mềm bán hàng" })
        .getByText("KiotViet", { exact: true })
        .waitFor();
      await person.look("console-deployment");
      await page.getByRole("tab", { name: "Máy chủ im lặng" }).click();
      // The sandboxes of earlier stories have ended, so a shop of theirs may stand here.
      const empty = page.getByText("Mọi máy chủ đều trả lời.");
      await empty
        .or(page.getByText(/^127\.0\.0\.1/))
        .first()
        .waitFor();
      await page.getByRole("tab", { name: "Tin nhắn lỗi" }).click();
      await page.getByText("Hàng đợi này không có tin nhắn lỗi.").waitFor();
      await person.look("console-dead-letters");
      await page.goto(`${stack.url}/console/tenants`);
      await page.getByRole("button", { name: "Đình chỉ globex" }).click();
      await page.getByRole("textbox", { name: "Lý do" }).fill("Hợp đồng đã hết hạn");
      await person.look("console-suspend");
      await page.getByRole("button", { name: "Đình chỉ", exact: true }).click();
      await page.getByText(/^Dừng từ .*Hợp đồng đã hết hạn$/).waitFor();
      await page.getByRole("button", { name: "Cho globex chạy tiếp" }).click();
      await page.getByRole("button", { name: "Đình chỉ globex" }).waitFor();
      await person.close();
    },
  },
];
