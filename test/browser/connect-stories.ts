import { type SandboxShop, startSandbox } from "../../infra/local/sandbox.ts";
import { DAY } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { startReceiver } from "../flows/webhooks/receiver.ts";
import { openPerson, type Person } from "./browser.ts";
import { agree, newLink, returnPath, send, typeKeys } from "./connecting.ts";
import { expectTrue } from "./expect.ts";
import { until } from "./shop.ts";
import type { Story, Told } from "./stories.ts";

const vendorNames: Readonly<Record<VendorId, string>> = {
  kiotviet: "KiotViet",
  "nhanh-v3": "Nhanh.vn",
  "nhanh-v2": "Nhanh.vn (v2)",
  pancake: "Pancake POS",
  isale: "iSale",
};

const withKeys: readonly VendorId[] = ["kiotviet", "pancake", "isale"];

const personOf = ({ stack, browser, shots, found }: Told, visits: readonly string[] = []): Promise<Person> =>
  openPerson(browser, { url: stack.url, shots, found, visits });

/** What the page's way back says of the shop that it has connected. */
const connectedShop = async ({ page }: Person): Promise<{ readonly id: string }> => {
  await page.getByRole("heading", { name: "Đã kết nối" }).waitFor({ timeout: 30_000 });
  const back = new URL((await page.getByRole("link", { name: /Quay về/ }).getAttribute("href")) ?? "");
  return { id: back.searchParams.get("shop") ?? "" };
};

/** The page says that the owner has withdrawn, and leads back with the id of the shop that was. */
const expectWithdrawn = async ({ page }: Person, shop: string): Promise<void> => {
  await page.getByRole("heading", { name: "Đã rút lại kết nối" }).waitFor();
  const back = new URL((await page.getByRole("link", { name: /Quay về/ }).getAttribute("href")) ?? "");
  expectTrue(back.searchParams.get("shop") === shop, `the way back names the shop: ${back.search}`);
  expectTrue(back.searchParams.get("status") === "withdrawn", `the way back says what became of it: ${back.search}`);
};

/** The page says that all is connected, shows orders, and leads back with the shop's id. */
const expectConnected = async ({ page }: Person): Promise<string> => {
  await page.getByRole("heading", { name: "Đã kết nối" }).waitFor({ timeout: 30_000 });
  await page.getByRole("heading", { name: "Năm đơn hàng đầu tiên" }).waitFor({ timeout: 150_000 });
  // The row of the heads is the first one.
  await page
    .getByRole("region", { name: "Năm đơn hàng đầu tiên" })
    .getByRole("row")
    .nth(5)
    .waitFor({ timeout: 150_000 });
  const back = new URL((await page.getByRole("link", { name: /Quay về/ }).getAttribute("href")) ?? "");
  expectTrue(back.pathname === returnPath, "the way back leads to the tenant's page");
  expectTrue(back.searchParams.get("status") === "connected", "the way back says that the shop is connected");
  return back.searchParams.get("shop") ?? "";
};

const connectWithKeys = (vendor: VendorId): Story => ({
  name: `an owner connects a shop at ${vendorNames[vendor]} with its keys, in Vietnamese`,
  async tell(told) {
    const { stack } = told;
    const person = await personOf(told);
    const { credentials } = stack.sandboxOf(vendor);
    await person.page.goto(await newLink(stack, [vendor, "nhanh-v3"]));
    await person.page.getByRole("button", { name: vendorNames[vendor] }).click();
    await person.page.getByRole("heading", { name: "Lấy khóa ở đâu" }).waitFor();
    await typeKeys(person, credentials);
    await agree(person);
    if (vendor === "kiotviet") await person.look("connect-keys");
    await send(person);
    const shop = await expectConnected(person);
    expectTrue((await stack.ask("GET", `/v1/shops/${shop}`)).vendor === vendor, "the shop is at the chosen vendor");
    if (vendor === "kiotviet") await person.look("connect-done");
    await person.close();
  },
});

