import { createHash } from "node:crypto";
import type { ConsentEnd } from "../usecases/shops/finish-consent.ts";
import { reply } from "./route.ts";

type Sentences = readonly [title: string, ...text: string[]];
interface Page {
  readonly status: number;
  readonly vi: Sentences;
  readonly en: Sentences;
}

/** What the owner of a shop reads, who need not know this software's name. `failed`: we do not know the reason. */
const pages: Readonly<Record<ConsentEnd | "failed", Page>> = {
  connected: {
    status: 200,
    vi: ["Cửa hàng đã được kết nối", "Dữ liệu bắt đầu được đồng bộ. Bạn có thể đóng trang này."],
    en: ["The shop is connected", "Its data is being copied now. You can close this page."],
  },
  moving: {
    status: 200,
    vi: [
      "Bạn đã đồng ý với phiên bản mới",
      "Trong vài phút tới, cửa hàng sẽ chuyển sang phiên bản mới. Bạn có thể đóng trang này.",
    ],
    en: ["You have agreed to the new version", "The shop moves to it within some minutes. You can close this page."],
  },
  "ended-link": {
    status: 404,
    vi: [
      "Liên kết này không còn dùng được",
      "Liên kết đã được dùng, đã hết hạn hoặc không đúng. Chưa có gì thay đổi.",
      "Hãy xin nhà cung cấp phần mềm của bạn một liên kết mới.",
    ],
    en: [
      "This link does not work any more",
      "It was used, it has ended, or it is not complete. Nothing was changed.",
      "Ask the provider of your software for a new link.",
    ],
  },
  "not-begun-here": {
    status: 400,
    vi: [
      "Không có kết nối nào đang chờ trong trình duyệt này",
      "Nếu bạn vừa thấy trang báo đã kết nối thì mọi việc đã xong. Nếu chưa, chưa có gì thay đổi.",
      "Để bắt đầu lại: mở liên kết kết nối mà bạn đã nhận, trong chính trình duyệt này, và làm xong trong 30 phút. " +
        "Trình duyệt phải cho phép cookie.",
    ],
    en: [
      "No connection is waiting in this browser",
      "If you have just seen that the shop is connected, all is done. If not, nothing was changed.",
      "To begin again: open the link that you received, in this same browser, and finish within 30 minutes. " +
        "The browser must allow cookies.",
    ],
  },
  several: {
    status: 409,
    vi: [
      "Nhiều kết nối đã được bắt đầu cùng lúc",
      "Không thể biết sự đồng ý này dành cho cửa hàng nào, nên chưa có gì thay đổi.",
      "Để bắt đầu lại: đóng các thẻ khác, rồi mở liên kết của từng cửa hàng một, lần lượt.",
    ],
    en: [
      "Several connections were begun at the same time",
      "Nobody can tell which shop this consent is for, so nothing was changed.",
      "To begin again: close the other tabs, then open the link of one shop after the other.",
    ],
  },
  "no-code": {
    status: 400,
    vi: [
      "Bạn chưa đồng ý kết nối",
      "Trang đồng ý không gửi mã về. Chưa có gì thay đổi.",
      "Để bắt đầu lại: mở lại chính liên kết mà bạn đã nhận.",
    ],
    en: [
      "You have not agreed yet",
      "The consent page sent no code back. Nothing was changed.",
      "To begin again: open the same link that you received.",
    ],
  },
  refused: {
    status: 422,
    vi: [
      "Kết nối bị từ chối",
      "Mã xác nhận chỉ dùng được một lần trong mười phút, hoặc thông tin ứng dụng không đúng. Chưa có gì thay đổi.",
      "Để bắt đầu lại: mở lại chính liên kết mà bạn đã nhận. Nếu vẫn bị từ chối, hãy gửi trang này cho nhà cung cấp phần mềm.",
    ],
    en: [
      "The connection was refused",
      "A code works once and for ten minutes; or the app's credentials are wrong. Nothing was changed.",
      "To begin again: open the same link that you received. If it is refused again, send this page to the provider of your software.",
    ],
  },
  "other-business": {
    status: 409,
    vi: [
      "Đây là một cửa hàng khác",
      "Tài khoản vừa đồng ý không thuộc cửa hàng cần kết nối. Chưa có gì thay đổi.",
      "Để bắt đầu lại: đăng nhập đúng tài khoản của cửa hàng, rồi mở lại chính liên kết mà bạn đã nhận.",
    ],
    en: [
      "This is another shop",
      "The account that has just agreed is not the shop's that is to be connected. Nothing was changed.",
      "To begin again: sign in to the right shop, then open the same link that you received.",
    ],
  },
  busy: {
    status: 409,
    vi: ["Đang kết nối", "Một thẻ khác đang hoàn tất kết nối này. Hãy chờ một phút rồi xem kết quả ở đó."],
    en: ["The connection is being made", "Another tab is finishing it. Wait a minute and look there."],
  },
  unreachable: {
    status: 503,
    vi: [
      "Hiện chưa kết nối được",
      "Phần mềm bán hàng chưa trả lời. Chưa có gì thay đổi.",
      "Để bắt đầu lại: chờ vài phút, rồi mở lại chính liên kết mà bạn đã nhận.",
    ],
    en: [
      "The shop cannot be connected now",
      "The sales system does not answer. Nothing was changed.",
      "To begin again: wait some minutes, then open the same link that you received.",
    ],
  },
  failed: {
    status: 500,
    vi: [
      "Có lỗi xảy ra",
      "Để bắt đầu lại: chờ vài phút, rồi mở lại chính liên kết mà bạn đã nhận.",
      "Nếu lỗi lặp lại, hãy báo cho nhà cung cấp phần mềm của bạn.",
    ],
    en: [
      "Something went wrong",
      "To begin again: wait some minutes, then open the same link that you received.",
      "If it happens again, tell the provider of your software.",
    ],
  },
};

