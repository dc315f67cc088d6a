import type { PersonalRaw } from "../../core/personal.ts";

/** An order, or an order that came back: both are rows of one form. */
const document = [
  "bill_full_name",
  "bill_phone_number",
  "bill_email",
  "shipping_address",
  "customer.*",
  "customer.fb_id",
  "note",
  "note_print",
  "note_image",
  "customer_needs",
  "conversation_id",
  "customer_referral_code",
  "duplicated_phone",
  "call_laters",
  "bank_transfer_images",
];

/** Pancake POS API: customers, orders, returned orders, call later, transactions, CRM. */
export const personal: PersonalRaw = {
  customers: [
    "^name",
    "phone_numbers",
    "emails",
    "gender",
    "date_of_birth",
    "shop_customer_addresses",
    "notes",
    "^note",
    "fb_id",
    "company_info",
    "conversation_link",
    "^username",
  ],
  orders: document,
  returns: document,
  "call-laters": ["*"],
  "cash-flow": ["^name", "note"],
  "crm-records": ["*"],
};
