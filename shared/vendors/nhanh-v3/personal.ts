import type { PersonalRaw } from "../../core/personal.ts";

/** Nhanh Open API v3: customer/list, order/list, bill/list, imei/list and imei/sold, debt/list, transaction/list, pages. */
export const personal: PersonalRaw = {
  customers: [
    "^name",
    "mobile",
    "address",
    "location",
    "locations",
    "email",
    "birthday",
    "gender",
    "business",
    "taxCode",
    "description",
    "note",
  ],
  orders: [
    "shippingAddress.*",
    "shippingAddress.cityId",
    "shippingAddress.districtId",
    "shippingAddress.wardId",
    "channel.conversationId",
    "channel.fbPsid",
    "channel.affiliate",
    "description",
    "privateDescription",
    "payment.vat",
  ],
  invoices: ["customer.*", "description"],
  returns: ["customer.*", "description"],
  "stock-bills": ["customer.*", "description"],
  imeis: ["customer.*", "description"],
  "imei-sales": ["customer.*", "description"],
  debts: ["^name", "mobile", "address"],
  "cash-flow": ["contact.*", "description"],
  conversations: ["*"],
};
