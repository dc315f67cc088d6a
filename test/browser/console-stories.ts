import { statSync } from "node:fs";
import { join } from "node:path";
import { pagesFolder } from "../../infra/pages.ts";
import { startReceiver } from "../flows/webhooks/receiver.ts";
import { openPerson, type Person } from "./browser.ts";
import { expectTrue } from "./expect.ts";
import { deleteCustomersAtVendor, ensureShop, first, until } from "./shop.ts";
import { open, signedIn } from "./signed-in.ts";
import type { Story } from "./stories.ts";

const MOST_SCRIPT = 250_000;

/** Gzipped bytes of the scripts that the page has loaded. */
const scriptBytes = async ({ page }: Person): Promise<number> => {
  const names = await page.evaluate<string[]>(
    "performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.js'))",
  );
  return names.reduce((sum, name) => sum + statSync(join(pagesFolder, `${new URL(name).pathname}.gz`)).size, 0);
};

export const consoleStories: readonly Story[] = [
  {
    name: "a person signs in with a key, after a wrong one, and sees the shops, the worst first",
    async tell(told) {
      await ensureShop(told.stack);
      const person = await open(told);
      const { page } = person;
      person.expectRefusal();
      await page.goto(`${told.stack.url}/console`);
      await page.getByRole("heading", { name: "Đăng nhập" }).waitFor();
      await person.look("console-sign-in");
      await page.getByLabel("Khóa API").fill("tb_wrong");
      person.expectRefusal();
      const asked = page.waitForRequest((request) => request.method() === "POST");
      await page.getByRole("button", { name: "Đăng nhập" }).click();
      const language = await (await asked).headerValue("accept-language");
      expectTrue(language === "vi", `the sign-in is answered in the page's language: ${language}`);
      await page.getByText("Khóa này không đúng hoặc đã hết hạn.").waitFor();
      await page.getByLabel("Khóa API").fill(told.stack.key);
      await page.getByRole("button", { name: "Đăng nhập" }).click();
      await page.getByRole("heading", { name: "Cửa hàng" }).waitFor();
      await page.getByText("nhà thuốc paused").waitFor();
      const names = await page.getByRole("main").getByRole("link").allTextContents();
      expectTrue(
        names.indexOf("nhà thuốc paused") < names.indexOf("Nhà sách Minh"),
        `a paused shop stands before a healthy one: ${names.join(", ")}`,
      );
      await person.look("console-shops");
      await person.close();
    },
  },
  {
    name: "the console shows itself within its weight",
    async tell(told) {
      const person = await signedIn(told);
      await person.page.goto(`${told.stack.url}/console`);
      await person.page.getByText("Nhà sách Minh").waitFor();
      const bytes = await scriptBytes(person);
      const paint = await person.page.evaluate<number>(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime",
      );
      console.log(`     ${(bytes / 1_000).toFixed(0)} kB of script, gzipped; first paint after ${paint.toFixed(0)} ms`);
      expectTrue(bytes <= MOST_SCRIPT, `the console loads ${bytes} bytes of script`);
      await person.close();
    },
  },
  {
    name: "a shop's first copy is seen to its end, with its limits and webhooks",
    async tell(told) {
      const person = await signedIn(told);
      const { page } = person;
      await page.goto(`${told.stack.url}/console/shops/main`);
      await page.getByRole("row", { name: /Đơn hàng.*Đúng hạn/ }).waitFor({ timeout: 60_000 });
      await page.getByRole("img", { name: "Số bản ghi theo loại" }).waitFor();
      await person.look("console-shop");
      await page.getByRole("tab", { name: "Hạn mức" }).click();
      await page.getByRole("progressbar").first().waitFor();
      await person.look("console-limits");
      await page.getByRole("tab", { name: "Webhook đến" }).click();
      await page.getByText("Nhận lần cuối").waitFor();
      await person.look("console-webhooks");
      await person.close();
    },
  },
  {
    name: "a customer is found by phone, and the record shows both forms",
    async tell(told) {
      const person = await signedIn(told);
      const { page } = person;
      const customer = await first(told.stack, "customers", ({ phone }) => typeof phone === "string");
      await page.goto(`${told.stack.url}/console/find`);
      await page.getByRole("textbox", { name: /Mã đơn/ }).fill(String(customer.phone));
      await page.getByRole("button", { name: "Tìm" }).click();
      await page.getByRole("main").getByRole("link").first().waitFor();
      await person.look("console-find");
      await page.getByRole("main").getByRole("link").first().click();
      await page.getByRole("heading", { name: "Dòng gốc của phần mềm bán hàng" }).waitFor();
      await person.look("console-record");
      await page.goBack();
      await page.getByRole("table", { name: "Kết quả" }).getByRole("link").first().waitFor();
      const sought = await page.getByRole("textbox", { name: /Mã đơn/ }).inputValue();
      expectTrue(sought === customer.phone, `the search is there on the way back: ${sought}`);
      await person.close();
    },
  },
  {
    name: "a missing order is explained in one sentence with evidence",
    async tell(told) {
      const person = await signedIn(told);
      const { page } = person;
      await page.goto(`${told.stack.url}/console/shops/main?tab=why`);
      await page.getByRole("textbox", { name: "Giá trị" }).fill("DH-KHONG-CO");
      await page.getByRole("button", { name: "Vì sao?" }).click();
      await page.getByRole("status").waitFor();
      await page.getByRole("table", { name: "Bằng chứng" }).waitFor();
      await person.look("console-why");
      const order = await first(told.stack, "orders", ({ code }) => typeof code === "string");
      await page.getByRole("textbox", { name: "Giá trị" }).fill(order.code);
      await page.getByRole("button", { name: "Vì sao?" }).click();
      const found = page.getByRole("link", { name: /Mở bản ghi/ });
      await found.waitFor();
      await page.getByLabel("Loại").first().click();
      await page.getByRole("option", { name: "Khách hàng", exact: true }).click();
      const leads = (await found.getAttribute("href")) ?? "";
      expectTrue(leads.includes("/records/orders/"), `the link leads to what was asked about: ${leads}`);
      await person.close();
    },
  },
  {
    name: "a refused write is edited and sent again",
    async tell(told) {
      const { stack } = told;
      const person = await signedIn(told);
      const { page } = person;
      const customer = await first(stack, "customers", ({ code }) => typeof code === "string");
      const command = { name: "Trần Thị Hoa", code: customer.code, phone: "0911222333" };
      const headers = { "idempotency-key": `e2e-${Date.now()}` };
      const sent = await stack.ask("POST", "/v1/shops/main/customers?wait=10", command, headers);
      const write = await until(
        () => stack.ask("GET", `/v1/shops/main/writes/${sent.id}`),
        ({ state }) => state === "rejected",
      );
      await page.goto(`${stack.url}/console/shops/main?tab=writes`);
      await page.getByText("Bị từ chối").last().waitFor();
      await person.look("console-writes");
      await page.goto(`${stack.url}/console/shops/main/writes/${write.id}`);
      await page.getByRole("button", { name: "Gửi lại" }).waitFor();
      await page.getByText("POST", { exact: false }).first().waitFor();
      await page.getByText(/^HTTP 4\d\d sau/).waitFor();
      await person.look("console-write");
      const edited = { ...write.command, code: `KH-${Date.now() % 100_000}` };
      await page.getByRole("textbox", { name: "Nội dung lệnh" }).fill(JSON.stringify(edited));
      await page.getByRole("button", { name: "Gửi lại" }).click();
      await page.getByText("Thành công").waitFor({ timeout: 40_000 });
      await person.close();
    },
  },
  {
    name: "held deletions are looked at and approved",
    async tell(told) {
      const { stack } = told;
      const person = await signedIn(told);
      const { page } = person;
      await deleteCustomersAtVendor(stack);
      await stack.ask("POST", "/v1/shops/main/sync", { resources: ["customers"], full: true });
      await until(
        () => stack.ask("GET", "/v1/shops/main/sync"),
        ({ data }) => data.some(({ heldDeletions }: { heldDeletions: number }) => heldDeletions > 0),
        90,
      );
      await page.goto(`${stack.url}/console/shops/main`);
      await page.getByText(/bản ghi biến mất cùng lúc: Khách hàng/).waitFor();
      await person.look("console-deletions");
      await page.getByRole("button", { name: "Đúng, đã xóa" }).click();
      await page.getByText(/bản ghi biến mất cùng lúc/).waitFor({ state: "detached", timeout: 60_000 });
      await person.close();
    },
  },
  {
    name: "an endpoint is added and tested, its attempts are seen, and a range is sent again",
    async tell(told) {
      const { stack } = told;
      await using receiver = await startReceiver();
      const person = await signedIn(told);
      const { page } = person;
      await page.goto(`${stack.url}/console/endpoints`);
      await page.getByRole("textbox", { name: "Địa chỉ nhận" }).fill(receiver.url);
      await page.getByRole("button", { name: "Thêm" }).click();
      await page.getByText("Khóa ký, chỉ hiện một lần").waitFor();
      await person.look("console-endpoints");
      await page.getByRole("link", { name: receiver.url }).click();
      await page.getByRole("button", { name: "Gửi thử" }).click();
      await page.getByRole("button", { name: /endpoint\.test/ }).waitFor();
      await page.getByText("Đã nhận").first().waitFor({ timeout: 30_000 });
      const opener = page.getByRole("button", { name: /endpoint\.test/ });
      await opener.focus();
      await page.keyboard.press("Enter");
      await page.getByRole("cell", { name: /204/ }).waitFor();
      await person.look("console-endpoint");
      await page.getByRole("tab", { name: "Gửi lại" }).click();
      await page.getByLabel("Cửa hàng", { exact: true }).first().click();
      await page.getByRole("option", { name: "Nhà sách Minh" }).click();
      await page.getByRole("tabpanel").getByRole("button", { name: "Gửi lại", exact: true }).click();
      await page.getByText(/sự kiện được gửi lại/).waitFor();
      await person.look("console-replay");
      await page.getByRole("tab", { name: "Mã kiểm tra chữ ký" }).click();
      for (const language of ["JavaScript", "Python", "PHP", "Go", "C#"])
        await page.getByRole("tab", { name: language, exact: true }).waitFor();
      await person.look("console-code");
      await person.close();
    },
  },
  {
    name: "keys, quotas and the audit trail are seen, and a key is made and ended",
    async tell(told) {
      const person = await signedIn(told);
      const { page } = person;
      await page.goto(`${told.stack.url}/console/access`);
      await page.getByRole("textbox", { name: "Tên" }).fill("kho dữ liệu");
      await page.getByRole("button", { name: "Tạo khóa" }).click();
      await page.getByText("Khóa mới, chỉ hiện một lần").waitFor();
      await page.getByText("Đơn vị mỗi phút").waitFor();
      await page.getByRole("rowheader", { name: "Tạo khóa API" }).first().waitFor();
      await person.look("console-access");
      await page.getByRole("button", { name: "Kết thúc khóa kho dữ liệu" }).click();
      await page
        .getByText(/Hết hạn/)
        .first()
        .waitFor();
      await person.close();
    },
  },
  {
    name: "a table brings more rows by the keyboard, and asks again after an error",
    async tell(told) {
      const person = await signedIn(told);
      const { page } = person;
      let asked = 0;
      await page.route("**/v1/audit?*", (route) => {
        asked += 1;
        if (asked === 1)
          return route.fulfill({ status: 403, json: { title: "Refused", status: 403, code: "forbidden" } });
        const url = new URL(route.request().url());
        url.searchParams.set("limit", "2");
        return route.continue({ url: url.href });
      });
      person.expectRefusal();
      await page.goto(`${told.stack.url}/console/access`);
      await page.getByRole("button", { name: "Thử lại" }).click();
      const rows = page.getByRole("table", { name: "Nhật ký" }).getByRole("row");
      // The first one holds the heads.
      await rows.nth(2).waitFor();
      expectTrue((await rows.count()) === 3, "the first page has two rows");
      await page.getByRole("button", { name: "Xem thêm" }).focus();
      await page.keyboard.press("Enter");
      await rows.nth(4).waitFor();
      await page.setViewportSize({ width: 360, height: 740 });
      await page.getByRole("table", { name: "Nhật ký" }).getByRole("rowheader").first().waitFor();
      await person.close();
    },
  },
  {
    name: "a reconnect link is made in the console",
    async tell(told) {
      const person = await signedIn(told);
      const { page } = person;
      await page.goto(`${told.stack.url}/console/shops/main`);
      await page.getByRole("button", { name: "Liên kết kết nối lại" }).click();
      await page.getByRole("button", { name: "Tạo liên kết" }).click();
      await page.getByText(`${told.stack.url}/connect/`).waitFor();
      await person.look("console-link");
      await person.close();
    },
  },
  {
    name: "a portal's token shows one shop without a cookie",
    async tell(told) {
      await ensureShop(told.stack);
      const { url } = await told.stack.ask("POST", "/v1/shops/main/portal-tokens");
      const person = await open(told);
      await person.page.goto(url);
      await person.page.getByRole("heading", { name: "Nhà sách Minh" }).waitFor();
      expectTrue((await person.context.cookies()).length === 0, "the portal sets no cookie");
      await person.look("portal");
      await person.close();
    },
  },
  {
    name: "a portal's page stands in a frame of the tenant's own product, and shows nothing at another address",
    async tell(told) {
      await ensureShop(told.stack);
      await using product = await startReceiver();
      const site = new URL(product.url).origin;
      const { url } = await told.stack.ask("POST", "/v1/shops/main/portal-tokens", { sites: [site] });
      product.answer = (response) =>
        response
          .writeHead(200, { "content-type": "text/html" })
          .end(
            `<!doctype html><html lang="vi"><title>CRM</title><iframe title="Shop" src="${url}" width="900" height="800">`,
          );
      const person = await openPerson(told.browser, { ...told, url: told.stack.url, visits: [site] });
      await person.page.goto(`${site}/`);
      await person.page.frameLocator("iframe").getByRole("heading", { name: "Nhà sách Minh" }).waitFor();
      await person.page.frameLocator("iframe").getByRole("table", { name: "Dữ liệu" }).waitFor();
      await person.page.screenshot({ path: join(told.shots, "portal-framed.png") });
      await person.page.goto(url.replace(/\?[^#]*/, ""));
      await person.page.getByText("Trang này không được phép nằm trong khung ở đây.").waitFor();
      await person.close();
    },
  },
  {
    name: "the portal stands in another site's frame where the browser blocks what such frames keep",
    async tell(told) {
      await ensureShop(told.stack);
      await using product = await startReceiver();
      const { url } = await told.stack.ask("POST", "/v1/shops/main/portal-tokens");
      product.answer = (response) =>
        response
          .writeHead(200, { "content-type": "text/html" })
          .end(
            `<!doctype html><html lang="vi"><title>CRM</title><iframe title="Shop" src="${url}" width="360" height="700">`,
          );
      // By its name this is another site than that of the page, which is at a number.
      const site = new URL(product.url).origin.replace("127.0.0.1", "localhost");
      const person = await openPerson(told.browser, {
        ...{ ...told, url: told.stack.url, visits: [site] },
        set: "thirdPartyBlocked",
      });
      await person.page.goto(`${site}/`);
      const framed = person.page.frameLocator("iframe");
      await framed.getByRole("heading", { name: "Nhà sách Minh" }).waitFor();
      await framed.getByText("English").click();
      await framed.getByRole("table", { name: "Data" }).waitFor();
      const isBlocked = await person.page.frames()[1]!.evaluate("try { localStorage; false } catch { true }");
      expectTrue(isBlocked === true, "the browser refuses its storage to the frame");
      await person.page.screenshot({ path: join(told.shots, "portal-blocked.png") });
      await person.close();
    },
  },
  {
    name: "a page that cannot bring its numbers up to date says so, and one whose session has ended asks to sign in",
    async tell(told) {
      const person = await signedIn(told, told.stack.operatorKey);
      const { page } = person;
      await page.goto(`${told.stack.url}/console/deployment`);
      await page.getByText("Lịch chạy").waitFor();
      await page.route("**/v1/operator/status", (route) =>
        route.fulfill({ status: 403, json: { title: "Refused", status: 403, code: "forbidden" } }),
      );
      person.expectRefusal();
      await page.getByRole("alert").waitFor();
      await page.getByText("Lịch chạy").waitFor();
      await page.unroute("**/v1/operator/status");
      await page.getByRole("button", { name: "Thử lại" }).click();
      await page.getByRole("alert").waitFor({ state: "detached" });
      // The numbers, and who is there.
      for (const _ of ["status", "session"]) person.expectRefusal();
      await person.context.clearCookies();
      await page.getByRole("heading", { name: "Đăng nhập" }).waitFor();
      await person.close();
    },
  },
  {
    name: "an operator sees all tenants and their shops",
    async tell(told) {
      const person = await signedIn(told, told.stack.operatorKey);
      await person.page.goto(`${told.stack.url}/console/tenants`);
      await person.page.getByRole("heading", { name: "Khách thuê", exact: true }).waitFor();
      await person.page.getByRole("rowheader", { name: "Acme CRM" }).waitFor();
      await person.look("console-tenants");
      await person.close();
    },
  },
  {
    name: "what the reference shows is tried there, at a sandbox shop, with the console's cookie",
    async tell(told) {
      const person = await signedIn(told);
      const { page } = person;
      await page.goto(`${told.stack.url}/docs#tag/shops/GET/v1/shops`);
      await page
        .getByRole("button", { name: /Test Request.*\/v1\/shops\)/ })
        .first()
        .click();
      const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/v1/shops");
      await page.getByRole("button", { name: /^Send/ }).first().click();
      const answer = await answered;
      expectTrue(answer.status() === 200, `the shops are answered: ${answer.status()}`);
      expectTrue((await answer.text()).includes("Nhà sách Minh"), "the tenant's own shop is among them");
      await person.close();
    },
  },
  {
    name: "the API's reference is made from the document, within the origin",
    async tell(told) {
      const person = await signedIn(told);
      await person.page.goto(`${told.stack.url}/docs`);
      await person.page.getByRole("heading", { name: "Tillbridge" }).first().waitFor({ timeout: 60_000 });
      await person.look("docs");
      await person.close();
    },
  },
];