const STYLE =
  "body{font:18px/1.5 system-ui,sans-serif;max-width:36em;margin:3em auto;padding:0 1em;color:#222}" +
  "section+section{margin-top:2em;padding-top:1em;border-top:1px solid #ccc}h1{font-size:1.3em}";

/** Nothing is loaded, run, framed or sent from these pages. The way here had a code in it, so no address is passed on. */
const headers: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
};

export interface Shown {
  /** Whose software the shop is connected with. */
  readonly tenant?: string | undefined;
  readonly shops?: readonly string[];
  /** The vendor's own words. */
  readonly said?: string | undefined;
}

const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign]!);

const section = (language: "vi" | "en", [title, ...text]: Sentences, { tenant, shops = [], said }: Shown): string => {
  const words = language === "vi" ? { shop: "Cửa hàng", software: "Phần mềm" } : { shop: "Shop", software: "Software" };
  const about = [
    ...shops.map((name) => `${words.shop}: ${name}`),
    ...(tenant === undefined ? [] : [`${words.software}: ${tenant}`]),
    ...(said === undefined ? [] : [`Nhanh.vn: ${said}`]),
  ];
  const lines = [...text, ...about].map((line) => `<p>${escaped(line)}</p>`).join("");
  return `<section lang="${language}"><h1>${escaped(title)}</h1>${lines}</section>`;
};

/** The page that a consent ends with, in Vietnamese and in English. */
export const consentPage = (name: keyof typeof pages, shown: Shown = {}, cookies: readonly string[] = []) => {
  const { status, vi, en } = pages[name];
  const body =
    `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<meta name="robots" content="noindex"><title>${escaped(vi[0])} / ${escaped(en[0])}</title><style>${STYLE}</style></head>` +
    `<body>${section("vi", vi, shown)}${section("en", en, shown)}</body></html>`;
  return reply(status, body, headers, cookies);
};
