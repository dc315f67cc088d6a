/** What a style of ours shows so that the page's policy lets it in: the server makes another one for each page. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";

// The components' library for open dialogs asks for it here.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce;