const connectByConsent = (vendor: VendorId): Story => ({
  name: `an owner agrees at ${vendorNames[vendor]} and comes back to the page`,
  async tell(told) {
    const { stack } = told;
    const { hosts } = stack.sandboxOf(vendor);
    const person = await personOf(told, [new URL(hosts.consent!).origin]);
    await person.page.goto(await newLink(stack, [vendor]));
    await person.page.getByText("Hãy chọn tất cả các kho").waitFor();
    await agree(person);
    if (vendor === "nhanh-v3") await person.look("connect-consent-before");
    await send(person);
    await person.page.getByRole("button", { name: /Tới trang của/ }).click();
    const shop = await expectConnected(person);
    expectTrue((await stack.ask("GET", `/v1/shops/${shop}`)).health !== "authorizing", "the owner has agreed");
    await person.close();
  },
});

export const connectStories: readonly Story[] = [
  ...withKeys.map(connectWithKeys),
  connectByConsent("nhanh-v3"),
  connectByConsent("nhanh-v2"),
  {
    name: "an owner chooses among all systems, in both languages",
    async tell(told) {
      const person = await personOf(told);
      await person.page.goto(await newLink(told.stack, ["kiotviet", "nhanh-v3", "nhanh-v2", "pancake", "isale"]));
      await person.page.getByRole("heading", { name: "Bạn bán hàng bằng phần mềm nào?" }).waitFor();
      await person.look("connect-choose");
      await person.page.getByText("English").click();
      await person.page.getByRole("heading", { name: "Which system do you sell with?" }).waitFor();
      await person.look("connect-choose-english");
      await person.close();
    },
  },
  {
    name: "an owner shares less than is asked for: some collections, a later day, and nobody's name",
    async tell(told) {
      const { stack } = told;
      const person = await personOf(told, [new URL(stack.sandboxOf("nhanh-v3").hosts.consent!).origin]);
      const { page } = person;
      const resources = ["orders", "customers", "products", "brands"];
      await page.goto(await newLink(stack, ["nhanh-v3"], { resources }));
      const shared = page.getByRole("region", { name: "Dữ liệu được chia sẻ" });
      const day = new Date(Date.now() - 3 * DAY).toISOString().slice(0, 10);
      await shared.getByLabel("Chia sẻ từ ngày").fill(day);
      await shared.getByText("Khách hàng", { exact: true }).click();
      await shared.getByRole("button", { name: "1 loại khác" }).click();
      await shared.getByText("Thương hiệu").click();
      await shared.getByLabel("Chia sẻ thông tin cá nhân của khách hàng").uncheck();
      await agree(person);
      await person.look("connect-shared");
      await send(person);
      await page.getByRole("button", { name: /Tới trang của/ }).click();
      const { id } = await connectedShop(person);
      const shop = await stack.ask("GET", `/v1/shops/${id}`);
      expectTrue([...shop.resources].sort().join() === "orders,products", `what is copied: ${shop.resources}`);
      expectTrue(shop.personalData === "left-out", "nothing that says who a customer is");
      expectTrue(Math.abs(Date.parse(shop.since) - Date.parse(day)) <= DAY, `from the chosen day on: ${shop.since}`);
      await person.close();
    },
  },
  {
    name: "wrong keys get a sentence in Vietnamese with the place of the right ones, and nothing is stored",
    async tell(told) {
      const { stack } = told;
      for (const vendor of withKeys) {
        const person = await personOf(told);
        const { credentials } = stack.sandboxOf(vendor);
        const secret = { kiotviet: "clientSecret", pancake: "apiKey", isale: "publicKey" }[vendor as string]!;
        await person.page.goto(await newLink(stack, [vendor]));
        await typeKeys(person, { ...credentials, [secret]: "khong-dung-123456" });
        await agree(person);
        person.expectRefusal();
        await send(person);
        const alert = person.page.getByRole("alert");
        await alert.waitFor();
        const text = (await alert.textContent()) ?? "";
        expectTrue(
          /Thiết lập kết nối API|Cấu hình ứng dụng|Kết nối phần mềm khác/.test(text),
          `the place is named: ${text}`,
        );
        expectTrue(!/invalid_client|unauthorized|refuses/i.test(text), `no vendor's code is shown: ${text}`);
        if (vendor === "kiotviet") await person.look("connect-wrong");
        // The right ones go through on the same page.
        await typeKeys(person, credentials);
        await send(person);
        await person.page.getByRole("heading", { name: "Đã kết nối" }).waitFor({ timeout: 30_000 });
        await person.close();
      }
    },
  },
  {
    name: "a link that was opened elsewhere, and one that was never given out, say so",
    async tell(told) {
      const url = await newLink(told.stack, ["isale"]);
      const first = await personOf(told);
      await first.page.goto(url);
      await first.page.getByRole("heading", { name: "Kết nối iSale" }).waitFor();
      const second = await personOf(told);
      second.expectRefusal();
      await second.page.goto(url);
      await second.page.getByRole("heading", { name: "Liên kết này đã được mở ở nơi khác" }).waitFor();
      second.expectRefusal();
      await second.page.goto(`${told.stack.url}/connect/${"x".repeat(32)}`);
      await second.page.getByRole("heading", { name: "Liên kết này không còn dùng được" }).waitFor();
      await second.look("connect-ended");
      await first.close();
      await second.close();
    },
  },
  {
    name: "an owner withdraws from a new shop, is told so, connects once more, and hears when the link's time is over",
    async tell(told) {
      const { stack } = told;
      // Not iSale, which counts calls by address: the stories behind this one need what is left.
      const { credentials } = stack.sandboxOf("pancake");
      const person = await personOf(told);
      const { page } = person;
      const connect = async (): Promise<string> => {
        await typeKeys(person, credentials);
        await agree(person);
        await send(person);
        return (await connectedShop(person)).id;
      };
      await page.goto(await newLink(stack, ["pancake"]));
      const leave = await page.getByRole("link", { name: "Để sau" }).getAttribute("href");
      expectTrue(
        new URL(leave ?? "").searchParams.get("status") === "left",
        "a link for one system lets an owner leave",
      );
      const shop = await connect();
      await page.getByRole("button", { name: "Rút lại kết nối" }).click();
      await page.getByRole("button", { name: "Rút lại", exact: true }).click();
      await expectWithdrawn(person, shop);
      await page.getByRole("button", { name: "Kết nối lại" }).click();
      // A copy that is never whole is asked for again and again.
      await page.route("**/v1/connect/progress", async (route) => {
        const answer = await route.fetch();
        const found = answer.ok() ? await answer.json() : undefined;
        if (found) found.resources[0].complete = false;
        return route.fulfill({ response: answer, ...(found ? { json: found } : {}) });
      });
      await connect();
      await page.getByRole("heading", { name: /loại đã xong/ }).waitFor();
      // The progress and the state of the link.
      for (const _ of ["progress", "state"]) person.expectRefusal();
      await person.context.clearCookies();
      await page.getByRole("heading", { name: "Liên kết này không còn dùng được" }).waitFor();
      await person.close();
    },
  },
  {
    name: "what an owner has typed outlives a question that fails, and the page asks again",
    async tell(told) {
      const person = await personOf(told);
      const { page } = person;
      await page.clock.install();
      await page.goto(await newLink(told.stack, ["kiotviet"]));
      const field = page.getByRole("textbox", { name: "ClientId" });
      await field.fill("abc-123");
      const isState = ({ pathname }: URL) => pathname === "/v1/connect";
      await page.route(isState, (route) =>
        route.fulfill({ status: 403, json: { title: "Refused", status: 403, code: "forbidden" } }),
      );
      person.expectRefusal();
      // The network comes back, and what the page knows is old by then.
      await page.clock.fastForward("00:10");
      await page.evaluate("dispatchEvent(new Event('offline')); dispatchEvent(new Event('online'))");
      const again = page.getByRole("button", { name: "Thử lại" });
      await again.waitFor();
      expectTrue((await field.inputValue()) === "abc-123", "the typed key is there while the question fails");
      await page.unroute(isState);
      await again.click();
      await again.waitFor({ state: "detached" });
      expectTrue((await field.inputValue()) === "abc-123", "the typed key is there when it succeeds");
      await person.close();
    },
  },
  {
    name: "a browser that blocks cookies is told so, and the link is not used up",
    async tell(told) {
      const { stack, browser, shots, found } = told;
      const url = await newLink(stack, ["isale"]);
      const blocking = await openPerson(browser, { url: stack.url, shots, found, set: "cookiesBlocked" });
      await blocking.page.goto(url);
      await blocking.page.getByRole("heading", { name: "Trình duyệt đang chặn cookie" }).waitFor();
      await blocking.look("connect-cookies");
      await blocking.close();
      const person = await personOf(told);
      await person.page.goto(url);
      await person.page.getByRole("heading", { name: "Kết nối iSale" }).waitFor();
      await person.close();
    },
  },
  {
    name: "an owner renews the access of a shop, and withdraws at the same address",
    async tell(told) {
      const { stack } = told;
      const { credentials, settings, hosts } = stack.sandboxOf("kiotviet");
      const body = { id: "renewed", vendor: "kiotviet", name: "Nhà thuốc Lan", credentials, settings, hosts };
      await stack.ask("POST", "/v1/shops", body);
      const person = await personOf(told);
      const { url } = await stack.ask("POST", "/v1/connect-links", {
        shop: "renewed",
        returnUrl: `${stack.url}${returnPath}`,
      });
      await person.page.goto(url);
      await person.page.getByText("Bạn có thể làm mới quyền truy cập tại đây").waitFor();
      await person.page.getByRole("heading", { name: "Kết nối lại KiotViet" }).waitFor();
      await person.look("connect-renew");
      await typeKeys(person, credentials);
      await send(person);
      await person.page.getByRole("heading", { name: "Đã kết nối" }).waitFor({ timeout: 30_000 });
      // Renewed is renewed, also when the page is loaded again.
      await person.page.reload();
      await person.page.getByRole("heading", { name: "Đã kết nối" }).waitFor();
      await person.page.getByRole("button", { name: "Rút lại kết nối" }).click();
      await person.look("connect-withdraw");
      await person.page.getByRole("button", { name: "Rút lại", exact: true }).click();
      await expectWithdrawn(person, "renewed");
      await person.page.reload();
      await expectWithdrawn(person, "renewed");
      expectTrue(
        (await person.page.getByRole("button", { name: "Kết nối lại" }).count()) === 0,
        "a link that renews one shop offers no other one",
      );
      await person.look("connect-withdrawn");
      const left = await stack.ask("GET", "/v1/shops/renewed").catch(String);
      expectTrue(left.health === "removing" || /not-found|404/.test(left), `the shop is being removed: ${left}`);
      await person.close();
    },
  },
  {
    name: "an owner takes back what is shared of a shop that was connected before",
    async tell(told) {
      const { stack } = told;
      const { credentials, settings, hosts } = stack.sandboxOf("kiotviet");
      const body = { id: "narrowed", vendor: "kiotviet", name: "Vải lụa Hằng", credentials, settings, hosts };
      await stack.ask("POST", "/v1/shops", body);
      const person = await personOf(told);
      const { page } = person;
      await page.goto((await stack.ask("POST", "/v1/connect-links", { shop: "narrowed" })).url);
      await page.getByRole("button", { name: "Đổi dữ liệu được chia sẻ" }).click();
      const shared = page.getByRole("region", { name: "Dữ liệu được chia sẻ" });
      await shared.getByText("Khách hàng", { exact: true }).click();
      await shared.getByLabel("Chia sẻ thông tin cá nhân của khách hàng").uncheck();
      await person.look("connect-change");
      await page.getByRole("button", { name: "Lưu lựa chọn" }).click();
      await page.getByText("Đã lưu lựa chọn của bạn.").waitFor();
      const { ownerShares } = await stack.ask("GET", "/v1/shops/narrowed");
      expectTrue(!ownerShares.resources.includes("customers"), `what is shared: ${ownerShares.resources}`);
      expectTrue(ownerShares.personalData === "left-out", "nothing that says who a customer is");
      const refused = await stack.ask("PATCH", "/v1/shops/narrowed", { resources: ["customers"] }).catch(String);
      expectTrue(/not-shared/.test(refused), `the tenant cannot take it again: ${refused}`);
      await stack.ask("DELETE", "/v1/shops/narrowed");
      await person.close();
    },
  },
  {
    name: "the address in an event leads an owner back to a shop that lost its access, in each browser",
    async tell(told) {
      const { stack } = told;
      await using receiver = await startReceiver();
      await using sandbox = await startSandbox({ vendors: ["isale"], size: 6, seed: 9 });
      const [{ credentials, hosts }] = sandbox.shops as [SandboxShop];
      await stack.ask("POST", "/v1/endpoints", { url: receiver.url, types: ["shop.needs-reauth"] });
      await stack.ask("POST", "/v1/shops", { id: "lost", vendor: "isale", name: "Tạp hóa Bình", credentials, hosts });
      await until(
        () => stack.ask("GET", "/v1/shops/lost/sync"),
        ({ data }) => data.some(({ resource, records }: any) => resource === "customers" && records > 0),
        120,
      );
      const renewed = await sandbox.renewKey("isale");
      await stack.ask("POST", "/v1/shops/lost/sync", { full: true });
      const [event] = await until(
        async () => receiver.received,
        ({ length }) => length > 0,
        60,
      );
      const { reconnectUrl } = JSON.parse(event!.body).data;
      const phone = await personOf(told);
      await phone.page.goto(reconnectUrl);
      await phone.page.getByRole("heading", { name: "Kết nối lại iSale" }).waitFor();
      await phone.close();
      const person = await personOf(told);
      await person.page.goto(reconnectUrl);
      await person.page.getByRole("heading", { name: "Kết nối lại iSale" }).waitFor();
      expectTrue(!person.page.url().includes("#"), "the address of the event does not stay in the bar");
      // Whoever found the address in a mailbox cannot take the shop away.
      await person.page.getByText("Bạn có thể rút lại kết nối tại đây sau khi đã kết nối lại.").waitFor();
      expectTrue(
        (await person.page.getByRole("button", { name: "Rút lại kết nối" }).count()) === 0,
        "no way to withdraw",
      );
      await person.look("connect-again");
      await typeKeys(person, renewed);
      await send(person);
      await person.page.getByRole("heading", { name: "Đã kết nối" }).waitFor({ timeout: 30_000 });
      await person.page.reload();
      await person.page.getByRole("button", { name: "Rút lại kết nối" }).waitFor({ timeout: 30_000 });
      const { health } = await stack.ask("GET", "/v1/shops/lost");
      expectTrue(health !== "needs-reauth", `the shop has its access again: ${health}`);
      // Its server ends with this story.
      await stack.ask("DELETE", "/v1/shops/lost");
      await person.close();
    },
  },
  {
    name: "an owner moves a shop of Nhanh v2 to v3 with one button",
    async tell(told) {
      const { stack } = told;
      const old = stack.sandboxOf("nhanh-v2");
      const next = stack.sandboxOf("nhanh-v3");
      const { appId, secretKey } = next.credentials as Record<string, unknown>;
      await stack.ask("POST", "/v1/shops", {
        ...{ id: "moving", vendor: "nhanh-v2", name: "Thời trang Hà", hosts: old.hosts },
        credentials: old.credentials,
      });
      const person = await personOf(told, [new URL(next.hosts.consent!).origin]);
      const presets = { "nhanh-v3": { credentials: { appId, secretKey }, hosts: next.hosts } };
      const { url } = await stack.ask("POST", "/v1/connect-links", { shop: "moving", presets });
      await person.page.goto(url);
      await person.page.getByRole("button", { name: "Chuyển ngay" }).waitFor();
      await person.look("connect-move");
      await person.page.getByRole("button", { name: "Chuyển ngay" }).click();
      await person.page.waitForURL(/\/connect\/back\//);
      const { migration } = await stack.ask("GET", "/v1/shops/moving");
      expectTrue(migration?.to === "nhanh-v3", "the shop is on its way to the next version");
      await person.close();
    },
  },
];
