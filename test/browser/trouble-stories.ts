import { type SandboxShop, startSandbox } from "../../infra/local/sandbox.ts";
import { startDeafProxy } from "./deaf-proxy.ts";
import { expectTrue } from "./expect.ts";
import { until } from "./shop.ts";
import { open, signedIn } from "./signed-in.ts";
import type { Story } from "./stories.ts";

/** Scalar's dialog in which a request is tried, and what it lays beside the page: made by others, in a file of theirs. */
const requestClient = {
  within: "body",
  isWide: true,
  rules: {
    "aria-allowed-role": "its buttons of more information are marked as role none",
    "aria-prohibited-attr": "the same buttons",
    "presentation-role-conflict": "the same buttons",
    "aria-required-attr": "its fields of names and values are boxes of its editor",
    "aria-input-field-name": "the editor shows an example answer as a text box without a name",
    "scrollable-region-focusable": "the same editor",
    "aria-valid-attr-value": "its copy buttons name a hint that is not there until it shows",
    "landmark-no-duplicate-main": "the dialog brings a main part over the reference's",
    "landmark-unique": "dialog and reference each bring a list of notifications",
  },
};

/** What is done when something is stuck: lost answers, silent servers, messages that failed, a vendor that is to be left alone. */
export const troubleStories: readonly Story[] = [
  {
    name: "a write whose answer was lost is confirmed by a person who found it at the vendor",
    async tell(told) {
      const { stack } = told;
      const person = await signedIn(told);
      const { page } = person;
      const { credentials, settings, hosts } = stack.sandboxOf("kiotviet");
      await using proxy = await startDeafProxy(
        hosts.api!,
        (method, path) => method === "POST" && path === "/customers",
      );
      const shop = { id: "deaf", vendor: "kiotviet", name: "Điện máy Sơn", credentials, settings };
      await stack.ask("POST", "/v1/shops", { ...shop, hosts: { ...hosts, api: proxy.url } });
      const headers = { "idempotency-key": `e2e-lost-${Date.now()}` };
      const call = { body: { branchId: [1], name: "Lê Văn Tám", contactNumber: "0977000111" } };
      const sent = await stack.ask("POST", "/v1/shops/deaf/operations/customers.create?strict=false", call, headers);
      const write = await until(
        () => stack.ask("GET", `/v1/shops/deaf/writes/${sent.id}`),
        ({ state }) => state !== "queued" && state !== "sending" && state !== "probing",
        120,
      );
      expectTrue(write.state === "unknown", `nobody knows what became of it: ${JSON.stringify(write)}`);
      await page.goto(`${stack.url}/console/shops/deaf/writes/${write.id}`);
      await page.getByText("Chưa rõ").first().waitFor();
      await page.getByText(/Không có câu trả lời trong/).waitFor();
      expectTrue((await page.getByText("Sửa rồi gửi lại.").count()) === 0, "what may have been done is not edited");
      await person.look("console-write-unknown");
      await page.getByRole("textbox", { name: "Đã được thực hiện với id" }).fill("4711");
      await page.getByRole("button", { name: "Xác nhận" }).click();
      await page.getByText("Thành công").waitFor({ timeout: 60_000 });
      await page.getByText("4711").first().waitFor();
      await stack.ask("DELETE", "/v1/shops/deaf");
      await person.close();
    },
  },
  {
    name: "a server that answers nothing is seen at its shop and by the operator",
    async tell(told) {
      const { stack } = told;
      const person = await signedIn(told);
      const { page } = person;
      let host: string;
      {
        await using sandbox = await startSandbox({ vendors: ["isale"], size: 6, seed: 12 });
        const [{ credentials, hosts }] = sandbox.shops as [SandboxShop];
        host = new URL(hosts.api!).host;
        const shop = { id: "silent", vendor: "isale", name: "Cà phê Mây", credentials, hosts };
        await stack.ask("POST", "/v1/shops", shop);
      }
      // The vendor's server is gone from here on.
      await until(
        () => stack.ask("GET", "/v1/shops/silent"),
        ({ breaker }) => breaker !== undefined,
        180,
      );
      await page.goto(`${stack.url}/console/shops/silent`);
      await page
        .getByText(`${host} không trả lời`)
        .or(page.getByText(/127\.0\.0\.1.* không trả lời/))
        .first()
        .waitFor();
      await person.look("console-silent");
      const operator = await signedIn(told, stack.operatorKey);
      await operator.page.goto(`${stack.url}/console/deployment`);
      await operator.page.getByRole("tab", { name: "Máy chủ im lặng" }).click();
      await operator.page.getByRole("table", { name: "Máy chủ im lặng" }).getByText("silent").waitFor();
      await operator.look("console-breakers");
      await stack.ask("DELETE", "/v1/shops/silent");
      await operator.close();
      await person.close();
    },
  },
  {
    name: "an operator sees what failed too often, and sends it again",
    async tell(told) {
      const { stack } = told;
      const person = await signedIn(told, stack.operatorKey);
      const { page } = person;
      await stack.bury("sync", { type: "slice", tenant: "acme", shop: "main", resource: "customers", track: "live" });
      await stack.bury("writes", { tenant: "acme", shop: "main" });
      await page.goto(`${stack.url}/console/deployment`);
      await page.getByRole("tab", { name: "Tin nhắn lỗi" }).click();
      const table = page.getByRole("table", { name: "Tin nhắn lỗi" });
      await table.getByText("đọc tiếp một loại dữ liệu").waitFor();
      await person.look("console-letters");
      await table.getByRole("button", { name: "Gửi lại" }).first().click();
      await page.getByText("Hàng đợi này không có tin nhắn lỗi.").waitFor();
      await page.getByText(/^Lệnh ghi \(/).click();
      await table.getByText("Lệnh ghi").first().waitFor();
      await page.getByRole("button", { name: "Gửi lại tất cả" }).click();
      await page.getByText("Hàng đợi này không có tin nhắn lỗi.").waitFor();
      await person.close();
    },
  },
  {
    name: "an operator pauses a vendor with a reason and lets it go on",
    async tell(told) {
      const { stack } = told;
      await stack
        .ask("POST", "/v1/shops", {
          ...{ id: "counted", vendor: "pancake", name: "Mỹ phẩm Thảo" },
          credentials: stack.sandboxOf("pancake").credentials,
          hosts: stack.sandboxOf("pancake").hosts,
        })
        .catch(() => undefined);
      const person = await signedIn(told, stack.operatorKey);
      const { page } = person;
      await page.goto(`${stack.url}/console/deployment`);
      await page.getByRole("button", { name: "Dừng Pancake POS" }).click({ timeout: 120_000 });
      await page.getByRole("textbox", { name: "Lý do" }).fill("Pancake bảo trì");
      await person.look("console-vendor-pause");
      await page.getByRole("button", { name: "Dừng", exact: true }).click();
      await page.getByText(/^Dừng từ .*Pancake bảo trì$/).waitFor();
      const { data } = await stack.operate("GET", "/v1/operator/vendors");
      expectTrue(data.find(({ vendor }: any) => vendor === "pancake").paused !== undefined, "the vendor is paused");
      await page.getByRole("button", { name: "Cho Pancake POS chạy tiếp" }).click();
      await page.getByRole("button", { name: "Dừng Pancake POS" }).waitFor();
      await person.close();
    },
  },
  {
    name: "who has not signed in tries the reference with a key of their own",
    async tell(told) {
      const { stack } = told;
      const person = await open(told);
      const { page } = person;
      await page.goto(`${stack.url}/docs#tag/shops/GET/v1/shops`);
      await page.getByPlaceholder("Token").first().fill(stack.key);
      await page
        .getByRole("button", { name: /Test Request.*get.*\/v1\/shops\)/i })
        .first()
        .click();
      const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/v1/shops");
      await page.getByRole("button", { name: /^Send/ }).first().click();
      const answer = await answered;
      expectTrue(answer.status() === 200, `the shops are answered: ${answer.status()}`);
      expectTrue((await person.context.cookies()).length === 0, "the key is in no cookie");
      await person.look("docs-tried", { foreign: requestClient });
      await person.close();
    },
  },
];
