import { toHanoiDay } from "../../../shared/core/time.ts";
import { type Handler, json } from "../simulator.ts";
import { type Box, rowsOf } from "./box.ts";
import { addsRow, derived, type ListingOptions, smallList } from "./listing.ts";
import { invalid, listOf, missing, ok, type Rows, refuse, touched, unix } from "./wire.ts";

const vpage = (box: Box, rows: Rows, how: ListingOptions = {}) =>
  smallList(box, rows, { most: 50, next: "array", sortable: "createdAt", ...how });

const replyToConversation =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const wrong = missing(body, "conversationId", "pageId", "recipientId");
    if (wrong) return wrong;
    const entry = box.conversations.get(body.conversationId);
    if (!entry) return invalid({ conversationId: "Invalid conversationId." });
    if (entry.row.pageId !== body.pageId) return refuse("ERR_INVALID_PAGE_ID", "Invalid page id");
    const made = box.messages.insert((id, at) => ({
      id: `m_${id}`,
      conversationId: body.conversationId,
      pageId: body.pageId,
      senderId: body.pageId,
      senderName: "Page",
      createdAt: at,
      message: body.message ?? "",
      pageUserId: entry.row.pageUserId,
    }));
    box.conversations.edit(entry.id, (row) => Object.assign(row, { lastMessage: made.row.message, hasReply: true }));
    commit(made.row.id);
    return ok({ conversation: { ...entry.row, updatedAt: touched(entry) } });
  };

const updateTags =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const entry = box.conversations.get(body?.conversationId);
    if (!entry) return invalid({ conversationId: "Invalid conversationId." });
    box.conversations.edit(entry.id, (row) => {
      row.tagIds = [...new Set([...row.tagIds, ...listOf(body.addTags)])].filter(
        (tag) => !listOf(body.removeTags).includes(tag),
      );
    });
    commit(entry.id);
    return ok({ tags: entry.row.tagIds });
  };

const metaEvent =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const wrong = missing(body, "eventName", "conversationId");
    if (wrong) return wrong;
    const made = box.events.insert((_id, at) => ({
      id: `${body.eventName}_${body.orderInfo?.orderId ?? at}`,
      createdAt: unix(at),
      channel: 1,
      pageId: "",
      eventName: body.eventName,
      orderId: body.orderInfo?.orderId ?? "",
      status: 1,
      products: [],
      dataResponse: {},
    }));
    commit(made.row.id);
    // The one success without `code`.
    return json({ logId: box.dice.hex(16), events_received: 1, messages: [], fbtrace_id: box.dice.hex(12) });
  };

const campaignAdd =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const wrong = missing(
      body,
      "campaign.pageId",
      "campaign.adAccountId",
      "campaign.name",
      "campaign.budget",
      "campaign.type",
    );
    if (wrong) return wrong;
    const made = box.campaigns.insert((id, at) => ({
      id,
      ...body.campaign,
      adCampaignId: `1202${id.slice(0, 8)}`,
      status: 3,
      createdAt: unix(at),
    }));
    commit(made.id);
    return ok({ adCampaignId: made.row.adCampaignId });
  };

const campaignResend =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const entry = box.campaigns.live().find(({ row }) => row.adCampaignId === body?.campaign?.adCampaignId);
    if (!entry) return invalid({ "campaign.adCampaignId": "is invalid" });
    box.campaigns.edit(entry.id, (row) => {
      row.status = 2;
    });
    commit(entry.id);
    return ok({ adCampaignId: entry.row.adCampaignId });
  };

export const vpageRoutes = (box: Box): Record<string, Handler> => ({
  "page/list": vpage(box, box.named("pages")),
  "user/list": vpage(box, box.named("page-staff")),
  "conversation/list": vpage(box, box.conversations, {
    toRow: (entry) => {
      const { tagIds: _tags, ...row } = entry.row;
      return { ...row, updatedAt: touched(entry) };
    },
  }),
  "conversation/messages": (call) =>
    missing(call.body, "filters.conversationId") ??
    vpage(box, box.messages, { where: (row, _entry, { conversationId }) => row.conversationId === conversationId })(
      call,
    ),
  "conversation/reply": replyToConversation(box),
  "conversation/tags": vpage(box, box.named("conversation-tags")),
  "conversation/updatetags": updateTags(box),
  "customer/list": derived(box, () =>
    rowsOf(box.conversations).map((row) => ({
      id: row.id,
      fanpageId: row.pageId,
      fanpageUserId: row.pageUserId,
      name: row.pageUserName,
    })),
  ),
  "marketing/metasendcapi": metaEvent(box),
  "marketing/adaccountlist": vpage(box, box.named("ad-accounts")),
  "marketing/fmmcampaignlist": vpage(box, box.campaigns),
  "marketing/fmmcampaigncreate": campaignAdd(box),
  "marketing/fmmcampaignresend": campaignResend(box),
  "marketing/topiclist": vpage(box, box.named("marketing-topics")),
  "marketing/customaudiencelist": vpage(box, box.audiences),
  "marketing/customaudiencecreate": addsRow(
    box.audiences,
    ["adAccountId", "pageId", "subtype", "name"],
    ({ adAccountId, subtype, name: called, description = "" }) => ({
      adAccountId,
      subtype,
      name: called,
      description,
    }),
    ({ id }) => ({ audienceId: id }),
  ),
  "marketing/customaudienceaddsubscriber": ({ body, commit }) => {
    const wrong = missing(body, "audienceId", "dataType", "audienceData");
    if (wrong) return wrong;
    if (!box.audiences.get(body.audienceId)) return invalid({ audienceId: "is invalid" });
    commit(body.audienceId);
    return ok([{ num_received: listOf(body.audienceData).length }]);
  },
  "marketing/fbaduploadimage": addsRow(
    box.images,
    ["bytes", "adAccountId", "pageId"],
    () => ({}),
    ({ id }) => ({ imageHash: id }),
  ),
  "report/capi": ({ body }) =>
    missing(body, "filters.pageIds", "filters.createdAt", "filters.events") ??
    ok([{ date: toHanoiDay(box.shop.now()), events: [{ event: "LeadSubmitted", totalOrders: box.events.size }] }]),
  "report/capievent": vpage(box, box.events),
});
