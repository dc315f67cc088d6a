/** Made by `npm run client` out of the API's OpenAPI document. Do not change it by hand. */

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Answers when the API runs.
         * @description Needs no key.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This API as an OpenAPI 3.1 document.
         * @description Needs no key.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a problem's code means, and what to do. The `type` of each problem links here.
         * @description A browser gets a page, everybody else JSON.
         *
         *     Needs no key.
         */
        get: operations["getProblem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists tenants.
         * @description Needs the operator's key.
         */
        get: operations["listTenants"];
        put?: never;
        /**
         * Creates a tenant.
         * @description Needs the operator's key.
         */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One tenant.
         * @description Needs the operator's key.
         */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a tenant's name, or the logo on its connect links.
         * @description Needs the operator's key.
         */
        patch: operations["updateTenant"];
        trace?: never;
    };
    "/v1/tenants/{tenant}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a tenant an API key.
         * @description Needs the operator's key.
         */
        post: operations["createTenantKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the tenant's API keys.
         * @description Needs a key with the scope `admin`.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Creates another API key.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{key}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives out a new secret; the old one works on for a while.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends an API key (within 15 seconds everywhere).
         * @description Needs a key with the scope `admin`.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, newest first: each administrative act, of the tenant and of operators, and each reading of what a vendor sent as it was.
         * @description Needs a key with the scope `admin`.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fields, types and codes in vendors' answers that were not known. No tenant, shop or person is named.
         * @description Needs the operator's key.
         */
        get: operations["listDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the deployment stands: shops of all tenants by health, vendor and cause, and whether the schedule runs.
         * @description The watchdog looks at each shop once in 15 minutes; a shop that has just become late is counted then.
         *
         *     Needs the operator's key.
         */
        get: operations["getDeploymentStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/shops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shops of all tenants, the worst first: degraded ones, those that need new credentials, then the others.
         * @description Within one health, whoever is behind for the longest time comes first. A page of a filter that fits few shops can hold fewer than `limit`, or none, while `next` goes on.
         *
         *     Needs the operator's key.
         */
        get: operations["listAllShops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the operators' keys, oldest first. The deployment's own key is a secret of AWS and not among them.
         * @description Needs the operator's key.
         */
        get: operations["listOperatorKeys"];
        put?: never;
        /**
         * Gives an operator a key with a name.
         * @description Needs the operator's key.
         */
        post: operations["createOperatorKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/keys/{key}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives out a new secret under the same name. The old one ends within a minute.
         * @description Needs the operator's key.
         */
        post: operations["rotateOperatorKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends an operator's key (within 15 seconds everywhere).
         * @description Needs the operator's key.
         */
        delete: operations["deleteOperatorKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What operators did, newest first.
         * @description Needs the operator's key.
         */
        get: operations["listOperatorAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/tenants/{tenant}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit trail of a tenant, newest first.
         * @description Needs the operator's key.
         */
        get: operations["listTenantAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the tenant may use, and what it uses now.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getQuotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/tenants/{tenant}/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a tenant may use, and what it uses now.
         * @description Needs the operator's key.
         */
        get: operations["getTenantQuotas"];
        /**
         * Sets a tenant's quotas. They hold everywhere within a minute; what is left out gets its default.
         * @description Needs the operator's key.
         */
        put: operations["setTenantQuotas"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vendors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The systems that a shop can be registered for, with what they need and offer.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listVendors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vendors/{vendor}/writes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What each write takes at this vendor: fields, limits, and how a lost answer is looked up.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listVendorWrites"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the tenant's shops.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listShops"];
        put?: never;
        /**
         * Registers a shop: the credentials are tried at the vendor first.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["createShop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One shop with its health at this moment, and the reason where it is not healthy.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getShop"];
        put?: never;
        post?: never;
        /**
         * Removes a shop: its webhooks at the vendor and its secret at once, its data in the background.
         * @description Needs a key with the scope `admin`.
         */
        delete: operations["deleteShop"];
        options?: never;
        head?: never;
        /**
         * Changes a shop's name, rhythm or quiet hours.
         * @description Needs a key with the scope `admin`.
         */
        patch: operations["updateShop"];
        trace?: never;
    };
    "/v1/shops/{shop}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replaces a shop's credentials: they are tried at the vendor first.
         * @description Needs a key with the scope `admin`.
         */
        put: operations["replaceCredentials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new link at which the shop's owner agrees in the browser.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["createConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/migrate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Moves a shop to its vendor's next version, with its id, records, feed and cursors. Its owner agrees in the browser; until then, and if that fails, nothing changes.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["startMigration"];
        /**
         * Gives a migration up that waits for its consent. The shop stays as it is.
         * @description Needs a key with the scope `admin`.
         */
        delete: operations["cancelMigration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes one cheap call to see whether the access still works.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["checkShop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops polling. The data stays readable.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["pauseShop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Polls again.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["resumeShop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the vendor's limits still allow, and who waits: calls `left` in the sliding window, when the vendor or the last one in each line may be called again.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getBudget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/consent/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the shop's owner begins: sets a cookie and goes on to the vendor's consent page.
         * @description Needs no key.
         */
        get: operations["beginConsent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/return/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a vendor's consent page sends every browser back to. The answer is a page for the shop's owner.
         * @description Needs no key.
         */
        get: operations["finishConsent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A link at which a shop's owner connects the shop, or renews its access, without a developer.
         * @description It works in the first browser that opens it, which has to happen within 30 minutes. At the end the owner goes back to `returnUrl` with `shop`, and `status` `connected`, `waiting`, `withdrawn` or `left`.
         *
         *     Needs a key with the scope `admin`.
         */
        post: operations["createConnectLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A browser opens a link: the first one gets a cookie, and the link is its own.
         * @description Needs no key.
         */
        post: operations["openConnectLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that the page behind a link shows.
         * @description Needs the cookie of the browser that opened a connect link. For our own page.
         */
        get: operations["getConnectState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect/shop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connects the link's shop: the credentials are tried at the vendor first.
         * @description Needs the cookie of the browser that opened a connect link. For our own page.
         */
        post: operations["connectShop"];
        /**
         * The owner withdraws: nothing more is read, and the copy and the credentials are removed.
         * @description Needs the cookie of the browser that opened a connect link. For our own page.
         */
        delete: operations["withdrawShop"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * New credentials for the link's shop: they are tried at the vendor first. Its data stay.
         * @description Needs the cookie of the browser that opened a connect link. For our own page.
         */
        put: operations["renewConnectedShop"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where the owner agrees at the vendor. The browser comes back to the page of the link.
         * @description Needs the cookie of the browser that opened a connect link. For our own page.
         */
        post: operations["beginConnectConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect/migration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Moves the link's shop to its vendor's next version. Its owner agrees at the vendor.
         * @description Needs the cookie of the browser that opened a connect link. For our own page.
         */
        post: operations["moveConnectedShop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the first copy is, and its first five orders as proof.
         * @description Needs the cookie of the browser that opened a connect link. For our own page.
         */
        get: operations["getConnectProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is asking: the tenant or operator behind the key, the cookie or the token.
         * @description Needs any key.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Signs a browser in to the console with the key that is sent: it gets a cookie for twelve hours.
         * @description The cookie ends with the key. It counts only beside the header `Tillbridge-Page: console`.
         *
         *     Needs any key.
         */
        post: operations["signIn"];
        /**
         * Takes the console's cookie out of the browser.
         * @description Needs no key.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/portal-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A token for an hour that reads one shop, and the address of its page for a frame in your own product.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["createPortalToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How current the copy is, per resource: its state, since when and why, the lag against what is promised, counts, errors.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSyncStatus"];
        put?: never;
        /**
         * Starts cycles now.
         * @description Needs a key with the scope `write`.
         */
        post: operations["startSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why a record is here, or is not: one sentence, and all that was looked at.
         * @description Needs a key with the scope `read`.
         */
        get: operations["explainRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changed in all shops after a cursor, in the order in which it was found, without gaps.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listAllChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changed in a shop after a cursor, in order within each resource, without gaps.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists orders, or finds them by what they hold.
         * @description All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["listOrders"];
        put?: never;
        /**
         * Creates an order, or several.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createOrder"];
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes orders, each named by its id.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateOrders"];
        trace?: never;
    };
    "/v1/shops/{shop}/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of orders.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes an order.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateOrder"];
        trace?: never;
    };
    "/v1/shops/{shop}/orders/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels orders, each named by its id.
         * @description Needs a key with the scope `write`.
         */
        post: operations["cancelOrders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/orders/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels an order.
         * @description Needs a key with the scope `write`.
         */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists products, or finds them by what they hold.
         * @description All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["listProducts"];
        put?: never;
        /**
         * Creates a product, or several.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes products, each named by its id.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateProducts"];
        trace?: never;
    };
    "/v1/shops/{shop}/products/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of products.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getProduct"];
        put?: never;
        post?: never;
        /**
         * Removes a product at the vendor.
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        /**
         * Changes a product.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateProduct"];
        trace?: never;
    };
    "/v1/shops/{shop}/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets stock at a location, or adds to it.
         * @description Needs a key with the scope `write`.
         */
        post: operations["setStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists customers, or finds them by what they hold.
         * @description All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["listCustomers"];
        put?: never;
        /**
         * Creates a customer, or several.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes customers, each named by its id.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateCustomers"];
        trace?: never;
    };
    "/v1/shops/{shop}/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of customers.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        /**
         * Removes a customer at the vendor.
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteCustomer"];
        options?: never;
        head?: never;
        /**
         * Changes a customer.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateCustomer"];
        trace?: never;
    };
    "/v1/shops/{shop}/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists invoices, or finds them by what they hold.
         * @description All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["listInvoices"];
        put?: never;
        /**
         * Creates an invoice.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/invoices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of invoices.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getInvoice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes the delivery or the channel of an invoice.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateInvoice"];
        trace?: never;
    };
    "/v1/shops/{shop}/invoices/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels an invoice; its payments stay.
         * @description Needs a key with the scope `write`.
         */
        post: operations["cancelInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pays an invoice.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists categories, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listCategories"];
        put?: never;
        /**
         * Creates a category.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/categories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of categories.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getCategory"];
        put?: never;
        post?: never;
        /**
         * Removes a category at the vendor.
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteCategory"];
        options?: never;
        head?: never;
        /**
         * Renames or moves a category.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateCategory"];
        trace?: never;
    };
    "/v1/shops/{shop}/purchases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in goods from a supplier.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createPurchase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/purchases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a purchase.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updatePurchase"];
        trace?: never;
    };
    "/v1/shops/{shop}/purchases/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels a purchase.
         * @description Needs a key with the scope `write`.
         */
        post: operations["cancelPurchase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/supplier-returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives goods back to a supplier.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createSupplierReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists transfers, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listTransfers"];
        put?: never;
        /**
         * Moves goods from one location to another.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/transfers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of transfers.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getTransfer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a transfer, or says that it was sent or received.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateTransfer"];
        trace?: never;
    };
    "/v1/shops/{shop}/transfers/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels a transfer.
         * @description Needs a key with the scope `write`.
         */
        post: operations["cancelTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/price-books/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of price books.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getPriceBook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Sets prices of products in a price book.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["setPrices"];
        trace?: never;
    };
    "/v1/shops/{shop}/vouchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists vouchers, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listVouchers"];
        put?: never;
        /**
         * Makes voucher codes.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createVouchers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/vouchers/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hands voucher codes out.
         * @description Needs a key with the scope `write`.
         */
        post: operations["releaseVouchers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/vouchers/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends voucher codes.
         * @description Needs a key with the scope `write`.
         */
        post: operations["cancelVouchers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/shipments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a shipment without an order.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createShipment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/shipments/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hands a shipment to its carrier.
         * @description Needs a key with the scope `write`.
         */
        post: operations["sendShipment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/shipments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels a shipment.
         * @description Needs a key with the scope `write`.
         */
        post: operations["cancelShipment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/stock/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets the stock of counted products.
         * @description Needs a key with the scope `write`.
         */
        post: operations["countStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/cash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Writes an entry of the cash book.
         * @description Needs a key with the scope `write`.
         */
        post: operations["createCashEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The vendor's catalog: every operation that can be called.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/operations/{operation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calls any operation of the vendor's catalog: reads at once, writes through the ledger.
         * @description A write needs a key with the scope `write`, what concerns webhooks `admin`. An operation that only reads is answered at once, with the vendor's answer. One that writes gets an entry in the ledger, like a command, and needs an Idempotency-Key.
         *
         *     Needs a key with the scope `read`.
         */
        post: operations["callOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/writes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ledger, newest first.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listWrites"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/writes/{write}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One write: its state, its outcome, what the vendor did not take.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getWrite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/writes/{write}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels a write that still waits.
         * @description Needs a key with the scope `write`.
         */
        post: operations["cancelWrite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/writes/{write}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a rejected, dead or unknown write (again), with a changed command if one is given.
         * @description Needs a key with the scope `write`.
         */
        post: operations["retryWrite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/writes/{write}/adopt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells that the vendor did carry it out, under this id.
         * @description Needs a key with the scope `write`.
         */
        post: operations["adoptWrite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/writes/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends all rejected or dead writes again, those that stood foremost first; `more`: call again.
         * @description Needs a key with the scope `write`.
         */
        post: operations["retryWrites"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the vendor sends us, what was missing, and when it was last heard.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/webhooks/instructions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The address and secret, and the steps for a person where the vendor offers no registration.
         * @description Needs a key with the scope `admin`.
         */
        get: operations["getWebhookInstructions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/webhooks/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compares and registers now. `force` replaces another application's address where the vendor keeps one.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["registerWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/webhooks/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new secret for the vendor's webhooks, for all shops of the app where they share it; the one before is accepted for a day.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Webhooks that came for the shop, newest first.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One webhook as it came, without secrets.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/deliveries/{delivery}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Works a webhook off once more, as if it came now. A quarantined one is checked again.
         * @description Needs a key with the scope `write`.
         */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/unrouted-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Webhooks whose address belongs to no shop, newest first.
         * @description Needs the operator's key.
         */
        get: operations["listUnroutedDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every type of event, with the schema of what is sent and an example.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listEventTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the endpoints.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listEndpoints"];
        put?: never;
        /**
         * Adds an address that is told of changes. The answer shows the signing secret, once.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["createEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One endpoint, and how it does.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getEndpoint"];
        put?: never;
        post?: never;
        /**
         * Removes an endpoint; nothing more is sent to it.
         * @description Needs a key with the scope `admin`.
         */
        delete: operations["deleteEndpoint"];
        options?: never;
        head?: never;
        /**
         * Changes an endpoint. Enabling it again sends the events that were held; null removes a filter.
         * @description Needs a key with the scope `admin`.
         */
        patch: operations["updateEndpoint"];
        trace?: never;
    };
    "/v1/endpoints/{endpoint}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new signing secret, shown once. For a day events carry two signatures.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["rotateEndpointSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends an event to try the endpoint; its entry in the log tells how it went.
         * @description The event is made of example values and has `test: true` in its data. Filters are not looked at.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["sendTestEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The delivery log: what was sent, newest first, or what waits, in the order of its next try.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint}/events/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One event of the log with its tries.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends events again under their ids: by id, by time, or by their place in a feed.
         * @description Needs a key with the scope `write`.
         */
        post: operations["replayEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/sync/{resource}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The report of the last verification.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getVerification"];
        put?: never;
        /**
         * Reads a sample of the records (or all) again at the vendor and repairs differences.
         * @description Needs a key with the scope `write`.
         */
        post: operations["startVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/sync/{resource}/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records that may be gone at the vendor, or were removed within a day, with what was seen of each.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listDeletions"];
        put?: never;
        /**
         * Approves or dismisses held deletions; all of them, or those named.
         * @description Needs a key with the scope `admin`.
         */
        post: operations["decideDeletions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists locations, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listLocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/locations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of locations.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getLocation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists inventory, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listInventory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/inventory/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of inventory.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getInventoryOfProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists returns, or finds them by what they hold.
         * @description All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["listReturns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/returns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of returns.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getReturn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/customer-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists customer groups, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listCustomerGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/customer-groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of customer groups.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getCustomerGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/customer-levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists customer levels, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listCustomerLevels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/customer-levels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of customer levels.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getCustomerLevel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists staff, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listStaff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/staff/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of staff.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getStaffMember"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/suppliers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists suppliers, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listSuppliers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/suppliers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of suppliers.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSupplier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/purchase-orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists purchase orders, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listPurchaseOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/purchase-orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of purchase orders.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getPurchaseOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/supplier-orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists supplier orders, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listSupplierOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/supplier-orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of supplier orders.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSupplierOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/price-books": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists price books, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listPriceBooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/price-book-prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists price book prices, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listPriceBookPrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/price-book-prices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of price book prices.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getPriceBookPrice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/price-book-products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists price book products, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listPriceBookProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/price-book-products/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of price book products.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getPriceBookProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists promotions, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listPromotions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/promotions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of promotions.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getPromotion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/advanced-promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists advanced promotions, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listAdvancedPromotions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/advanced-promotions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of advanced promotions.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getAdvancedPromotion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/voucher-campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists voucher campaigns, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listVoucherCampaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/voucher-campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of voucher campaigns.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getVoucherCampaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/vouchers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of vouchers.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getVoucher"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/cash-flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists cash flow, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listCashEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/cash-flow/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of cash flow.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getCashEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds orders in all shops of the tenant, the newest first; each names its shop in `_meta`.
         * @description All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["listOrdersOfAllShops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds invoices in all shops of the tenant, the newest first; each names its shop in `_meta`.
         * @description All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["listInvoicesOfAllShops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds returns in all shops of the tenant, the newest first; each names its shop in `_meta`.
         * @description All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["listReturnsOfAllShops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds customers in all shops of the tenant, the newest first; each names its shop in `_meta`.
         * @description All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["listCustomersOfAllShops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds products in all shops of the tenant, the newest first; each names its shop in `_meta`.
         * @description All filters hold together. A page may have fewer records than `limit`, even none, while `next` is not null: then so many records were looked at that the rest waits for the next page. A record that has just been stored is found a moment later; under its id it is there at once.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["listProductsOfAllShops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/{resource}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists records of a collection without a canonical form, in pages, in the order of their ids.
         * @description Needs a key with the scope `read`.
         */
        get: operations["listRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/{resource}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one record of a collection without a canonical form.
         * @description Needs a key with the scope `read`.
         */
        get: operations["getRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds what a person typed: a code, a bar code, a phone or words of a name, in all shops of the tenant.
         * @description Codes first, then bar codes, phones and names; the newest first. Each record comes once. Case, marks, blanks and the form of Unicode make no difference, and a phone may be spelled in any way. A page may be shorter than `limit` while `next` is not null.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["searchRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop}/{resource}/{id}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replaces what the tenant has put on a record; answers with the record.
         * @description Needs a key with the scope `write`.
         */
        put: operations["replaceMetadata"];
        post?: never;
        /**
         * Takes away what the tenant has put on a record; answers with the record.
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteMetadata"];
        options?: never;
        head?: never;
        /**
         * Sets some keys of what the tenant has put on a record, and takes others away; answers with the record.
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateMetadata"];
        trace?: never;
    };
}
export interface webhooks {
    "locations.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of locations was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onLocationsChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "categories.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of categories was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onCategoriesChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "products.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of products was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onProductsChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "inventory.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of inventory was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onInventoryChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "customers.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of customers was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onCustomersChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "orders.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of orders was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onOrdersChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "invoices.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of invoices was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onInvoicesChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "returns.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of returns was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onReturnsChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "customer-groups.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of customer-groups was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onCustomerGroupsChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "customer-levels.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of customer-levels was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onCustomerLevelsChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "staff.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of staff was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onStaffChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "suppliers.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of suppliers was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onSuppliersChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "purchase-orders.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of purchase-orders was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onPurchaseOrdersChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "supplier-orders.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of supplier-orders was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onSupplierOrdersChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "transfers.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of transfers was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onTransfersChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "price-books.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of price-books was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onPriceBooksChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "price-book-prices.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of price-book-prices was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onPriceBookPricesChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "price-book-products.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of price-book-products was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onPriceBookProductsChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotions.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of promotions was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onPromotionsChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "advanced-promotions.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of advanced-promotions was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onAdvancedPromotionsChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "voucher-campaigns.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of voucher-campaigns was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onVoucherCampaignsChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "vouchers.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of vouchers was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onVouchersChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "cash-flow.*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A record of cash-flow was added, changed or deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onCashFlowChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "write.succeeded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The vendor has carried a write out.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onWriteSucceeded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "write.rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The vendor has refused a write; `error` says why.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onWriteRejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "write.dead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A write was given up: it was certainly not carried out.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onWriteDead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "write.unknown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A write got no answer, and nobody knows yet whether it was carried out.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onWriteUnknown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "shop.degraded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resources of the shop are late; `resources` names them.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onShopDegraded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "shop.recovered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * None of the shop's resources is late any more.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onShopRecovered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "shop.needs-reauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The vendor refuses the shop's credentials.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onShopNeedsReauth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "shop.credentials-expiring": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The shop's access ends soon, and its owner has to renew it.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onShopCredentialsExpiring"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "shop.sunset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The vendor ends its support of the interface soon.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onShopSunset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "shop.migrated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The shop has moved to its vendor's next version.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onShopMigrated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "deletions.held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Many records are gone at once: a person has to say whether they were deleted.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onDeletionsHeld"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "endpoint.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A test of the endpoint.
         * @description Signed as Standard Webhooks says; docs/events.md has a receiver.
         */
        post: operations["onEndpointTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Address: {
            /** @description Name of the person at this address. */
            name?: string;
            /** @description Phone of the person at this address, as the vendor writes it. */
            phone?: string;
            /** @description House and street; at some vendors the whole address in one line. */
            line?: string;
            /** @description Name of the ward (phường, xã). */
            ward?: string;
            /** @description The vendor's id of the ward. */
            wardId?: string;
            /** @description Name of the district (quận, huyện). Since July 2025 there are none. */
            district?: string;
            /** @description The vendor's id of the district, or of the smallest area that it names. */
            districtId?: string;
            /** @description Name of the province or city. */
            province?: string;
            /** @description The vendor's id of the province or city. */
            provinceId?: string;
            /** @description Country, ISO 3166-1 alpha-2. */
            country?: string;
            /**
             * @description Which division the ids belong to: before July 2025 three tiers, since then two.
             * @enum {string}
             */
            scheme?: "three-tier" | "two-tier";
        };
        AuditEntry: {
            id: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            at: string;
            /** @description id of a key, `operator`, `operator:<name>`, `consent` or `removal` */
            by: string;
            action: string;
            subject: string;
            details?: {
                [key: string]: unknown;
            };
            tenant?: string;
            /** @description of the caller */
            address?: string;
            /** @description the answer and the log carry it, too */
            requestId?: string;
        };
        Budget: {
            limit: string;
            /** @description a limit of one operation alone */
            operation?: string;
            /**
             * @description who draws from it: all shops of this deployment, or this shop
             * @enum {string}
             */
            sharedBy: "deployment" | "shop";
            /** @description calls within the window */
            capacity: number;
            windowSeconds: number;
            left: number;
            /**
             * Format: date-time
             * @description the vendor itself takes no call before
             */
            blockedUntil?: string;
            /** @description by kind of work: when the last one in line may call */
            waiting: {
                [key: string]: string;
            };
            /** @description where the vendor documents it */
            source: string;
        };
        CashCreateCommand: {
            /** @enum {string} */
            direction: "in" | "out";
            /** @description VND */
            amount: number;
            locationId?: string;
            /** @enum {string} */
            method?: "cash" | "card" | "transfer";
            accountId?: string;
            categoryId?: string;
            /** Format: date-time */
            at?: string;
            note?: string;
        };
        /** cash.create at Pancake POS */
        CashCreateCommandPancake: {
            /** @enum {string} */
            direction: "in" | "out";
            /** @description VND */
            amount: number;
            locationId?: unknown;
            /** @enum {string} */
            method?: "cash" | "card" | "transfer";
            accountId?: unknown;
            categoryId?: unknown;
            /** Format: date-time */
            at?: string;
            note?: string;
        };
        CashEntry: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description What the vendor calls the movement. */
            name?: string;
            /**
             * @description in: the shop gets money. out: the shop pays.
             * @enum {string}
             */
            direction?: "in" | "out";
            /** @description How much, VND, never negative: `direction` says which way. */
            amount?: number | string;
            /** @description How: cash, transfer, card or the vendor's word. */
            method?: string;
            /** @description Id of the shop's account. */
            accountId?: string;
            /** @description Id of the location. */
            locationId?: string;
            /**
             * @description What the other side is.
             * @enum {string}
             */
            partyType?: "customer" | "supplier" | "staff" | "carrier" | "other";
            /** @description Id of the other side. */
            partyId?: string;
            /** @description Name of the other side. */
            partyName?: string;
            /** @description Id of the document that the money belongs to. */
            documentId?: string;
            /** @description The vendor's own state. */
            vendorStatus?: {
                /** @description The vendor's own code of the state, as text. */
                code: string;
                /** @description The vendor's word for the state. */
                name?: string;
            };
            /** @description Name of the staff member who wrote it down. */
            staffName?: string;
            /** @description Note on the movement. */
            note?: string;
            /** @description When the money moved. ISO 8601, UTC. */
            at?: string;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        CategoriesCreateCommand: {
            name: string;
            parentId?: string;
        };
        /** categories.create at KiotViet */
        CategoriesCreateCommandKiotviet: {
            name: string;
            parentId?: string;
        };
        CategoriesDeleteCommand: {
            id: string;
        };
        CategoriesDeleteCommandBody: Record<string, never>;
        /** categories.delete at KiotViet */
        CategoriesDeleteCommandKiotviet: {
            id: string;
        };
        CategoriesUpdateCommand: {
            id: string;
            name?: string;
            parentId?: string;
        };
        CategoriesUpdateCommandBody: {
            name?: string;
            parentId?: string;
        };
        /** categories.update at KiotViet */
        CategoriesUpdateCommandKiotviet: {
            id: string;
            name?: string;
            parentId?: string;
        };
        Category: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Name of the category. */
            name: string;
            /** @description Id of the category above. Absent: it stands at the top. */
            parentId?: string;
            /** @description Place among its neighbours, smallest first. */
            rank?: number;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        Change: {
            /** @description resource, id and version: the same for a change that is told twice */
            changeId: string;
            /** @description place in the resource's feed: 1, 2, 3, ... without gaps */
            seq: number;
            resource: string;
            /** @description id of the record */
            id: string;
            /** @description the record's version after the change */
            version: number;
            /** @description `orders.added`, `orders.updated`, `orders.deleted` */
            type: string;
            /** @description fields of the canonical record that differ; empty where the vendor's row alone does */
            fields: string[];
            /** @description id of our own write that caused it */
            origin?: string;
            /**
             * @description the record was there before the shop was registered: nothing has happened at the vendor
             * @constant
             */
            backfill?: true;
            /**
             * Format: date-time
             * @description when we began to ask for what was found
             */
            at: string;
            /** @description with `include=record`: the record as it is now, as the routes of its collection show it */
            record?: {
                [key: string]: unknown;
            };
        };
        Consent: {
            /** @description where the shop's owner begins; for one browser, within an hour */
            consentUrl?: string;
            /** @description must stand among the app's Redirect URLs; the same for every shop */
            returnAddress?: string;
            /** @description what stands in the way of the consent */
            notice?: string;
        };
        Customer: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Name. Marketplaces hide letters of it: see `masked`. */
            name?: string;
            /** @description The first phone, as the vendor writes it. */
            phone?: string;
            /** @description `phone` in the one form E.164 (`+84988999999`), for matching. Absent for masked numbers and for what is no number. */
            phoneE164?: string;
            /** @description The first e-mail address. */
            email?: string;
            /**
             * @description Gender, where the vendor asks for it.
             * @enum {string}
             */
            gender?: "male" | "female" | "other";
            /** @description Day of birth, YYYY-MM-DD. */
            birthday?: string;
            /** @description Name of the company that the customer buys for. */
            company?: string;
            /** @description Tax code (mã số thuế). */
            taxCode?: string;
            /**
             * @description Person or company.
             * @enum {string}
             */
            type?: "person" | "company";
            /** @description The first address. */
            address?: components["schemas"]["Address"];
            /** @description Names of the groups or levels that the customer belongs to. */
            groups?: string[];
            /** @description Name of the level of loyalty, where it is kept apart from groups. */
            level?: string;
            /** @description Names of the tags. */
            tags?: string[];
            /** @description The shop's latest note about the customer that is not removed. */
            note?: string;
            /** @description Points that can be spent now. */
            points?: number;
            /** @description Currency of the amounts, ISO 4217. */
            currency?: string;
            /** @description What the customer owes the shop, in `currency`. Negative: the shop owes. */
            debt?: number | string;
            /** @description What the customer has bought for so far by the vendor's count, in `currency`. */
            totalSpent?: number | string;
            /** @description true: letters of the name or number are hidden behind asterisks. Such a name or number is no key. */
            masked?: boolean;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        CustomerGroup: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Name of the group or level. */
            name: string;
            /** @description The shop's description. */
            note?: string;
            /** @description What members get off, in percent. */
            discountPercent?: number;
            /** @description What members get off, as an amount in VND. */
            discount?: number | string;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        CustomersCreateCommand: {
            name: string;
            code?: string;
            phone?: string;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female" | "other";
            /** Format: date */
            birthday?: string;
            company?: string;
            taxCode?: string;
            address?: components["schemas"]["Address"];
            /** @description names or ids of customer groups */
            groups?: string[];
            /** @description names or ids of the shop's own labels */
            tags?: string[];
            /** @description reward points that the customer has after the write */
            points?: number;
            note?: string;
        };
        /** customers.create at iSale */
        CustomersCreateCommandIsale: {
            name: string;
            code?: string;
            phone?: string;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female" | "other";
            /** Format: date */
            birthday?: string;
            address?: {
                /** @description House and street; at some vendors the whole address in one line. */
                line?: string;
                /** @description Name of the ward (phường, xã). */
                ward?: string;
                /** @description Name of the district (quận, huyện). Since July 2025 there are none. */
                district?: string;
                /** @description Name of the province or city. */
                province?: string;
                /** @description Country, ISO 3166-1 alpha-2. */
                country?: string;
                /**
                 * @description Which division the ids belong to: before July 2025 three tiers, since then two.
                 * @enum {string}
                 */
                scheme?: "three-tier" | "two-tier";
                wardId?: unknown;
                districtId?: unknown;
                provinceId?: unknown;
                name?: unknown;
                phone?: unknown;
            };
            note?: string;
        };
        /** customers.create at KiotViet */
        CustomersCreateCommandKiotviet: {
            name: string;
            code?: string;
            phone?: string;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female";
            /** Format: date */
            birthday?: string;
            company?: unknown;
            taxCode?: unknown;
            address?: components["schemas"]["Address"];
            groups?: string[];
            tags?: unknown;
            points?: unknown;
            note?: string;
        };
        /** customers.create at Nhanh.vn (Open API 2.0) */
        CustomersCreateCommandNhanhV2: {
            name: string;
            phone: string;
            groups?: string[];
            tags?: unknown;
            points?: number;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female";
            /** Format: date */
            birthday?: string;
            company?: string;
            taxCode?: string;
            address?: {
                name?: string;
                phone?: string;
                line?: string;
                ward?: string;
                /** @description becomes the name that the vendor's list has for it */
                wardId?: string;
                district?: string;
                /** @description becomes the name that the vendor's list has for it */
                districtId?: string;
                province?: string;
                /** @description becomes the name that the vendor's list has for it */
                provinceId?: string;
                /** @constant */
                country?: "VN";
                /** @constant */
                scheme?: "three-tier";
            };
            note?: string;
        };
        /** customers.create at Nhanh.vn (Open API v3) */
        CustomersCreateCommandNhanhV3: {
            name: string;
            phone: string;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female";
            /** Format: date */
            birthday?: string;
            company?: string;
            taxCode?: string;
            address?: {
                name?: string;
                phone?: string;
                line?: string;
                ward?: string;
                wardId?: string;
                district?: string;
                districtId?: string;
                province?: string;
                provinceId?: string;
                /** @constant */
                country?: "VN";
                /** @constant */
                scheme?: "three-tier";
            };
            groups?: string[];
            /** @description ids or names of the shop's labels */
            tags?: string[];
            points?: number;
            note?: string;
        };
        /** customers.create at Pancake POS */
        CustomersCreateCommandPancake: {
            name: string;
            code?: unknown;
            phone?: string;
            email?: unknown;
            gender?: unknown;
            /** Format: date */
            birthday?: string;
            company?: unknown;
            taxCode?: unknown;
            address?: unknown;
            groups?: unknown;
            tags?: unknown;
            points?: unknown;
            note?: unknown;
        };
        CustomersDeleteCommand: {
            id: string;
        };
        CustomersDeleteCommandBody: Record<string, never>;
        /** customers.delete at KiotViet */
        CustomersDeleteCommandKiotviet: {
            id: string;
        };
        CustomersUpdateCommand: {
            id: string;
            name?: string;
            code?: string;
            phone?: string;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female" | "other";
            /** Format: date */
            birthday?: string;
            company?: string;
            taxCode?: string;
            address?: components["schemas"]["Address"];
            /** @description names or ids of customer groups */
            groups?: string[];
            /** @description names or ids of the shop's own labels */
            tags?: string[];
            /** @description reward points that the customer has after the write */
            points?: number;
            note?: string;
        };
        CustomersUpdateCommandBody: {
            name?: string;
            code?: string;
            phone?: string;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female" | "other";
            /** Format: date */
            birthday?: string;
            company?: string;
            taxCode?: string;
            address?: components["schemas"]["Address"];
            /** @description names or ids of customer groups */
            groups?: string[];
            /** @description names or ids of the shop's own labels */
            tags?: string[];
            /** @description reward points that the customer has after the write */
            points?: number;
            note?: string;
        };
        /** customers.update at iSale */
        CustomersUpdateCommandIsale: {
            id: string;
            name?: string;
            code?: string;
            phone?: string;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female" | "other";
            /** Format: date */
            birthday?: string;
            address?: {
                /** @description House and street; at some vendors the whole address in one line. */
                line?: string;
                /** @description Name of the ward (phường, xã). */
                ward?: string;
                /** @description Name of the district (quận, huyện). Since July 2025 there are none. */
                district?: string;
                /** @description Name of the province or city. */
                province?: string;
                /** @description Country, ISO 3166-1 alpha-2. */
                country?: string;
                /**
                 * @description Which division the ids belong to: before July 2025 three tiers, since then two.
                 * @enum {string}
                 */
                scheme?: "three-tier" | "two-tier";
                wardId?: unknown;
                districtId?: unknown;
                provinceId?: unknown;
                name?: unknown;
                phone?: unknown;
            };
            note?: string;
        };
        /** customers.update at KiotViet */
        CustomersUpdateCommandKiotviet: {
            id: string;
            name?: string;
            code?: string;
            phone?: string;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female";
            /** Format: date */
            birthday?: string;
            company?: unknown;
            taxCode?: string;
            address?: components["schemas"]["Address"];
            groups?: string[];
            tags?: unknown;
            points?: unknown;
            note?: string;
        };
        /** customers.update at Nhanh.vn (Open API 2.0) */
        CustomersUpdateCommandNhanhV2: {
            id: string;
            name?: string;
            phone?: string;
            groups?: string[];
            tags?: unknown;
            points?: number;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female";
            /** Format: date */
            birthday?: string;
            company?: string;
            taxCode?: string;
            address?: {
                name?: string;
                phone?: string;
                line?: string;
                ward?: string;
                /** @description becomes the name that the vendor's list has for it */
                wardId?: string;
                district?: string;
                /** @description becomes the name that the vendor's list has for it */
                districtId?: string;
                province?: string;
                /** @description becomes the name that the vendor's list has for it */
                provinceId?: string;
                /** @constant */
                country?: "VN";
                /** @constant */
                scheme?: "three-tier";
            };
            note?: string;
        };
        /** customers.update at Pancake POS */
        CustomersUpdateCommandPancake: {
            id: string;
            name?: string;
            code?: unknown;
            phone?: string;
            /** Format: email */
            email?: string;
            /** @enum {string} */
            gender?: "male" | "female" | "other";
            /** Format: date */
            birthday?: string;
            company?: unknown;
            taxCode?: unknown;
            address?: components["schemas"]["Address"];
            groups?: string[];
            /** @description names or ids of the shop's own labels */
            tags?: string[];
            /** @description reward points that the customer has after the write */
            points?: number;
            note?: string;
        };
        Deletion: {
            id: string;
            /** @enum {string} */
            state: "pending" | "held" | "approved" | "dismissed" | "removed";
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            observedAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            removedAt?: string;
            evidence: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                at: string;
                /** @enum {string} */
                way: "list-page" | "detail" | "webhook" | "own-write" | "deleted-list" | "absence";
                /** @enum {string} */
                said: "gone" | "not-shown" | "cannot-tell";
                /** @description the vendor's words */
                words?: string;
                /** @description id of a living record that the same call showed */
                canary?: string;
                refused?: boolean;
                /**
                 * @description why an absence proves nothing
                 * @enum {string}
                 */
                weak?: "incomplete" | "empty";
                /** @description id of your write that removed the record */
                write?: string;
            }[];
        };
        Delivery: {
            id: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            at: string;
            method: string;
            bytes: number;
            /**
             * @description `quarantined`: the sender could not prove who it is
             * @enum {string}
             */
            state: "waiting" | "processed" | "quarantined" | "ignored" | "failed";
            reason?: string;
            events?: string[];
            /** @description resource -> ids that were fetched */
            pulled?: {
                [key: string]: string[];
            };
            duplicateOf?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            finishedAt?: string;
        };
        Drift: {
            /** @enum {string} */
            vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
            operation: string;
            /** @enum {string} */
            kind: "new-field" | "new-type" | "new-code" | "missing-field";
            /** @description where in the answer: `data[].lines[].price` */
            path: string;
            /** @description the type, or the code where it is a number or one plain word */
            found?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            firstAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            lastAt: string;
            /** @description hours in which it was seen, by each worker */
            times: number;
            /** @description a part of an answer that shows it, with made-up values */
            fixture: unknown;
        };
        DryRun: {
            /** @enum {string} */
            method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
            /** @description without secrets */
            url: string;
            body?: unknown;
            command?: unknown;
            /** @description fields that the copy of the shop filled in */
            filled?: {
                [key: string]: unknown;
            };
            /** @description what repeats the record, because the call replaces it */
            carried?: {
                [key: string]: unknown;
            };
            /** @description field that the vendor cannot hold -> the reason */
            dropped?: {
                [key: string]: string;
            };
        };
        Endpoint: {
            id: string;
            url: string;
            description?: string;
            /** @description only events of these shops */
            shops?: string[];
            /** @description only changes of these resources */
            resources?: string[];
            /** @description only events of these types */
            types?: string[];
            /**
             * @description thin: ids and versions; full: with the record
             * @enum {string}
             */
            payload: "thin" | "full";
            /** @description it is told of records that were there before their shop was registered */
            backfill?: boolean;
            /** @description events that are sent at the same time, at most */
            concurrency: number;
            /** @description events that are sent per second, at most */
            ratePerSecond: number;
            /** @enum {string} */
            state: "enabled" | "disabled";
            /**
             * @description `failing`: nothing came through for five days; `gone`: it answered 410
             * @enum {string}
             */
            disabledBy?: "tenant" | "failing" | "gone";
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /** @description signing secrets that are in use, newest first */
            secrets: {
                /** @description its last characters */
                hint: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                until?: string;
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            failingSince?: string;
            /**
             * Format: date-time
             * @description nothing is sent before
             */
            notBefore?: string;
        };
        FieldError: {
            /** @description path in the body, or name of the parameter or header */
            field: string;
            message: string;
        };
        Freshness: {
            resource: string;
            /** @enum {string} */
            state: "failing" | "stalled" | "limited" | "incomplete" | "catching-up" | "backfilling" | "waiting" | "paused" | "current";
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            since?: string;
            /** @description why it is not current, for people */
            reason?: string;
            /**
             * Format: date-time
             * @description `limited`, `paused`: when it ends by itself
             */
            until?: string;
            /** @description within which a change arrives */
            promisedSeconds: number;
            /** @description since the last complete reading began; null: there was none yet */
            lagSeconds: number | null;
        };
        Inventory: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Id of the product; the same as `id`. */
            productId: string;
            /** @description What lies at all locations together, by the vendor's own count. */
            onHand?: number;
            /** @description What can be sold at all locations together, by the vendor's own count. */
            available?: number;
            /** @description Stock at each location. */
            levels: {
                /** @description Id of the location. */
                locationId: string;
                /** @description What lies there. */
                onHand?: number;
                /** @description What of it is promised to orders. */
                reserved?: number;
                /** @description What can be sold there: on hand less reserved. */
                available?: number;
                /** @description What is ordered or on its way. */
                incoming?: number;
                /** @description Cost of one unit there, VND. */
                cost?: number | string;
            }[];
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        Invoice: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description The vendor's own state. */
            vendorStatus?: {
                /** @description The vendor's own code of the state, as text. */
                code: string;
                /** @description The vendor's word for the state. */
                name?: string;
            };
            /** @description Id of the document that this one takes back, exchanges or makes good. */
            originalId?: string;
            /** @description Currency of all amounts of the document, ISO 4217. */
            currency?: string;
            /** @description Id of the location that sells. */
            locationId?: string;
            /** @description Id of the customer's record. */
            customerId?: string;
            /** @description The customer as the document names him. */
            customer?: {
                /** @description Name on the document. */
                name?: string;
                /** @description Phone on the document, as the vendor writes it. */
                phone?: string;
                /** @description `phone` in the one form E.164 (`+84988999999`), for matching. Absent for masked numbers and for what is no number. */
                phoneE164?: string;
                /** @description E-mail address on the document. */
                email?: string;
                /** @description Code of the customer. */
                code?: string;
            };
            /** @description What is sold or brought back. Empty: no line was shown. */
            lines: components["schemas"]["Line"][];
            /** @description What is given for nothing and stands in no line. */
            gifts?: {
                /** @description Id of the product that is given. */
                productId?: string;
                /** @description SKU of the product. */
                code?: string;
                /** @description Name of the product. */
                name?: string;
                /** @description How many. */
                quantity: number;
                /** @description What it is worth by the vendor's figure. Nobody pays it. */
                value?: number | string;
                /** @description Id of the line that it comes with. Absent: it comes with the whole document. */
                lineId?: string;
            }[];
            /** @description What is taken off the whole document, beside the lines' own discounts. */
            discount?: number | string;
            /** @description What the customer pays beside goods and delivery. */
            surcharges?: {
                /** @description Code of the surcharge. */
                code?: string;
                /** @description Name of the surcharge. */
                name?: string;
                /** @description What the customer pays for it, in the document's currency. */
                amount: number | string;
            }[];
            /** @description VAT of the document, all lines together. */
            tax?: number | string;
            /** @description true: the prices of the lines include `tax`, so that it is not added. */
            taxIncluded?: boolean;
            /** @description What the customer has to pay (of a return: what he gets back): lines - discount + surcharges + tax + fee. */
            total?: number | string;
            /** @description `total` less what the other fields add up to. Absent: they add up, or cannot be checked because a part is not told. */
            unreconciled?: number | string;
            /** @description What the customer has paid so far, points and vouchers included, change not taken off. */
            paid?: number | string;
            /** @description What is still to be paid: `total` less `paid`, never below 0; 0 once it is cancelled. */
            due?: number | string;
            /** @description What was handed back because more was paid than `total`. */
            change?: number | string;
            /** @description The ways in which it was paid. */
            payments?: components["schemas"]["Payment"][];
            /** @description Money that went back to the customer. */
            refunds?: components["schemas"]["Payment"][];
            /**
             * @description How far it is paid, by `total` and `paid`. Of a return, and of a negative total, how far the money went back; `refunded`: all of it did.
             * @enum {string}
             */
            paymentStatus?: "unpaid" | "partial" | "paid" | "refunded";
            /** @description Id of the staff member who sold it; where nobody is named, of who made it. */
            staffId?: string;
            /** @description Name of that staff member. */
            staffName?: string;
            /** @description Name of the channel of sale: facebook, shopee, website, or the shop's own word. */
            channel?: string;
            /** @description Number of the order at the marketplace or web shop. */
            channelOrderId?: string;
            /** @description Where the sale began: page, advertisement, conversation, campaign. */
            source?: {
                /** @description The shop's own name of the source. */
                name?: string;
                /** @description Id of the page at Facebook, Zalo or another network. */
                pageId?: string;
                /** @description Id of the conversation in which it was sold. */
                conversationId?: string;
                /** @description Id of the post. */
                postId?: string;
                /** @description Id of the advertisement. */
                adId?: string;
                /** @description Id of the shop at the marketplace. */
                shopId?: string;
                /** @description Code of the person who sent the customer. */
                affiliate?: string;
                /** @description utm_source of the visit. */
                utmSource?: string;
                /** @description utm_medium of the visit. */
                utmMedium?: string;
                /** @description utm_campaign of the visit. */
                utmCampaign?: string;
                /** @description utm_content of the visit. */
                utmContent?: string;
                /** @description utm_term of the visit. */
                utmTerm?: string;
            };
            /** @description Names, or where the vendor gives no names ids, of the tags. */
            tags?: string[];
            /** @description Note on the document. */
            note?: string;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description State of the invoice, in one set of words for all vendors.
             * @enum {string}
             */
            status: "draft" | "processing" | "completed" | "cancelled" | "failed" | "unknown";
            /**
             * @description What kind of sale it is.
             * @enum {string}
             */
            type?: "sale" | "retail" | "wholesale" | "purchase" | "other";
            /** @description Id of the order that it carries out. */
            orderId?: string;
            /** @description Code of that order. */
            orderCode?: string;
            /** @description What the customer pays for the delivery, as part of `total`. At KiotViet `total` is what the customer has to pay and holds no delivery: absent. */
            fee?: number | string;
            /** @description The delivery, and where it goes. */
            shipping?: components["schemas"]["Shipping"];
            /** @description The parcels of the document, without the address; the first is that of `shipping`. */
            shipments?: components["schemas"]["Shipping"][];
            /**
             * @description How far the goods are on their way.
             * @enum {string}
             */
            fulfilmentStatus?: "unfulfilled" | "shipped" | "delivered" | "returning" | "returned" | "cancelled";
            /** @description What the marketplace keeps. The shop pays it, so it is no part of `total`. */
            marketplaceFees?: {
                /** @description The vendor's name of the fee. */
                name: string;
                /** @description How much. */
                amount: number | string;
            }[];
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
            /** @description records that it names, as far as they are here; with `expand` only */
            _expanded?: {
                /** @description the record that `customerId` names */
                customer?: components["schemas"]["Customer"];
                /** @description the products of the lines */
                products?: components["schemas"]["Product"][];
                /** @description the record that `locationId` names */
                location?: components["schemas"]["Location"];
            };
        };
        InvoicesCancelCommand: {
            id: string;
            reason?: string;
        };
        InvoicesCancelCommandBody: {
            reason?: string;
        };
        /** invoices.cancel at KiotViet */
        InvoicesCancelCommandKiotviet: {
            id: string;
            reason?: unknown;
        };
        InvoicesCreateCommand: {
            locationId?: string;
            orderId?: string;
            customer?: {
                id?: string;
                code?: string;
                name?: string;
                phone?: string;
                /** Format: email */
                email?: string;
            };
            lines: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                name?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description VAT in percent */
                taxRate?: number;
                /** @description given with the order, at no price */
                gift?: boolean;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
            /** @description VND */
            discount?: number;
            payments?: {
                /** @enum {string} */
                method: "cash" | "card" | "transfer" | "cod";
                /** @description VND */
                amount: number;
                accountId?: string;
            }[];
            shipping?: {
                address?: components["schemas"]["Address"];
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: number;
                carrierCode?: string;
                /** @description a service of the carrier */
                serviceCode?: string;
                trackingCode?: string;
                /**
                 * Format: date-time
                 * @description when the receiver expects it
                 */
                expectedAt?: string;
                note?: string;
            };
            channel?: string;
            /** @description who sold it */
            staffId?: string;
            /** @description names or ids of the shop's own labels */
            tags?: string[];
            note?: string;
        };
        /** invoices.create at KiotViet */
        InvoicesCreateCommandKiotviet: {
            locationId: string;
            orderId?: string;
            customer?: {
                id?: string;
                code?: string;
                name?: string;
                phone?: string;
                /** Format: email */
                email?: string;
            };
            lines: {
                productId?: string;
                /** @description SKU */
                code?: string;
                name?: string;
                quantity: number;
                price: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                taxRate?: unknown;
                gift?: unknown;
                serials?: string[];
                batch?: unknown;
            }[];
            /** @description VND */
            discount?: number;
            payments?: {
                /** @enum {string} */
                method: "cash" | "card" | "transfer";
                amount: number;
                accountId?: string;
            }[];
            shipping?: {
                address?: {
                    /** @description Name of the person at this address. */
                    name?: string;
                    /** @description Phone of the person at this address, as the vendor writes it. */
                    phone?: string;
                    /** @description House and street; at some vendors the whole address in one line. */
                    line?: string;
                    /** @description Name of the ward (phường, xã). */
                    ward?: string;
                    /** @description The vendor's id of the ward. */
                    wardId?: string;
                    /** @description Name of the district (quận, huyện). Since July 2025 there are none. */
                    district?: string;
                    districtId?: string;
                    /** @description Name of the province or city. */
                    province?: string;
                    provinceId?: string;
                    /** @description Country, ISO 3166-1 alpha-2. */
                    country?: string;
                    /**
                     * @description Which division the ids belong to: before July 2025 three tiers, since then two.
                     * @enum {string}
                     */
                    scheme?: "three-tier" | "two-tier";
                };
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: number;
                carrierCode?: string;
                serviceCode?: unknown;
                trackingCode?: string;
                /**
                 * Format: date-time
                 * @description when the receiver expects it
                 */
                expectedAt?: string;
                note?: unknown;
            };
            channel?: string;
            staffId?: string;
            tags?: unknown;
            note?: string;
        };
        /** invoices.create at Nhanh.vn (Open API v3) */
        InvoicesCreateCommandNhanhV3: {
            locationId: string;
            customer?: {
                id?: string;
                code?: unknown;
                name?: string;
                phone?: string;
                /** Format: email */
                email?: string;
            };
            lines: {
                productId: string;
                code?: string;
                name?: string;
                quantity: number;
                price?: number;
                discount?: number;
                note?: string;
                taxRate?: number;
                /** @description sold for nothing, as the document tells to send a gift */
                gift?: boolean;
                serials?: string[];
                batch?: {
                    id: string;
                    code?: unknown;
                    expiresOn?: unknown;
                };
            }[];
            payments?: {
                /** @enum {string} */
                method: "cash" | "card" | "transfer";
                amount: number;
                accountId?: string;
            }[];
            staffId?: string;
            /** @description ids or names of the shop's labels */
            tags?: string[];
            note?: string;
        };
        InvoicesUpdateCommand: {
            id: string;
            shipping?: {
                address?: components["schemas"]["Address"];
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: number;
                carrierCode?: string;
                /** @description a service of the carrier */
                serviceCode?: string;
                trackingCode?: string;
                /**
                 * Format: date-time
                 * @description when the receiver expects it
                 */
                expectedAt?: string;
                note?: string;
            };
            channel?: string;
        };
        InvoicesUpdateCommandBody: {
            shipping?: {
                address?: components["schemas"]["Address"];
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: number;
                carrierCode?: string;
                /** @description a service of the carrier */
                serviceCode?: string;
                trackingCode?: string;
                /**
                 * Format: date-time
                 * @description when the receiver expects it
                 */
                expectedAt?: string;
                note?: string;
            };
            channel?: string;
        };
        /** invoices.update at KiotViet */
        InvoicesUpdateCommandKiotviet: {
            id: string;
            shipping?: {
                address?: {
                    /** @description Name of the person at this address. */
                    name?: string;
                    /** @description Phone of the person at this address, as the vendor writes it. */
                    phone?: string;
                    /** @description House and street; at some vendors the whole address in one line. */
                    line?: string;
                    /** @description Name of the ward (phường, xã). */
                    ward?: string;
                    /** @description The vendor's id of the ward. */
                    wardId?: string;
                    /** @description Name of the district (quận, huyện). Since July 2025 there are none. */
                    district?: string;
                    districtId?: string;
                    /** @description Name of the province or city. */
                    province?: string;
                    provinceId?: string;
                    /** @description Country, ISO 3166-1 alpha-2. */
                    country?: string;
                    /**
                     * @description Which division the ids belong to: before July 2025 three tiers, since then two.
                     * @enum {string}
                     */
                    scheme?: "three-tier" | "two-tier";
                };
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: number;
                carrierCode?: string;
                serviceCode?: unknown;
                trackingCode?: string;
                /**
                 * Format: date-time
                 * @description when the receiver expects it
                 */
                expectedAt?: string;
                note?: unknown;
            };
            channel?: string;
        };
        Key: {
            id: string;
            name: string;
            /** @enum {string} */
            scope: "read" | "write" | "admin";
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description it ends then, or has ended
             */
            expiresAt?: string;
            /** @description the last characters of the key */
            hint: string;
        };
        Line: {
            /** @description The vendor's id of the line. */
            id?: string;
            /** @description Id of the product or variant. */
            productId?: string;
            /** @description SKU as the line shows it. */
            code?: string;
            /** @description Name of the product as the line shows it. */
            name?: string;
            /** @description How many, in `unit` where there is one. Negative at vendors that write returns so. */
            quantity: number;
            /** @description Name of the unit that is counted, where it is not the product's own. */
            unit?: string;
            /** @description Price of one before discount, in the document's currency. */
            price: number | string;
            /** @description What is taken off the whole line, in the document's currency. */
            discount?: number | string;
            /** @description VAT of the line in percent. */
            taxRate?: number;
            /** @description VAT of the whole line, in the document's currency. */
            tax?: number | string;
            /** @description true: `price` includes the VAT. false: VAT comes on top. */
            taxIncluded?: boolean;
            /** @description What the whole line costs by the vendor's own figure: after discount, and at Nhanh after VAT. */
            total?: number | string;
            /** @description true: the line is given for nothing, and its total is 0. */
            gift?: boolean;
            /** @description How many of the line came back. */
            returned?: number;
            /** @description Note on the line. */
            note?: string;
            /** @description Serial numbers (IMEI) of what was sold. */
            serials?: string[];
            /** @description Batches that the line was taken from, with their expiry. */
            batches?: {
                /** @description The vendor's id of the batch. */
                id?: string;
                /** @description Name or number of the batch. */
                code?: string;
                /** @description Day on which it was made, YYYY-MM-DD. */
                madeAt?: string;
                /** @description Day on which it expires, YYYY-MM-DD. */
                expiresAt?: string;
                /** @description How much of it is there, in the product's own unit. */
                quantity?: number;
                /** @description Where it lies. */
                locationId?: string;
            }[];
        };
        Location: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Name of the branch, depot, warehouse or store. */
            name: string;
            /** @description Phone as the vendor writes it. */
            phone?: string;
            /** @description `phone` in the one form E.164 (`+84988999999`), for matching. Absent for masked numbers and for what is no number. */
            phoneE164?: string;
            /** @description E-mail address. */
            email?: string;
            /** @description Where it is. */
            address?: components["schemas"]["Address"];
            /** @description Whether it works, or takes orders. */
            active?: boolean;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        LoggedEvent: {
            /** @description `webhook-id` */
            id: string;
            type: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            at: string;
            shop?: string;
            data: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            /**
             * Format: date-time
             * @description pending: when it is tried next
             */
            nextAt?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            finishedAt?: string;
            tries: number;
            attempts: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                at: string;
                /** @description absent: there was no answer */
                status?: number;
                milliseconds: number;
                /** @description first bytes of the answer, or why there was none */
                answer: string;
            }[];
        };
        /** @description at most 50 keys, 8000 bytes as JSON */
        Metadata: {
            [key: string]: string | number | boolean;
        };
        NewEndpoint: {
            id: string;
            url: string;
            description?: string;
            /** @description only events of these shops */
            shops?: string[];
            /** @description only changes of these resources */
            resources?: string[];
            /** @description only events of these types */
            types?: string[];
            /**
             * @description thin: ids and versions; full: with the record
             * @enum {string}
             */
            payload: "thin" | "full";
            /** @description it is told of records that were there before their shop was registered */
            backfill?: boolean;
            /** @description events that are sent at the same time, at most */
            concurrency: number;
            /** @description events that are sent per second, at most */
            ratePerSecond: number;
            /** @enum {string} */
            state: "enabled" | "disabled";
            /**
             * @description `failing`: nothing came through for five days; `gone`: it answered 410
             * @enum {string}
             */
            disabledBy?: "tenant" | "failing" | "gone";
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /** @description signing secrets that are in use, newest first */
            secrets: {
                /** @description its last characters */
                hint: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                until?: string;
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            failingSince?: string;
            /**
             * Format: date-time
             * @description nothing is sent before
             */
            notBefore?: string;
            /** @description signing secret, shown this once */
            secret: string;
        };
        NewKey: {
            id: string;
            name: string;
            /** @enum {string} */
            scope: "read" | "write" | "admin";
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description it ends then, or has ended
             */
            expiresAt?: string;
            /** @description the last characters of the key */
            hint: string;
            /** @description shown this once */
            key: string;
        };
        Operation: {
            id: string;
            /** @enum {string} */
            method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
            path: string;
            /** @enum {string} */
            kind: "read" | "write" | "read+write";
            title: string;
            /** @description the vendor's document and paragraph */
            source: string;
            /** @description that the shop's credentials need */
            permission?: string;
            /** @description JSON Schema of the parameters */
            params: {
                [key: string]: unknown;
            };
            /** @description JSON Schema of the body */
            body?: {
                [key: string]: unknown;
            };
        };
        Order: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description The vendor's own state. */
            vendorStatus?: {
                /** @description The vendor's own code of the state, as text. */
                code: string;
                /** @description The vendor's word for the state. */
                name?: string;
            };
            /** @description Id of the document that this one takes back, exchanges or makes good. */
            originalId?: string;
            /** @description Currency of all amounts of the document, ISO 4217. */
            currency?: string;
            /** @description Id of the location that sells. */
            locationId?: string;
            /** @description Id of the customer's record. */
            customerId?: string;
            /** @description The customer as the document names him. */
            customer?: {
                /** @description Name on the document. */
                name?: string;
                /** @description Phone on the document, as the vendor writes it. */
                phone?: string;
                /** @description `phone` in the one form E.164 (`+84988999999`), for matching. Absent for masked numbers and for what is no number. */
                phoneE164?: string;
                /** @description E-mail address on the document. */
                email?: string;
                /** @description Code of the customer. */
                code?: string;
            };
            /** @description What is sold or brought back. Empty: no line was shown. */
            lines: components["schemas"]["Line"][];
            /** @description What is given for nothing and stands in no line. */
            gifts?: {
                /** @description Id of the product that is given. */
                productId?: string;
                /** @description SKU of the product. */
                code?: string;
                /** @description Name of the product. */
                name?: string;
                /** @description How many. */
                quantity: number;
                /** @description What it is worth by the vendor's figure. Nobody pays it. */
                value?: number | string;
                /** @description Id of the line that it comes with. Absent: it comes with the whole document. */
                lineId?: string;
            }[];
            /** @description What is taken off the whole document, beside the lines' own discounts. */
            discount?: number | string;
            /** @description What the customer pays beside goods and delivery. */
            surcharges?: {
                /** @description Code of the surcharge. */
                code?: string;
                /** @description Name of the surcharge. */
                name?: string;
                /** @description What the customer pays for it, in the document's currency. */
                amount: number | string;
            }[];
            /** @description VAT of the document, all lines together. */
            tax?: number | string;
            /** @description true: the prices of the lines include `tax`, so that it is not added. */
            taxIncluded?: boolean;
            /** @description What the customer has to pay (of a return: what he gets back): lines - discount + surcharges + tax + fee. */
            total?: number | string;
            /** @description `total` less what the other fields add up to. Absent: they add up, or cannot be checked because a part is not told. */
            unreconciled?: number | string;
            /** @description What the customer has paid so far, points and vouchers included, change not taken off. */
            paid?: number | string;
            /** @description What is still to be paid: `total` less `paid`, never below 0; 0 once it is cancelled. */
            due?: number | string;
            /** @description What was handed back because more was paid than `total`. */
            change?: number | string;
            /** @description The ways in which it was paid. */
            payments?: components["schemas"]["Payment"][];
            /** @description Money that went back to the customer. */
            refunds?: components["schemas"]["Payment"][];
            /**
             * @description How far it is paid, by `total` and `paid`. Of a return, and of a negative total, how far the money went back; `refunded`: all of it did.
             * @enum {string}
             */
            paymentStatus?: "unpaid" | "partial" | "paid" | "refunded";
            /** @description Id of the staff member who sold it; where nobody is named, of who made it. */
            staffId?: string;
            /** @description Name of that staff member. */
            staffName?: string;
            /** @description Name of the channel of sale: facebook, shopee, website, or the shop's own word. */
            channel?: string;
            /** @description Number of the order at the marketplace or web shop. */
            channelOrderId?: string;
            /** @description Where the sale began: page, advertisement, conversation, campaign. */
            source?: {
                /** @description The shop's own name of the source. */
                name?: string;
                /** @description Id of the page at Facebook, Zalo or another network. */
                pageId?: string;
                /** @description Id of the conversation in which it was sold. */
                conversationId?: string;
                /** @description Id of the post. */
                postId?: string;
                /** @description Id of the advertisement. */
                adId?: string;
                /** @description Id of the shop at the marketplace. */
                shopId?: string;
                /** @description Code of the person who sent the customer. */
                affiliate?: string;
                /** @description utm_source of the visit. */
                utmSource?: string;
                /** @description utm_medium of the visit. */
                utmMedium?: string;
                /** @description utm_campaign of the visit. */
                utmCampaign?: string;
                /** @description utm_content of the visit. */
                utmContent?: string;
                /** @description utm_term of the visit. */
                utmTerm?: string;
            };
            /** @description Names, or where the vendor gives no names ids, of the tags. */
            tags?: string[];
            /** @description Note on the document. */
            note?: string;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description What the order does. Only `sale` and `pre-order` are turnover.
             * @enum {string}
             */
            type?: "sale" | "pre-order" | "quotation" | "exchange" | "return" | "partial-return" | "transfer" | "compensation" | "gift" | "other";
            /**
             * @description State of the order, in one set of words for all vendors.
             * @enum {string}
             */
            status: "draft" | "pending" | "confirmed" | "packing" | "shipping" | "delivered" | "completed" | "returning" | "returned" | "cancelled" | "failed" | "deleted" | "unknown";
            /** @description What the customer pays for the delivery, as part of `total`. At KiotViet `total` is what the customer has to pay and holds no delivery: absent. */
            fee?: number | string;
            /** @description The delivery, and where it goes. */
            shipping?: components["schemas"]["Shipping"];
            /** @description The parcels of the document, without the address; the first is that of `shipping`. */
            shipments?: components["schemas"]["Shipping"][];
            /**
             * @description How far the goods are on their way.
             * @enum {string}
             */
            fulfilmentStatus?: "unfulfilled" | "shipped" | "delivered" | "returning" | "returned" | "cancelled";
            /** @description What the marketplace keeps. The shop pays it, so it is no part of `total`. */
            marketplaceFees?: {
                /** @description The vendor's name of the fee. */
                name: string;
                /** @description How much. */
                amount: number | string;
            }[];
            /** @description Note that the customer does not see. */
            privateNote?: string;
            /** @description The states that the order went through, as the vendor lists them. */
            history?: {
                /**
                 * @description State that it came to.
                 * @enum {string}
                 */
                status: "draft" | "pending" | "confirmed" | "packing" | "shipping" | "delivered" | "completed" | "returning" | "returned" | "cancelled" | "failed" | "deleted" | "unknown";
                /** @description The vendor's own state. */
                vendorStatus: {
                    /** @description The vendor's own code of the state, as text. */
                    code: string;
                    /** @description The vendor's word for the state. */
                    name?: string;
                };
                /** @description When. ISO 8601, UTC. */
                at?: string;
                /** @description Name of the person who did it. */
                by?: string;
            }[];
            /** @description When the customer expects it. ISO 8601, UTC. */
            expectedDeliveryAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
            /** @description records that it names, as far as they are here; with `expand` only */
            _expanded?: {
                /** @description the record that `customerId` names */
                customer?: components["schemas"]["Customer"];
                /** @description the products of the lines */
                products?: components["schemas"]["Product"][];
                /** @description the record that `locationId` names */
                location?: components["schemas"]["Location"];
            };
        };
        OrdersCancelCommand: {
            id: string;
            reason?: string;
        };
        OrdersCancelCommandBody: {
            reason?: string;
        };
        /** orders.cancel at iSale */
        OrdersCancelCommandIsale: {
            id: string;
            reason?: string;
        };
        /** orders.cancel at KiotViet */
        OrdersCancelCommandKiotviet: {
            id: string;
            reason?: unknown;
        };
        /** orders.cancel at Nhanh.vn (Open API 2.0) */
        OrdersCancelCommandNhanhV2: {
            id: string;
            reason?: string;
        };
        /** orders.cancel at Nhanh.vn (Open API v3) */
        OrdersCancelCommandNhanhV3: {
            id: string;
            reason?: string;
        };
        /** orders.cancel at Pancake POS */
        OrdersCancelCommandPancake: {
            id: string;
            reason?: string;
        };
        OrdersCreateCommand: {
            /** @description branch, depot, warehouse or store */
            locationId?: string;
            customer?: {
                id?: string;
                code?: string;
                name?: string;
                phone?: string;
                /** Format: email */
                email?: string;
            };
            lines: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                name?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description VAT in percent */
                taxRate?: number;
                /** @description given with the order, at no price */
                gift?: boolean;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
            /** @description VND */
            discount?: number;
            payments?: {
                /** @enum {string} */
                method: "cash" | "card" | "transfer" | "cod";
                /** @description VND */
                amount: number;
                accountId?: string;
            }[];
            shipping?: {
                address?: components["schemas"]["Address"];
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: number;
                carrierCode?: string;
                /** @description a service of the carrier */
                serviceCode?: string;
                trackingCode?: string;
                /**
                 * Format: date-time
                 * @description when the receiver expects it
                 */
                expectedAt?: string;
                note?: string;
            };
            channel?: string;
            /** @description who sold it */
            staffId?: string;
            /** @description names or ids of the shop's own labels */
            tags?: string[];
            note?: string;
        };
        /** orders.create at iSale */
        OrdersCreateCommandIsale: {
            /** @description 0 is the main store */
            locationId?: string;
            customer?: {
                id?: string;
                name?: string;
                phone?: string;
            };
            lines: {
                productId: string;
                name?: string;
                quantity: number;
                price: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
            }[];
            /** @description VND */
            discount?: number;
            payments?: {
                /** @enum {string} */
                method: "cash" | "card" | "transfer";
                amount: number;
                accountId?: string;
            }[];
            shipping?: {
                address?: {
                    /** @description House and street; at some vendors the whole address in one line. */
                    line?: string;
                    /** @description Name of the ward (phường, xã). */
                    ward?: string;
                    /** @description Name of the district (quận, huyện). Since July 2025 there are none. */
                    district?: string;
                    /** @description Name of the province or city. */
                    province?: string;
                    /** @description Country, ISO 3166-1 alpha-2. */
                    country?: string;
                    /**
                     * @description Which division the ids belong to: before July 2025 three tiers, since then two.
                     * @enum {string}
                     */
                    scheme?: "three-tier" | "two-tier";
                    wardId?: unknown;
                    districtId?: unknown;
                    provinceId?: unknown;
                    name?: unknown;
                    phone?: unknown;
                };
                /** @description VND */
                fee?: number;
                carrierCode?: string;
                trackingCode?: string;
            };
            staffId?: string;
            note?: string;
        };
        /** orders.create at KiotViet */
        OrdersCreateCommandKiotviet: {
            locationId: string;
            customer?: {
                id?: string;
                code?: string;
                name?: string;
                phone?: string;
                /** Format: email */
                email?: string;
            };
            lines: {
                productId?: string;
                /** @description SKU */
                code?: string;
                name?: string;
                quantity: number;
                price: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                taxRate?: unknown;
                gift?: unknown;
                serials?: unknown;
                batch?: unknown;
            }[];
            /** @description VND */
            discount?: number;
            payments?: {
                /** @enum {string} */
                method: "cash" | "card" | "transfer";
                amount: number;
                accountId?: string;
            }[];
            shipping?: {
                address?: {
                    /** @description Name of the person at this address. */
                    name?: string;
                    /** @description Phone of the person at this address, as the vendor writes it. */
                    phone?: string;
                    /** @description House and street; at some vendors the whole address in one line. */
                    line?: string;
                    /** @description Name of the ward (phường, xã). */
                    ward?: string;
                    /** @description The vendor's id of the ward. */
                    wardId?: string;
                    /** @description Name of the district (quận, huyện). Since July 2025 there are none. */
                    district?: string;
                    districtId?: string;
                    /** @description Name of the province or city. */
                    province?: string;
                    provinceId?: string;
                    /** @description Country, ISO 3166-1 alpha-2. */
                    country?: string;
                    /**
                     * @description Which division the ids belong to: before July 2025 three tiers, since then two.
                     * @enum {string}
                     */
                    scheme?: "three-tier" | "two-tier";
                };
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: number;
                carrierCode?: string;
                serviceCode?: unknown;
                trackingCode?: string;
                /**
                 * Format: date-time
                 * @description when the receiver expects it
                 */
                expectedAt?: string;
                note?: unknown;
            };
            channel?: string;
            staffId?: string;
            tags?: unknown;
            note?: string;
        };
        /** orders.create at Nhanh.vn (Open API 2.0) */
        OrdersCreateCommandNhanhV2: {
            locationId?: string;
            customer: {
                name: string;
                phone: string;
                /** Format: email */
                email?: string;
            };
            lines: {
                productId: string;
                code?: string;
                name?: string;
                quantity: number;
                /** @description required, but for a gift */
                price?: number;
                note?: string;
                discount?: unknown;
                taxRate?: unknown;
                /** @description comes with the line before it */
                gift?: boolean;
                serials?: string[];
                batch?: unknown;
            }[];
            discount?: number;
            payments?: {
                /** @enum {string} */
                method: "cash" | "transfer" | "cod";
                amount: number;
                accountId?: string;
            }[];
            shipping?: {
                address?: {
                    name?: string;
                    phone?: string;
                    line?: string;
                    ward?: string;
                    /** @description becomes the name that the vendor's list has for it */
                    wardId?: string;
                    district?: string;
                    /** @description becomes the name that the vendor's list has for it */
                    districtId?: string;
                    province?: string;
                    /** @description becomes the name that the vendor's list has for it */
                    provinceId?: string;
                    /** @constant */
                    country?: "VN";
                    /** @constant */
                    scheme?: "three-tier";
                };
                fee?: number;
                /** @description Nhanh's carrier id; 12 is self delivery */
                carrierCode?: string;
                /** @description id of a service of the carrier, by Nhanh's own prices */
                serviceCode?: string;
                /** Format: date-time */
                expectedAt?: string;
                cod?: unknown;
                weightGrams?: unknown;
                trackingCode?: unknown;
                note?: unknown;
            };
            /** @description name of an order source */
            channel?: string;
            staffId?: string;
            tags?: unknown;
            note?: string;
        };
        /** orders.create at Nhanh.vn (Open API v3) */
        OrdersCreateCommandNhanhV3: {
            locationId?: string;
            customer: {
                /** @description not sent: Nhanh finds the customer by phone, and the order shows whom */
                id?: string;
                code?: unknown;
                name: string;
                phone: string;
                /** Format: email */
                email?: string;
            };
            lines: {
                /** @description Nhanh's product id: v3 takes no other */
                productId: string;
                code?: string;
                name?: string;
                quantity: number;
                /** @description required, but for a gift */
                price?: number;
                discount?: number;
                note?: string;
                taxRate?: number;
                /** @description comes with the line before it */
                gift?: boolean;
                serials?: string[];
                batch?: unknown;
            }[];
            discount?: number;
            payments?: {
                /** @enum {string} */
                method: "cash" | "transfer" | "cod";
                amount: number;
                accountId?: string;
            }[];
            shipping?: {
                address?: {
                    name?: string;
                    phone?: string;
                    line?: string;
                    ward?: string;
                    wardId?: string;
                    district?: string;
                    districtId?: string;
                    province?: string;
                    provinceId?: string;
                    /** @constant */
                    country?: "VN";
                    /** @enum {string} */
                    scheme?: "three-tier" | "two-tier";
                };
                fee?: number;
                cod?: unknown;
                weightGrams?: number;
                /** @description id of a carrier, or its common name */
                carrierCode?: string;
                /** @description id of a service of the carrier, with Nhanh's own account */
                serviceCode?: string;
                trackingCode?: unknown;
                /** Format: date-time */
                expectedAt?: string;
                note?: unknown;
            };
            /** @description name of an order source */
            channel?: string;
            staffId?: string;
            /** @description ids or names of the shop's labels */
            tags?: string[];
            note?: string;
        };
        /** orders.create at Pancake POS */
        OrdersCreateCommandPancake: {
            /** @description branch, depot, warehouse or store */
            locationId?: string;
            customer?: {
                id?: string;
                code?: unknown;
                name?: string;
                phone?: string;
                /** Format: email */
                email?: string;
            };
            lines: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                name?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                taxRate?: unknown;
                /** @description given with the order, at no price */
                gift?: boolean;
                serials?: unknown;
                batch?: unknown;
            }[];
            /** @description VND */
            discount?: number;
            payments?: {
                /** @enum {string} */
                method: "cash" | "card" | "transfer" | "cod";
                amount: number;
                accountId?: unknown;
            }[];
            shipping?: {
                address?: components["schemas"]["Address"];
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: unknown;
                carrierCode?: unknown;
                serviceCode?: unknown;
                trackingCode?: unknown;
                expectedAt?: unknown;
                note?: string;
            };
            channel?: string;
            /** @description who sold it */
            staffId?: string;
            tags?: unknown;
            note?: string;
        };
        OrdersUpdateCommand: {
            id: string;
            /** @enum {string} */
            status?: "pending" | "confirmed" | "packing" | "shipping" | "delivered" | "completed" | "returned";
            lines?: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                name?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description VAT in percent */
                taxRate?: number;
                /** @description given with the order, at no price */
                gift?: boolean;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
            /** @description VND */
            discount?: number;
            shipping?: {
                address?: components["schemas"]["Address"];
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: number;
                carrierCode?: string;
                /** @description a service of the carrier */
                serviceCode?: string;
                trackingCode?: string;
                /**
                 * Format: date-time
                 * @description when the receiver expects it
                 */
                expectedAt?: string;
                note?: string;
            };
            /** @description who sold it */
            staffId?: string;
            channel?: string;
            /** @description names or ids of the shop's own labels */
            tags?: string[];
            note?: string;
        };
        OrdersUpdateCommandBody: {
            /** @enum {string} */
            status?: "pending" | "confirmed" | "packing" | "shipping" | "delivered" | "completed" | "returned";
            lines?: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                name?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description VAT in percent */
                taxRate?: number;
                /** @description given with the order, at no price */
                gift?: boolean;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
            /** @description VND */
            discount?: number;
            shipping?: {
                address?: components["schemas"]["Address"];
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: number;
                carrierCode?: string;
                /** @description a service of the carrier */
                serviceCode?: string;
                trackingCode?: string;
                /**
                 * Format: date-time
                 * @description when the receiver expects it
                 */
                expectedAt?: string;
                note?: string;
            };
            /** @description who sold it */
            staffId?: string;
            channel?: string;
            /** @description names or ids of the shop's own labels */
            tags?: string[];
            note?: string;
        };
        /** orders.update at iSale */
        OrdersUpdateCommandIsale: {
            id: string;
            /** @enum {string} */
            status?: "confirmed" | "shipping" | "completed";
            lines?: {
                productId: string;
                name?: string;
                quantity: number;
                price: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
            }[];
            /** @description VND */
            discount?: number;
            shipping?: {
                address?: {
                    /** @description House and street; at some vendors the whole address in one line. */
                    line?: string;
                    /** @description Name of the ward (phường, xã). */
                    ward?: string;
                    /** @description Name of the district (quận, huyện). Since July 2025 there are none. */
                    district?: string;
                    /** @description Name of the province or city. */
                    province?: string;
                    /** @description Country, ISO 3166-1 alpha-2. */
                    country?: string;
                    /**
                     * @description Which division the ids belong to: before July 2025 three tiers, since then two.
                     * @enum {string}
                     */
                    scheme?: "three-tier" | "two-tier";
                    wardId?: unknown;
                    districtId?: unknown;
                    provinceId?: unknown;
                    name?: unknown;
                    phone?: unknown;
                };
                /** @description VND */
                fee?: number;
                carrierCode?: string;
                trackingCode?: string;
            };
            staffId?: string;
            note?: string;
        };
        /** orders.update at KiotViet */
        OrdersUpdateCommandKiotviet: {
            id: string;
            status?: unknown;
            lines?: {
                productId?: string;
                /** @description SKU */
                code?: string;
                name?: string;
                quantity: number;
                price: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                taxRate?: unknown;
                gift?: unknown;
                serials?: unknown;
                batch?: unknown;
            }[];
            /** @description VND */
            discount?: number;
            shipping?: {
                address?: {
                    /** @description Name of the person at this address. */
                    name?: string;
                    /** @description Phone of the person at this address, as the vendor writes it. */
                    phone?: string;
                    /** @description House and street; at some vendors the whole address in one line. */
                    line?: string;
                    /** @description Name of the ward (phường, xã). */
                    ward?: string;
                    /** @description The vendor's id of the ward. */
                    wardId?: string;
                    /** @description Name of the district (quận, huyện). Since July 2025 there are none. */
                    district?: string;
                    districtId?: string;
                    /** @description Name of the province or city. */
                    province?: string;
                    provinceId?: string;
                    /** @description Country, ISO 3166-1 alpha-2. */
                    country?: string;
                    /**
                     * @description Which division the ids belong to: before July 2025 three tiers, since then two.
                     * @enum {string}
                     */
                    scheme?: "three-tier" | "two-tier";
                };
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: number;
                carrierCode?: string;
                serviceCode?: unknown;
                trackingCode?: string;
                /**
                 * Format: date-time
                 * @description when the receiver expects it
                 */
                expectedAt?: string;
                note?: unknown;
            };
            staffId?: string;
            channel?: string;
            tags?: unknown;
            note?: string;
        };
        /** orders.update at Nhanh.vn (Open API 2.0) */
        OrdersUpdateCommandNhanhV2: {
            id: string;
            /** @enum {string} */
            status?: "confirmed" | "completed";
            shipping?: {
                fee?: number;
            };
            note?: string;
        };
        /** orders.update at Nhanh.vn (Open API v3) */
        OrdersUpdateCommandNhanhV3: {
            id: string;
            /** @enum {string} */
            status?: "confirmed" | "completed" | "returned";
            shipping?: {
                address?: {
                    name?: string;
                    phone?: string;
                    line?: string;
                    ward?: string;
                    wardId?: string;
                    district?: string;
                    districtId?: string;
                    province?: string;
                    provinceId?: string;
                    /** @constant */
                    country?: "VN";
                    /** @enum {string} */
                    scheme?: "three-tier" | "two-tier";
                };
                fee?: number;
                cod?: unknown;
                weightGrams?: number;
                /** @description id of a carrier, or its common name */
                carrierCode?: string;
                /** @description id of a service of the carrier, with Nhanh's own account */
                serviceCode?: string;
                trackingCode?: unknown;
                /** Format: date-time */
                expectedAt?: string;
                note?: unknown;
            };
            /** @description ids or names of the shop's labels */
            tags?: string[];
            staffId?: unknown;
            channel?: unknown;
            note?: string;
        };
        /** orders.update at Pancake POS */
        OrdersUpdateCommandPancake: {
            id: string;
            /** @enum {string} */
            status?: "pending" | "confirmed" | "packing" | "shipping" | "delivered" | "completed" | "returned";
            lines?: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                name?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                taxRate?: unknown;
                /** @description given with the order, at no price */
                gift?: boolean;
                serials?: unknown;
                batch?: unknown;
            }[];
            /** @description VND */
            discount?: number;
            shipping?: {
                address?: components["schemas"]["Address"];
                /** @description VND */
                fee?: number;
                /** @description VND */
                cod?: number;
                weightGrams?: unknown;
                carrierCode?: string;
                serviceCode?: unknown;
                trackingCode?: string;
                expectedAt?: unknown;
                note?: string;
            };
            /** @description who sold it */
            staffId?: string;
            channel?: string;
            tags?: string[];
            note?: string;
        };
        Payment: {
            /** @description The vendor's id of the payment. */
            id?: string;
            /** @description Number of the payment or of the card's slip. */
            code?: string;
            /** @description How: cash, card, transfer, deposit, installment, cod, voucher, points or the vendor's word. */
            method?: string;
            /** @description How much, in the document's currency. */
            amount: number | string;
            /** @description Id of the shop's account that the money is on. */
            accountId?: string;
            /** @description When. ISO 8601, UTC. */
            at?: string;
            /** @description The vendor's state of the payment. */
            status?: {
                /** @description The vendor's own code of the state, as text. */
                code: string;
                /** @description The vendor's word for the state. */
                name?: string;
            };
        };
        PaymentsCreateCommand: {
            invoiceId: string;
            /** @enum {string} */
            method: "cash" | "card" | "transfer";
            /** @description VND */
            amount: number;
            accountId?: string;
            note?: string;
        };
        /** payments.create at KiotViet */
        PaymentsCreateCommandKiotviet: {
            invoiceId: string;
            /** @enum {string} */
            method: "cash" | "card" | "transfer";
            /** @description VND */
            amount: number;
            accountId?: string;
            note?: unknown;
        };
        PriceBook: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Name of the price book. */
            name: string;
            /** @description Whether the vendor has it switched on. It may be switched on outside its time. */
            active?: boolean;
            /** @description From when it is valid. ISO 8601, UTC. */
            startsAt?: string;
            /** @description Until when it is valid. ISO 8601, UTC. */
            endsAt?: string;
            /** @description Ids of the locations that it is for. Absent: all, or not told. */
            locationIds?: string[];
            /** @description Ids of the customer groups that it is for. Absent: all, or not told. */
            customerGroupIds?: string[];
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        PriceBookPrice: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Id of the price book. */
            priceBookId?: string;
            /** @description Id of the product. */
            productId?: string;
            /** @description Price of one unit of the product in this book, VND. */
            price?: number | string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        PriceBooksSetCommand: {
            /** @description the price book */
            id: string;
            prices: {
                productId?: string;
                code?: string;
                /** @description VND */
                price: number;
            }[];
        };
        PriceBooksSetCommandBody: {
            prices: {
                productId?: string;
                code?: string;
                /** @description VND */
                price: number;
            }[];
        };
        /** price-books.set at KiotViet */
        PriceBooksSetCommandKiotviet: {
            id: string;
            prices: {
                productId: string;
                code?: string;
                price: number;
            }[];
        };
        Problem: {
            /** @description address of the page about this code */
            type: string;
            /**
             * @description the last part of `type`: what a program compares
             * @enum {string}
             */
            code: "invalid-path" | "invalid-query" | "invalid-body" | "malformed-json" | "not-json" | "body-too-large" | "answer-too-large" | "invalid-cursor" | "cursor-expired" | "unknown-route" | "unknown-problem" | "method-not-allowed" | "unauthenticated" | "forbidden" | "quota-exceeded" | "too-many-refused-keys" | "unknown-tenant" | "unknown-key" | "unknown-shop" | "unknown-resource" | "unknown-record" | "unknown-operation" | "unknown-write" | "unknown-delivery" | "unknown-endpoint" | "unknown-event" | "unknown-event-type" | "record-gone" | "metadata-too-large" | "no-verification" | "shop-exists" | "link-ended" | "link-used" | "link-spent" | "no-link-shop" | "shop-removed" | "credentials-refused" | "invalid-credentials" | "invalid-settings" | "hosts-not-allowed" | "needs-reauth" | "no-consent" | "no-credentials" | "not-authorized" | "other-business" | "other-account" | "not-paused" | "no-successor" | "no-migration" | "moving" | "no-public-address" | "no-webhooks" | "rotated-meanwhile" | "rotation-unfinished" | "idempotency-key-missing" | "idempotency-key-reused" | "invalid-command" | "invalid-call" | "not-supported" | "command-too-large" | "bulk-size" | "not-for-lists" | "no-version" | "out-of-stock" | "areas-unreachable" | "wrong-state" | "may-be-done" | "carries-another" | "not-a-write" | "tenant-exists" | "key-ended" | "address-refused" | "endpoint-disabled" | "vendor-rejected" | "limit-used-up" | "vendor-changed" | "try-again" | "internal-error";
            /** @description for people, in English or Vietnamese (`Accept-Language`) */
            title: string;
            status: number;
            /** @description what is the matter this time, in English */
            detail: string;
            /** @description path of the request */
            instance: string;
            /** @description names the request in our logs */
            requestId?: string;
            /** @description the fields at fault */
            errors?: components["schemas"]["FieldError"][];
            /** @description the quota that is used up */
            quota?: string;
            /** @description its size */
            limit?: number;
            used?: number;
            /**
             * Format: date-time
             * @description when the request is possible again, if time alone helps
             */
            possibleAt?: string;
        };
        ProblemPage: {
            /** @enum {string} */
            code: "invalid-path" | "invalid-query" | "invalid-body" | "malformed-json" | "not-json" | "body-too-large" | "answer-too-large" | "invalid-cursor" | "cursor-expired" | "unknown-route" | "unknown-problem" | "method-not-allowed" | "unauthenticated" | "forbidden" | "quota-exceeded" | "too-many-refused-keys" | "unknown-tenant" | "unknown-key" | "unknown-shop" | "unknown-resource" | "unknown-record" | "unknown-operation" | "unknown-write" | "unknown-delivery" | "unknown-endpoint" | "unknown-event" | "unknown-event-type" | "record-gone" | "metadata-too-large" | "no-verification" | "shop-exists" | "link-ended" | "link-used" | "link-spent" | "no-link-shop" | "shop-removed" | "credentials-refused" | "invalid-credentials" | "invalid-settings" | "hosts-not-allowed" | "needs-reauth" | "no-consent" | "no-credentials" | "not-authorized" | "other-business" | "other-account" | "not-paused" | "no-successor" | "no-migration" | "moving" | "no-public-address" | "no-webhooks" | "rotated-meanwhile" | "rotation-unfinished" | "idempotency-key-missing" | "idempotency-key-reused" | "invalid-command" | "invalid-call" | "not-supported" | "command-too-large" | "bulk-size" | "not-for-lists" | "no-version" | "out-of-stock" | "areas-unreachable" | "wrong-state" | "may-be-done" | "carries-another" | "not-a-write" | "tenant-exists" | "key-ended" | "address-refused" | "endpoint-disabled" | "vendor-rejected" | "limit-used-up" | "vendor-changed" | "try-again" | "internal-error";
            status: number[];
            title: {
                en: string;
                vi: string;
            };
            meaning: string;
            remedy: string;
        };
        Product: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Id of the product that groups this variant. */
            parentId?: string;
            /** @description Bar code. */
            barcode?: string;
            /** @description Name, at some vendors with the values that make the variant. */
            name: string;
            /** @description Text about the product, HTML at some vendors. */
            description?: string;
            /**
             * @description What kind of thing it is. Stock is kept of goods and materials only.
             * @enum {string}
             */
            type?: "goods" | "service" | "combo" | "manufactured" | "material" | "other";
            /** @description Id of the category; the first where there are several. */
            categoryId?: string;
            /** @description Name of that category. */
            categoryName?: string;
            /** @description Name of the brand. */
            brand?: string;
            /** @description Names, or where the vendor gives no names ids, of the tags. */
            tags?: string[];
            /** @description Name of the unit that is counted and priced. */
            unit?: string;
            /** @description Larger units in which it is sold as well. */
            units?: {
                /** @description Id of the unit, at some vendors of the product that stands for it. */
                id?: string;
                /** @description Name of the unit. */
                name: string;
                /** @description SKU of the product in this unit. */
                code?: string;
                /** @description How many of the product's own unit it holds. */
                ratio: number;
                /** @description Price of one such unit, VND. */
                price?: number | string;
            }[];
            /** @description Price of one unit, VND. Whether it includes VAT says `taxIncluded`. */
            price?: number | string;
            /** @description Cost of one unit, VND; by vendor the last import price or the average. */
            cost?: number | string;
            /** @description Price of one unit for resellers, VND. */
            wholesalePrice?: number | string;
            /** @description Price of one unit before it was lowered, VND. */
            oldPrice?: number | string;
            /** @description VAT in percent. Absent: not told. 0: no tax. */
            taxRate?: number;
            /** @description true: `price` includes the VAT. false: VAT comes on top. */
            taxIncluded?: boolean;
            /** @description Weight of one unit, grams. */
            weightGrams?: number;
            /** @description What tells this variant from the others. */
            attributes?: {
                /** @description Colour, size. */
                name: string;
                /** @description Red, M. */
                value: string;
            }[];
            /** @description Addresses of pictures, the main one first. */
            images?: string[];
            /** @description What a combo, or a manufactured product, is made of. */
            components?: {
                /** @description Id of the product that is a part. */
                productId: string;
                /** @description How much of it goes into one. */
                quantity: number;
            }[];
            /** @description Prices in price books that are switched on. */
            prices?: {
                /** @description Id of the price book. */
                priceBookId: string;
                /** @description Name of the price book. */
                name?: string;
                /** @description Price of one unit there, VND. */
                price: number | string;
                /** @description From when the price book is valid. ISO 8601, UTC. */
                startsAt?: string;
                /** @description Until when the price book is valid: a reader compares it with the time of the sale. */
                endsAt?: string;
            }[];
            /** @description Serial numbers (IMEI) in stock. */
            serials?: string[];
            /** @description Batches in stock, with their expiry. */
            batches?: {
                /** @description The vendor's id of the batch. */
                id?: string;
                /** @description Name or number of the batch. */
                code?: string;
                /** @description Day on which it was made, YYYY-MM-DD. */
                madeAt?: string;
                /** @description Day on which it expires, YYYY-MM-DD. */
                expiresAt?: string;
                /** @description How much of it is there, in the product's own unit. */
                quantity?: number;
                /** @description Where it lies. */
                locationId?: string;
            }[];
            /** @description Whether the shop still works with it. */
            active?: boolean;
            /** @description Whether it can be sold now. */
            sellable?: boolean;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        ProductsCreateCommand: {
            name: string;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            unit?: string;
            /** @description VND */
            price?: number;
            /** @description VND */
            cost?: number;
            weightGrams?: number;
            attributes?: {
                name: string;
                value: string;
            }[];
            images?: string[];
            active?: boolean;
        };
        /** products.create at iSale */
        ProductsCreateCommandIsale: {
            name: string;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            unit?: string;
            /** @description VND */
            price?: number;
            /** @description VND */
            cost?: number;
            images?: string[];
        };
        /** products.create at KiotViet */
        ProductsCreateCommandKiotviet: {
            name: string;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId: string;
            unit?: string;
            /** @description VND */
            price?: number;
            cost?: unknown;
            weightGrams?: number;
            attributes?: {
                name: string;
                value: string;
            }[];
            images?: string[];
            /** @constant */
            active?: true;
        };
        /** products.create at Nhanh.vn (Open API 2.0) */
        ProductsCreateCommandNhanhV2: {
            name: string;
            price: number;
            images?: string[];
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            cost?: number;
            weightGrams?: number;
            active?: boolean;
        };
        /** products.create at Nhanh.vn (Open API v3) */
        ProductsCreateCommandNhanhV3: {
            name: string;
            /** @description required here: the only thing by which a lost answer's product can be found */
            code: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            unit?: string;
            price?: number;
            cost?: number;
            weightGrams?: number;
            active?: boolean;
        };
        /** products.create at Pancake POS */
        ProductsCreateCommandPancake: {
            name: string;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            unit?: unknown;
            /** @description VND */
            price?: number;
            /** @description VND */
            cost?: number;
            weightGrams?: number;
            attributes?: {
                name: string;
                value: string;
            }[];
            images?: string[];
            /** @constant */
            active?: true;
        };
        ProductsDeleteCommand: {
            id: string;
        };
        ProductsDeleteCommandBody: Record<string, never>;
        /** products.delete at KiotViet */
        ProductsDeleteCommandKiotviet: {
            id: string;
        };
        /** products.delete at Pancake POS */
        ProductsDeleteCommandPancake: {
            id: string;
        };
        ProductsUpdateCommand: {
            id: string;
            name?: string;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            unit?: string;
            /** @description VND */
            price?: number;
            /** @description VND */
            cost?: number;
            weightGrams?: number;
            attributes?: {
                name: string;
                value: string;
            }[];
            images?: string[];
            active?: boolean;
        };
        ProductsUpdateCommandBody: {
            name?: string;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            unit?: string;
            /** @description VND */
            price?: number;
            /** @description VND */
            cost?: number;
            weightGrams?: number;
            attributes?: {
                name: string;
                value: string;
            }[];
            images?: string[];
            active?: boolean;
        };
        /** products.update at iSale */
        ProductsUpdateCommandIsale: {
            id: string;
            name?: string;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            unit?: string;
            /** @description VND */
            price?: number;
            /** @description VND */
            cost?: number;
            images?: string[];
        };
        /** products.update at KiotViet */
        ProductsUpdateCommandKiotviet: {
            id: string;
            name?: string;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            unit?: string;
            /** @description VND */
            price?: number;
            cost?: unknown;
            weightGrams?: number;
            attributes?: {
                name: string;
                value: string;
            }[];
            images?: unknown;
            active?: boolean;
        };
        /** products.update at Nhanh.vn (Open API 2.0) */
        ProductsUpdateCommandNhanhV2: {
            id: string;
            name?: string;
            price?: number;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            cost?: number;
            weightGrams?: number;
            active?: boolean;
        };
        /** products.update at Nhanh.vn (Open API v3) */
        ProductsUpdateCommandNhanhV3: {
            id: string;
            name?: string;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            unit?: string;
            price?: number;
            cost?: number;
            weightGrams?: number;
            active?: boolean;
        };
        /** products.update at Pancake POS */
        ProductsUpdateCommandPancake: {
            id: string;
            name?: string;
            code?: string;
            barcode?: string;
            description?: string;
            categoryId?: string;
            unit?: unknown;
            /** @description VND */
            price?: number;
            /** @description VND */
            cost?: number;
            weightGrams?: number;
            attributes?: {
                name: string;
                value: string;
            }[];
            images?: string[];
            /** @constant */
            active?: true;
        };
        Promotion: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Name of the promotion. */
            name?: string;
            /** @description Whether the vendor has it switched on. It may be switched on outside its time. */
            active?: boolean;
            /** @description From when it is valid. ISO 8601, UTC. */
            startsAt?: string;
            /** @description Until when it is valid. ISO 8601, UTC. */
            endsAt?: string;
            /** @description What it takes off, as an amount in VND. */
            discount?: number | string;
            /** @description What it takes off, in percent. */
            discountPercent?: number;
            /** @description The most that a percentage takes off, VND. */
            mostDiscount?: number | string;
            /** @description The order must come to this much, VND. */
            leastTotal?: number | string;
            /** @description The shop's description. */
            note?: string;
            /** @description How many codes it has. */
            quantity?: number;
            /** @description Ids of the locations that it is for. Absent: all, or not told. */
            locationIds?: string[];
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        Purchase: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /**
             * @description State of the purchase, in one set of words for all vendors.
             * @enum {string}
             */
            status?: "draft" | "processing" | "completed" | "cancelled" | "unknown";
            /** @description The vendor's own state. */
            vendorStatus?: {
                /** @description The vendor's own code of the state, as text. */
                code: string;
                /** @description The vendor's word for the state. */
                name?: string;
            };
            /** @description Id of the supplier. */
            supplierId?: string;
            /** @description Code of the supplier. */
            supplierCode?: string;
            /** @description Name of the supplier. */
            supplierName?: string;
            /** @description Id of the location that the goods go to. */
            locationId?: string;
            /** @description What is bought. */
            lines?: {
                /** @description The vendor's id of the line. */
                id?: string;
                /** @description Id of the product or variant. */
                productId?: string;
                /** @description SKU as the line shows it. */
                code?: string;
                /** @description Name of the product as the line shows it. */
                name?: string;
                /** @description How many were ordered or sent. */
                quantity: number;
                /** @description Price of one, VND. */
                price?: number | string;
                /** @description What is taken off: of one unit, or of the line, as the vendor writes it. */
                discount?: number | string;
                /** @description What the whole line costs, VND. */
                total?: number | string;
                /** @description Serial numbers (IMEI). */
                serials?: string[];
                /** @description Batches, with their expiry. */
                batches?: {
                    /** @description The vendor's id of the batch. */
                    id?: string;
                    /** @description Name or number of the batch. */
                    code?: string;
                    /** @description Day on which it was made, YYYY-MM-DD. */
                    madeAt?: string;
                    /** @description Day on which it expires, YYYY-MM-DD. */
                    expiresAt?: string;
                    /** @description How much of it is there, in the product's own unit. */
                    quantity?: number;
                    /** @description Where it lies. */
                    locationId?: string;
                }[];
            }[];
            /** @description What is taken off the whole purchase, VND. */
            discount?: number | string;
            /** @description Transport and other costs, VND. */
            fee?: number | string;
            /** @description What the shop has to pay the supplier, by the vendor's own figure, VND. */
            total?: number | string;
            /** @description What the shop has paid so far, VND. */
            paid?: number | string;
            /** @description The ways in which it was paid. */
            payments?: components["schemas"]["Payment"][];
            /** @description Id of the staff member who bought. */
            staffId?: string;
            /** @description Name of that staff member. */
            staffName?: string;
            /** @description Note on the purchase. */
            note?: string;
            /** @description When the goods came, or are to come. ISO 8601, UTC. */
            receivedAt?: string;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        PurchasesCancelCommand: {
            id: string;
        };
        PurchasesCancelCommandBody: Record<string, never>;
        /** purchases.cancel at KiotViet */
        PurchasesCancelCommandKiotviet: {
            id: string;
        };
        /** purchases.cancel at Pancake POS */
        PurchasesCancelCommandPancake: {
            id: string;
        };
        PurchasesCreateCommand: {
            locationId?: string;
            supplier?: {
                id?: string;
                code?: string;
                name?: string;
                phone?: string;
            };
            /** @description VND */
            discount?: number;
            /** @description VND paid to the supplier (at a return: by the supplier) */
            paid?: number;
            /** @enum {string} */
            method?: "cash" | "card" | "transfer";
            accountId?: string;
            note?: string;
            lines: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
            draft?: boolean;
        };
        /** purchases.create at KiotViet */
        PurchasesCreateCommandKiotviet: {
            locationId: string;
            supplier?: {
                id?: unknown;
                code?: string;
                name?: string;
                phone?: string;
            };
            /** @description VND */
            discount?: number;
            /** @description VND paid to the supplier (at a return: by the supplier) */
            paid?: number;
            /** @enum {string} */
            method?: "cash" | "card" | "transfer";
            accountId?: string;
            note?: string;
            lines: {
                productId?: string;
                code: string;
                quantity: number;
                price: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                serials?: unknown;
                batch?: unknown;
            }[];
            draft?: boolean;
        };
        /** purchases.create at Nhanh.vn (Open API v3) */
        PurchasesCreateCommandNhanhV3: {
            locationId: string;
            supplier: {
                /** @description the supplier's id (resource suppliers) */
                id: string;
                code?: unknown;
                name?: unknown;
                phone?: unknown;
            };
            lines: {
                productId: string;
                code?: string;
                quantity: number;
                price?: number;
                discount?: number;
                note?: string;
                serials?: string[];
                batch?: {
                    id: string;
                    code?: unknown;
                    expiresOn?: unknown;
                };
            }[];
            discount?: number;
            paid?: number;
            /**
             * @description default cash
             * @enum {string}
             */
            method?: "cash" | "transfer";
            accountId?: string;
            note?: string;
            draft?: boolean;
        };
        /** purchases.create at Pancake POS */
        PurchasesCreateCommandPancake: {
            locationId?: string;
            supplier?: {
                id?: string;
                code?: unknown;
                name?: unknown;
                phone?: unknown;
            };
            discount?: unknown;
            paid?: unknown;
            method?: unknown;
            accountId?: unknown;
            note?: string;
            lines: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                discount?: unknown;
                note?: unknown;
                serials?: unknown;
                batch?: unknown;
            }[];
            draft?: boolean;
        };
        PurchasesUpdateCommand: {
            id: string;
            locationId?: string;
            supplier?: {
                id?: string;
                code?: string;
                name?: string;
                phone?: string;
            };
            /** @description VND */
            discount?: number;
            /** @description VND paid to the supplier (at a return: by the supplier) */
            paid?: number;
            /** @enum {string} */
            method?: "cash" | "card" | "transfer";
            accountId?: string;
            note?: string;
            lines?: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
            draft?: boolean;
        };
        PurchasesUpdateCommandBody: {
            locationId?: string;
            supplier?: {
                id?: string;
                code?: string;
                name?: string;
                phone?: string;
            };
            /** @description VND */
            discount?: number;
            /** @description VND paid to the supplier (at a return: by the supplier) */
            paid?: number;
            /** @enum {string} */
            method?: "cash" | "card" | "transfer";
            accountId?: string;
            note?: string;
            lines?: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
            draft?: boolean;
        };
        /** purchases.update at KiotViet */
        PurchasesUpdateCommandKiotviet: {
            id: string;
            locationId?: string;
            supplier?: {
                id?: unknown;
                code?: string;
                name?: string;
                phone?: string;
            };
            /** @description VND */
            discount?: number;
            /** @description VND paid to the supplier (at a return: by the supplier) */
            paid?: number;
            /** @enum {string} */
            method?: "cash" | "card" | "transfer";
            accountId?: string;
            note?: string;
            lines?: {
                productId?: string;
                code: string;
                quantity: number;
                price: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                serials?: unknown;
                batch?: unknown;
            }[];
            draft?: boolean;
        };
        /** purchases.update at Pancake POS */
        PurchasesUpdateCommandPancake: {
            id: string;
            locationId?: string;
            supplier?: {
                id?: string;
                code?: unknown;
                name?: unknown;
                phone?: unknown;
            };
            discount?: unknown;
            paid?: unknown;
            method?: unknown;
            accountId?: unknown;
            note?: string;
            lines?: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                discount?: unknown;
                note?: unknown;
                serials?: unknown;
                batch?: unknown;
            }[];
            draft?: boolean;
        };
        RawRecord: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description What the vendor calls it. */
            name?: string;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        RecordEventData: {
            resource: string;
            /** @description id of the record */
            id: string;
            /** @description the record's version after the change */
            version: number;
            /** @description place in the resource's feed: 1, 2, 3, ... without gaps */
            seq: number;
            /** @description fields of the canonical record that differ; empty where the vendor's row alone does */
            fields: string[];
            /** @description id of our own write that caused it */
            origin?: string;
            /**
             * @description the record was there before the shop was registered: nothing has happened at the vendor
             * @constant
             */
            backfill?: true;
            shop: string;
            /** @description with `payload: full`: the record as it is when the event is sent */
            current?: {
                /** @description may be newer than the event's */
                version: number;
                deleted: boolean;
                /** @description as `GET /v1/shops/{shop}/{resource}/{id}` answers it */
                record: {
                    [key: string]: unknown;
                };
            };
            /**
             * @description an event of `POST /v1/endpoints/{endpoint}/test`
             * @constant
             */
            test?: true;
        };
        RecordMeta: {
            /** @description the record's shop; in answers over several shops */
            shop?: string;
            /** @description grows by one with each change; the record's resource, id and version name a change */
            version: number;
            /**
             * Format: date-time
             * @description when we began to ask for what is stored
             */
            updatedAt: string;
            /**
             * Format: date-time
             * @description the vendor's own time of the last change
             */
            vendorModifiedAt?: string;
            /** @constant */
            deleted?: true;
            /** @description id of our own write that this version is the result of */
            origin?: string;
            /** @description paths in the vendor's row of what could not be read */
            unread?: string[];
            /** @description fields that were too large to be stored whole */
            cut?: string[];
        };
        ResourceStatus: {
            resource: string;
            /** @enum {string} */
            state: "failing" | "stalled" | "limited" | "incomplete" | "catching-up" | "backfilling" | "waiting" | "paused" | "current";
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            since?: string;
            /** @description why it is not current, for people */
            reason?: string;
            /**
             * Format: date-time
             * @description `limited`, `paused`: when it ends by itself
             */
            until?: string;
            /** @description within which a change arrives */
            promisedSeconds: number;
            /** @description since the last complete reading began; null: there was none yet */
            lagSeconds: number | null;
            /** @description everything was read once, with details */
            complete: boolean;
            /** @description everything that the vendor had then is in the copy, by a reading without the filter */
            provenAt: string | null;
            proofs: {
                /** @enum {string} */
                kind: "full" | "late" | "created" | "whole" | "names";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                at: string;
                records: number;
                /** @description rows that the copy lacked; null: it was the first reading */
                missing: number | null;
                backSeconds?: number;
            }[];
            details?: {
                complete: boolean;
                asked: number;
            };
            /**
             * Format: date-time
             * @description everything that changed before is in the copy, by the vendor's clock
             */
            cursor?: string;
            cycles: number;
            records: number;
            completeness?: {
                stored: number;
                vendorTotal: number | null;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                lastFullCycleAt: string;
            };
            /** @description documents whose parts do not add up to their total */
            reconciliation?: {
                documents: number;
                unreconciled: number;
                share: number;
                ids: string[];
            };
            lastCycle?: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                startedAt: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                endedAt: string;
                /** @description rows read */
                rows: number;
                /** @description records that were new or had changed */
                written: number;
                removed: number;
                added?: number;
                /** @description records alive in the copy; full cycles only */
                stored?: number;
                /** @description rows by the vendor's own count; full cycles only */
                vendorTotal?: number;
            };
            progress: {
                rows: number;
                written: number;
                /** @enum {string} */
                phase: "rows" | "deleted" | "sweep" | "confirm";
            }[];
            /** @description deletions that wait for a decision */
            heldDeletions: number;
            unreadableRows: number;
            warnings: string[];
            error?: {
                code: string;
                message: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                at: string;
            };
            /** @description ids about which the vendor answers nothing */
            unanswered?: {
                id: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                since: string;
                givenUp: boolean;
            }[];
        };
        Return: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description The vendor's own state. */
            vendorStatus?: {
                /** @description The vendor's own code of the state, as text. */
                code: string;
                /** @description The vendor's word for the state. */
                name?: string;
            };
            /** @description Id of the document that this one takes back, exchanges or makes good. */
            originalId?: string;
            /** @description Currency of all amounts of the document, ISO 4217. */
            currency?: string;
            /** @description Id of the location that sells. */
            locationId?: string;
            /** @description Id of the customer's record. */
            customerId?: string;
            /** @description The customer as the document names him. */
            customer?: {
                /** @description Name on the document. */
                name?: string;
                /** @description Phone on the document, as the vendor writes it. */
                phone?: string;
                /** @description `phone` in the one form E.164 (`+84988999999`), for matching. Absent for masked numbers and for what is no number. */
                phoneE164?: string;
                /** @description E-mail address on the document. */
                email?: string;
                /** @description Code of the customer. */
                code?: string;
            };
            /** @description What is sold or brought back. Empty: no line was shown. */
            lines: components["schemas"]["Line"][];
            /** @description What is given for nothing and stands in no line. */
            gifts?: {
                /** @description Id of the product that is given. */
                productId?: string;
                /** @description SKU of the product. */
                code?: string;
                /** @description Name of the product. */
                name?: string;
                /** @description How many. */
                quantity: number;
                /** @description What it is worth by the vendor's figure. Nobody pays it. */
                value?: number | string;
                /** @description Id of the line that it comes with. Absent: it comes with the whole document. */
                lineId?: string;
            }[];
            /** @description What is taken off the whole document, beside the lines' own discounts. */
            discount?: number | string;
            /** @description What the customer pays beside goods and delivery. */
            surcharges?: {
                /** @description Code of the surcharge. */
                code?: string;
                /** @description Name of the surcharge. */
                name?: string;
                /** @description What the customer pays for it, in the document's currency. */
                amount: number | string;
            }[];
            /** @description VAT of the document, all lines together. */
            tax?: number | string;
            /** @description true: the prices of the lines include `tax`, so that it is not added. */
            taxIncluded?: boolean;
            /** @description What the customer has to pay (of a return: what he gets back): lines - discount + surcharges + tax + fee. */
            total?: number | string;
            /** @description `total` less what the other fields add up to. Absent: they add up, or cannot be checked because a part is not told. */
            unreconciled?: number | string;
            /** @description What the customer has paid so far, points and vouchers included, change not taken off. */
            paid?: number | string;
            /** @description What is still to be paid: `total` less `paid`, never below 0; 0 once it is cancelled. */
            due?: number | string;
            /** @description What was handed back because more was paid than `total`. */
            change?: number | string;
            /** @description The ways in which it was paid. */
            payments?: components["schemas"]["Payment"][];
            /** @description Money that went back to the customer. */
            refunds?: components["schemas"]["Payment"][];
            /**
             * @description How far it is paid, by `total` and `paid`. Of a return, and of a negative total, how far the money went back; `refunded`: all of it did.
             * @enum {string}
             */
            paymentStatus?: "unpaid" | "partial" | "paid" | "refunded";
            /** @description Id of the staff member who sold it; where nobody is named, of who made it. */
            staffId?: string;
            /** @description Name of that staff member. */
            staffName?: string;
            /** @description Name of the channel of sale: facebook, shopee, website, or the shop's own word. */
            channel?: string;
            /** @description Number of the order at the marketplace or web shop. */
            channelOrderId?: string;
            /** @description Where the sale began: page, advertisement, conversation, campaign. */
            source?: {
                /** @description The shop's own name of the source. */
                name?: string;
                /** @description Id of the page at Facebook, Zalo or another network. */
                pageId?: string;
                /** @description Id of the conversation in which it was sold. */
                conversationId?: string;
                /** @description Id of the post. */
                postId?: string;
                /** @description Id of the advertisement. */
                adId?: string;
                /** @description Id of the shop at the marketplace. */
                shopId?: string;
                /** @description Code of the person who sent the customer. */
                affiliate?: string;
                /** @description utm_source of the visit. */
                utmSource?: string;
                /** @description utm_medium of the visit. */
                utmMedium?: string;
                /** @description utm_campaign of the visit. */
                utmCampaign?: string;
                /** @description utm_content of the visit. */
                utmContent?: string;
                /** @description utm_term of the visit. */
                utmTerm?: string;
            };
            /** @description Names, or where the vendor gives no names ids, of the tags. */
            tags?: string[];
            /** @description Note on the document. */
            note?: string;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description Goods come back, or are exchanged for others.
             * @enum {string}
             */
            type?: "return" | "exchange";
            /**
             * @description State of the return, in one set of words for all vendors.
             * @enum {string}
             */
            status: "draft" | "processing" | "completed" | "cancelled" | "unknown";
            /** @description Id of the invoice whose goods come back. */
            invoiceId?: string;
            /** @description Id of the order whose goods come back. */
            orderId?: string;
            /** @description What the shop keeps for taking the goods back; it is taken off `total`. */
            fee?: number | string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
            /** @description records that it names, as far as they are here; with `expand` only */
            _expanded?: {
                /** @description the record that `customerId` names */
                customer?: components["schemas"]["Customer"];
                /** @description the products of the lines */
                products?: components["schemas"]["Product"][];
                /** @description the record that `locationId` names */
                location?: components["schemas"]["Location"];
            };
        };
        SentEvent: {
            /** @description `webhook-id` */
            id: string;
            type: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            at: string;
            shop?: string;
            data: {
                [key: string]: unknown;
            };
        };
        ShipmentsCancelCommand: {
            id: string;
            reason?: string;
        };
        ShipmentsCancelCommandBody: {
            reason?: string;
        };
        /** shipments.cancel at Nhanh.vn (Open API v3) */
        ShipmentsCancelCommandNhanhV3: {
            id: string;
            reason?: string;
        };
        ShipmentsCreateCommand: {
            locationId?: string;
            sender?: {
                name: string;
                phone: string;
                address?: components["schemas"]["Address"];
            };
            receiver: {
                name: string;
                phone: string;
                address?: components["schemas"]["Address"];
            };
            lines?: {
                name?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
            }[];
            weightGrams: number;
            /** @description VND */
            cod?: number;
            carrierCode?: string;
            serviceCode?: string;
            /** @description hands it to the carrier at once */
            send?: boolean;
            note?: string;
        };
        /** shipments.create at Nhanh.vn (Open API v3) */
        ShipmentsCreateCommandNhanhV3: {
            /** @description your own number of the shop that sends */
            locationId: string;
            sender: {
                name: string;
                phone: string;
                address: {
                    name?: string;
                    phone?: string;
                    line: string;
                    ward?: string;
                    wardId: string;
                    district?: string;
                    districtId?: string;
                    province?: string;
                    /** @description of the shipping hub's own list */
                    provinceId: string;
                    /** @constant */
                    country?: "VN";
                    /** @enum {string} */
                    scheme?: "three-tier" | "two-tier";
                };
            };
            receiver: {
                name: string;
                phone: string;
                address: {
                    name?: string;
                    phone?: string;
                    line: string;
                    ward?: string;
                    wardId: string;
                    district?: string;
                    districtId?: string;
                    province?: string;
                    /** @description of the shipping hub's own list */
                    provinceId: string;
                    /** @constant */
                    country?: "VN";
                    /** @enum {string} */
                    scheme?: "three-tier" | "two-tier";
                };
            };
            lines?: {
                name: string;
                code?: unknown;
                quantity: number;
                price?: number;
            }[];
            weightGrams: number;
            cod?: number;
            carrierCode: string;
            serviceCode?: string;
            send?: boolean;
            note?: string;
        };
        ShipmentsSendCommand: {
            id: string;
        };
        ShipmentsSendCommandBody: Record<string, never>;
        /** shipments.send at Nhanh.vn (Open API v3) */
        ShipmentsSendCommandNhanhV3: {
            id: string;
        };
        Shipping: {
            /** @description Where it is brought to, and to whom. */
            address?: components["schemas"]["Address"];
            /** @description Name of the carrier. */
            carrier?: string;
            /** @description The vendor's id or code of the carrier. */
            carrierCode?: string;
            /** @description Name of the carrier's service. */
            service?: string;
            /** @description Number of the parcel at the carrier. */
            trackingCode?: string;
            /** @description Page on which the parcel can be followed. */
            trackingUrl?: string;
            /** @description The fee that stands on the delivery, in the document's currency. What of it the customer pays is the document's `fee`. */
            fee?: number | string;
            /** @description What the shop pays the carrier, all parts together, in the document's currency. */
            cost?: number | string;
            /** @description What the carrier collects from the customer. Negative: it hands money back. */
            cod?: number | string;
            /** @description Weight of the parcel, grams. */
            weightGrams?: number;
            /** @description The carrier's state of the parcel. */
            status?: {
                /** @description The vendor's own code of the state, as text. */
                code: string;
                /** @description The vendor's word for the state. */
                name?: string;
            };
            /** @description Whether the carrier has paid the collected money to the shop. */
            reconciliation?: {
                /** @description The vendor's own code of the state, as text. */
                code: string;
                /** @description The vendor's word for the state. */
                name?: string;
            };
            /** @description When it was handed to the carrier. ISO 8601, UTC. */
            sentAt?: string;
            /** @description When the customer got it. ISO 8601, UTC. */
            deliveredAt?: string;
        };
        Shop: {
            id: string;
            /** @enum {string} */
            vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
            name: string;
            /**
             * @description `needs-reauth`: the vendor refuses the credentials; `authorizing`: the owner has not agreed yet
             * @enum {string}
             */
            health: "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";
            /** @description why it is not healthy, for people */
            reason?: string;
            settings: {
                [key: string]: unknown;
            };
            /** @description base addresses of a sandbox */
            hosts?: {
                [key: string]: string;
            };
            /** @description what the vendor counts its limits by */
            account: string;
            /** @description seconds between cycles by resource; * for all others */
            schedule?: {
                [key: string]: number;
            };
            /** @description hours of the day in Vietnam: from, to */
            quietHours?: number[];
            /** @description the backfill goes no further back */
            since?: string;
            /** @description what the vendor tells of the account */
            accountDetails?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description when the access ends, if it is not renewed by itself
             */
            expiresAt?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /** @description what the tenant noted on it */
            metadata?: components["schemas"]["Metadata"];
            removal?: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                since: string;
                /** @description registrations at the vendor that ended, and those that a person has to end */
                webhooks?: {
                    ended: string[];
                    left: string[];
                    reason?: string;
                };
            };
            /** @description it is on its way to its vendor's next version */
            migration?: {
                /** @enum {string} */
                to: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                /** @enum {string} */
                phase: "consent" | "reading-stops" | "writing-stops";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                since: string;
                hosts?: {
                    [key: string]: string;
                };
            };
            /** @description the version that it had before */
            former?: {
                /** @enum {string} */
                vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                at: string;
            };
            /** @description last day of the vendor's support for this interface, YYYY-MM-DD */
            sunset?: string;
            /**
             * @description the vendor's version to which a shop can migrate
             * @enum {string}
             */
            successor?: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
            /** @description where the shop's owner begins; for one browser, within an hour */
            consentUrl?: string;
            /** @description must stand among the app's Redirect URLs; the same for every shop */
            returnAddress?: string;
            /** @description what stands in the way of the consent */
            notice?: string;
        };
        ShopCheck: {
            ok: boolean;
            /** @description what the vendor tells of the account */
            account?: {
                [key: string]: unknown;
            };
            shop: components["schemas"]["Shop"];
        };
        ShopEventData: {
            shop: string;
            vendor: string;
            /** @description of the shop */
            name: string;
            reason?: string;
            /** @description `shop.degraded`: how late each is; `shop.recovered`: names; `deletions.held`: how many each holds */
            resources?: components["schemas"]["Freshness"][] | string[] | {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expiresAt?: string;
            /** @description days that are left */
            days?: number;
            /** @description YYYY-MM-DD */
            sunset?: string;
            successor?: string;
            from?: string;
            to?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            at?: string;
            /**
             * @description an event of `POST /v1/endpoints/{endpoint}/test`
             * @constant
             */
            test?: true;
        };
        StaffMember: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Name of the person. */
            name?: string;
            /** @description The name that the person signs in with. */
            username?: string;
            /** @description Phone as the vendor writes it. */
            phone?: string;
            /** @description `phone` in the one form E.164 (`+84988999999`), for matching. Absent for masked numbers and for what is no number. */
            phoneE164?: string;
            /** @description E-mail address. */
            email?: string;
            /** @description Name of the role or group of rights. */
            role?: string;
            /** @description Ids of the locations that the person works at. Absent: all of them, or not told. */
            locationIds?: string[];
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        StockCountCommand: {
            locationId: string;
            lines: {
                productId?: string;
                code?: string;
                /** @description pieces counted */
                quantity: number;
                note?: string;
            }[];
            note?: string;
        };
        /** stock.count at Pancake POS */
        StockCountCommandPancake: {
            locationId: string;
            lines: {
                productId?: string;
                code?: string;
                /** @description pieces counted */
                quantity: number;
                note?: unknown;
            }[];
            note?: string;
        };
        StockMoveCommand: {
            productId: string;
            locationId: string;
            delta: number;
            /** @constant */
            basis?: "read";
            note?: string;
        };
        /** stock.move at KiotViet */
        StockMoveCommandKiotviet: {
            productId: string;
            locationId: string;
            delta: number;
            /** @constant */
            basis: "read";
            note?: unknown;
        };
        /** stock.move at Nhanh.vn (Open API v3) */
        StockMoveCommandNhanhV3: {
            productId: string;
            locationId: string;
            delta: number;
            /**
             * @description not needed: Nhanh moves stock by bills
             * @constant
             */
            basis?: "read";
            note?: string;
        };
        /** stock.move at Pancake POS */
        StockMoveCommandPancake: {
            productId: string;
            locationId: string;
            delta: number;
            /** @constant */
            basis?: "read";
            note?: string;
        };
        StockSetCommand: {
            productId: string;
            locationId: string;
            absolute?: number;
            delta?: number;
            /**
             * @description allows a delta where the vendor only sets stock: read, added to, and set. A sale between is undone
             * @constant
             */
            basis?: "read";
            note?: string;
        };
        /** stock.set at KiotViet */
        StockSetCommandKiotviet: {
            productId: string;
            locationId: string;
            absolute: number;
            delta?: unknown;
            basis?: unknown;
            note?: unknown;
        };
        /** stock.set at Pancake POS */
        StockSetCommandPancake: {
            productId: string;
            locationId: string;
            absolute?: number;
            delta?: number;
            /**
             * @description allows a delta where the vendor only sets stock: read, added to, and set. A sale between is undone
             * @constant
             */
            basis?: "read";
            note?: unknown;
        };
        Supplier: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Name of the supplier. */
            name: string;
            /** @description Phone as the vendor writes it. */
            phone?: string;
            /** @description `phone` in the one form E.164 (`+84988999999`), for matching. Absent for masked numbers and for what is no number. */
            phoneE164?: string;
            /** @description E-mail address. */
            email?: string;
            /** @description Address in one line. */
            address?: string;
            /** @description Name of the person who speaks for the supplier. */
            contactName?: string;
            /**
             * @description Person or company.
             * @enum {string}
             */
            type?: "person" | "company";
            /** @description Tax code. */
            taxCode?: string;
            /** @description The shop's note. */
            note?: string;
            /** @description Whether the shop still buys there. */
            active?: boolean;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        SupplierReturnsCreateCommand: {
            locationId?: string;
            supplier?: {
                id?: string;
                code?: string;
                name?: string;
                phone?: string;
            };
            /** @description VND */
            discount?: number;
            /** @description VND paid to the supplier (at a return: by the supplier) */
            paid?: number;
            /** @enum {string} */
            method?: "cash" | "card" | "transfer";
            accountId?: string;
            note?: string;
            lines: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
        };
        /** supplier-returns.create at Nhanh.vn (Open API v3) */
        SupplierReturnsCreateCommandNhanhV3: {
            locationId: string;
            supplier: {
                /** @description the supplier's id (resource suppliers) */
                id: string;
                code?: unknown;
                name?: unknown;
                phone?: unknown;
            };
            lines: {
                productId: string;
                code?: string;
                quantity: number;
                price?: number;
                discount?: number;
                note?: string;
                serials?: string[];
                batch?: {
                    id: string;
                    code?: unknown;
                    expiresOn?: unknown;
                };
            }[];
            discount?: number;
            paid?: number;
            /**
             * @description default cash
             * @enum {string}
             */
            method?: "cash" | "transfer";
            accountId?: string;
            note?: string;
        };
        /** supplier-returns.create at Pancake POS */
        SupplierReturnsCreateCommandPancake: {
            locationId?: string;
            supplier: {
                id: string;
                code?: unknown;
                name?: unknown;
                phone?: unknown;
            };
            discount?: unknown;
            paid?: unknown;
            method?: unknown;
            accountId?: unknown;
            note?: string;
            lines: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                discount?: unknown;
                note?: unknown;
                serials?: unknown;
                batch?: unknown;
            }[];
        };
        SyncStatus: {
            shop: string;
            /** @enum {string} */
            health: "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";
            reason?: string;
            data: components["schemas"]["ResourceStatus"][];
            next: null;
        };
        Tenant: {
            id: string;
            name: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
        };
        TenantChange: {
            /** @description resource, id and version: the same for a change that is told twice */
            changeId: string;
            /** @description place in the resource's feed: 1, 2, 3, ... without gaps */
            seq: number;
            resource: string;
            /** @description id of the record */
            id: string;
            /** @description the record's version after the change */
            version: number;
            /** @description `orders.added`, `orders.updated`, `orders.deleted` */
            type: string;
            /** @description fields of the canonical record that differ; empty where the vendor's row alone does */
            fields: string[];
            /** @description id of our own write that caused it */
            origin?: string;
            /**
             * @description the record was there before the shop was registered: nothing has happened at the vendor
             * @constant
             */
            backfill?: true;
            /**
             * Format: date-time
             * @description when we began to ask for what was found
             */
            at: string;
            /** @description with `include=record`: the record as it is now, as the routes of its collection show it */
            record?: {
                [key: string]: unknown;
            };
            /** @description id of the shop */
            shop: string;
        };
        TestEventData: {
            endpoint: string;
            message: string;
            /**
             * @description an event of `POST /v1/endpoints/{endpoint}/test`
             * @constant
             */
            test?: true;
        };
        Transfer: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description The vendor's own state. Its numbers are explained by no document. */
            vendorStatus?: {
                /** @description The vendor's own code of the state, as text. */
                code: string;
                /** @description The vendor's word for the state. */
                name?: string;
            };
            /** @description Id of the location that sends. */
            fromLocationId?: string;
            /** @description Id of the location that gets the goods. */
            toLocationId?: string;
            /** @description What is moved. */
            lines?: {
                /** @description The vendor's id of the line. */
                id?: string;
                /** @description Id of the product or variant. */
                productId?: string;
                /** @description SKU as the line shows it. */
                code?: string;
                /** @description Name of the product as the line shows it. */
                name?: string;
                /** @description How many were ordered or sent. */
                quantity: number;
                /** @description Price of one, VND. */
                price?: number | string;
                /** @description How many arrived. */
                received?: number;
            }[];
            /** @description What the transport costs, VND. */
            fee?: number | string;
            /** @description Note on the transfer. */
            note?: string;
            /** @description When it left. ISO 8601, UTC. */
            sentAt?: string;
            /** @description When it arrived. ISO 8601, UTC. */
            receivedAt?: string;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        TransfersCancelCommand: {
            id: string;
        };
        TransfersCancelCommandBody: Record<string, never>;
        /** transfers.cancel at KiotViet */
        TransfersCancelCommandKiotviet: {
            id: string;
        };
        TransfersCreateCommand: {
            fromLocationId: string;
            toLocationId: string;
            lines: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
            /** @enum {string} */
            status?: "draft" | "sent" | "received";
            code?: string;
            note?: string;
        };
        /** transfers.create at KiotViet */
        TransfersCreateCommandKiotviet: {
            fromLocationId: string;
            toLocationId: string;
            lines: {
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                discount?: unknown;
                note?: unknown;
                serials?: unknown;
                batch?: unknown;
            }[];
            /** @enum {string} */
            status?: "draft" | "sent" | "received";
            code?: string;
            note?: string;
        };
        /** transfers.create at Pancake POS */
        TransfersCreateCommandPancake: {
            fromLocationId: string;
            toLocationId: string;
            lines: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                price?: unknown;
                discount?: unknown;
                note?: unknown;
                serials?: unknown;
                batch?: unknown;
            }[];
            /** @constant */
            status?: "draft";
            code?: unknown;
            note?: string;
        };
        TransfersUpdateCommand: {
            id: string;
            lines?: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
            /** @enum {string} */
            status?: "draft" | "sent" | "received";
            note?: string;
        };
        TransfersUpdateCommandBody: {
            lines?: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                /** @description VND off the whole line */
                discount?: number;
                note?: string;
                /** @description serial numbers or IMEI of the pieces */
                serials?: string[];
                batch?: {
                    id?: string;
                    code?: string;
                    /** Format: date */
                    expiresOn?: string;
                };
            }[];
            /** @enum {string} */
            status?: "draft" | "sent" | "received";
            note?: string;
        };
        /** transfers.update at KiotViet */
        TransfersUpdateCommandKiotviet: {
            id: string;
            lines?: {
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                /** @description VND */
                price?: number;
                discount?: unknown;
                note?: unknown;
                serials?: unknown;
                batch?: unknown;
            }[];
            /** @enum {string} */
            status?: "draft" | "sent" | "received";
            note?: string;
        };
        /** transfers.update at Pancake POS */
        TransfersUpdateCommandPancake: {
            id: string;
            lines?: {
                /** @description the vendor's id; this or `code` */
                productId?: string;
                /** @description SKU */
                code?: string;
                quantity: number;
                price?: unknown;
                discount?: unknown;
                note?: unknown;
                serials?: unknown;
                batch?: unknown;
            }[];
            /** @enum {string} */
            status?: "draft" | "sent" | "received";
            note?: string;
        };
        Vendor: {
            /** @enum {string} */
            id: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
            name: string;
            /** @description JSON Schema of what a shop's owner has to give */
            credentials: {
                [key: string]: unknown;
            };
            /** @description JSON Schema of a shop's settings */
            settings: {
                [key: string]: unknown;
            };
            /** @description collections that are copied */
            resources: string[];
            writes: ("orders.create" | "orders.update" | "orders.cancel" | "products.create" | "products.update" | "stock.set" | "stock.move" | "customers.create" | "customers.update" | "invoices.create" | "invoices.update" | "invoices.cancel" | "payments.create" | "products.delete" | "customers.delete" | "categories.create" | "categories.update" | "categories.delete" | "purchases.create" | "purchases.update" | "purchases.cancel" | "supplier-returns.create" | "transfers.create" | "transfers.update" | "transfers.cancel" | "price-books.set" | "vouchers.create" | "vouchers.release" | "vouchers.cancel" | "shipments.create" | "shipments.send" | "shipments.cancel" | "stock.count" | "cash.create")[];
            /** @description calls in the vendor's catalog */
            operations: number;
            /** @description where the vendor's consent page sends people back to */
            returnAddress?: string;
            /** @description last day of the vendor's support for this interface, YYYY-MM-DD */
            sunset?: string;
            /**
             * @description the vendor's version to which a shop can migrate
             * @enum {string}
             */
            successor?: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
        };
        Verification: {
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            startedAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            endedAt?: string;
            /** @description all that were to be read again have been */
            complete: boolean;
            error?: {
                code: string;
                message: string;
            };
            stored: number;
            vendorTotal?: number;
            checked: number;
            equal: number;
            /** @description ids whose content differed, and that were repaired; the first hundred */
            different: string[];
            /** @description ids that may be gone at the vendor; the first hundred */
            gone: string[];
            listing?: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                at: string;
                records: number;
                missing: number;
            };
        };
        Voucher: {
            /** @description The vendor's id, exactly as the vendor writes it. */
            id: string;
            /** @description The number or code that people at the shop use. */
            code?: string;
            /** @description Name of the voucher. */
            name?: string;
            /** @description Id of the campaign that it belongs to. */
            campaignId?: string;
            /** @description Whether the vendor has it switched on. It may be switched on outside its time. */
            active?: boolean;
            /** @description From when it is valid. ISO 8601, UTC. */
            startsAt?: string;
            /** @description Until when it is valid. ISO 8601, UTC. */
            endsAt?: string;
            /** @description What it takes off, as an amount in VND. */
            discount?: number | string;
            /** @description What it takes off, in percent. */
            discountPercent?: number;
            /** @description The most that a percentage takes off, VND. */
            mostDiscount?: number | string;
            /** @description The order must come to this much, VND. */
            leastTotal?: number | string;
            /** @description The vendor's own state. */
            vendorStatus?: {
                /** @description The vendor's own code of the state, as text. */
                code: string;
                /** @description The vendor's word for the state. */
                name?: string;
            };
            /** @description Whether it was redeemed. */
            used?: boolean;
            /** @description When it was redeemed. ISO 8601, UTC. */
            usedAt?: string;
            /** @description How often it can be redeemed. */
            mostUses?: number;
            /** @description How often it was redeemed so far. */
            uses?: number;
            /** @description Id of the customer that it was given to. */
            customerId?: string;
            /** @description When the record was made at the vendor. ISO 8601, UTC. */
            createdAt?: string;
            /** @description When the record last changed by the vendor's own stamp. ISO 8601, UTC. */
            updatedAt?: string;
            /**
             * @description the record is gone at the vendor
             * @constant
             */
            deleted?: true;
            /** @description what the tenant has put on the record himself; the vendor never sees it */
            metadata?: components["schemas"]["Metadata"];
            _meta: components["schemas"]["RecordMeta"];
            /** @description the vendor's own row; with `?raw=true` only */
            _raw?: unknown;
        };
        VouchersCancelCommand: {
            campaignId?: string;
            codes: string[];
        };
        /** vouchers.cancel at KiotViet */
        VouchersCancelCommandKiotviet: {
            campaignId: string;
            codes: string[];
        };
        VouchersCreateCommand: {
            campaignId?: string;
            name?: string;
            codes?: string[];
            /** @description so many codes of the vendor's own making */
            count?: number;
            /** @description VND off */
            value?: number;
            percent?: number;
            /** @description VND, the most that a percentage takes off */
            mostOff?: number;
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            to?: string;
        };
        /** vouchers.create at KiotViet */
        VouchersCreateCommandKiotviet: {
            campaignId: string;
            name?: unknown;
            codes: string[];
            count?: unknown;
            value?: unknown;
            percent?: unknown;
            mostOff?: unknown;
            from?: unknown;
            to?: unknown;
        };
        /** vouchers.create at Nhanh.vn (Open API 2.0) */
        VouchersCreateCommandNhanhV2: {
            campaignId?: string;
            name?: string;
            codes?: unknown;
            count: number;
            value?: number;
            percent?: number;
            mostOff?: number;
            /**
             * Format: date-time
             * @description a day in Vietnam: the time does not count
             */
            from?: string;
            /**
             * Format: date-time
             * @description a day in Vietnam: the time does not count
             */
            to?: string;
        };
        /** vouchers.create at Nhanh.vn (Open API v3) */
        VouchersCreateCommandNhanhV3: {
            campaignId?: string;
            name?: string;
            codes?: unknown;
            count: number;
            value?: number;
            percent?: number;
            mostOff?: number;
            /**
             * Format: date-time
             * @description a day in Vietnam: the time does not count
             */
            from?: string;
            /**
             * Format: date-time
             * @description a day in Vietnam: the time does not count
             */
            to?: string;
        };
        /** vouchers.create at Pancake POS */
        VouchersCreateCommandPancake: {
            campaignId?: unknown;
            name?: unknown;
            codes?: string[];
            /** @description so many codes of the vendor's own making */
            count?: number;
            /** @description VND off */
            value?: number;
            percent?: number;
            /** @description VND, the most that a percentage takes off */
            mostOff?: number;
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            to?: string;
        };
        VouchersReleaseCommand: {
            campaignId: string;
            codes: string[];
            /** Format: date-time */
            at?: string;
        };
        /** vouchers.release at KiotViet */
        VouchersReleaseCommandKiotviet: {
            campaignId: string;
            codes: string[];
            /** Format: date-time */
            at?: string;
        };
        /** vouchers.release at Nhanh.vn (Open API 2.0) */
        VouchersReleaseCommandNhanhV2: {
            campaignId: string;
            codes: string[];
            at?: unknown;
        };
        /** vouchers.release at Nhanh.vn (Open API v3) */
        VouchersReleaseCommandNhanhV3: {
            campaignId: string;
            codes: string[];
            at?: unknown;
        };
        WebhookInstructions: {
            address: string;
            secret: string;
            /** @description for a person, where the vendor offers no registration */
            steps: string[];
        };
        WebhookReport: {
            /** @enum {string} */
            state: "registered" | "repaired" | "foreign" | "manual" | "refused" | "unavailable" | "none";
            reason?: string;
            /** @description what the vendor sends us */
            events: string[];
            /** @description event that the vendor did not take -> its reason */
            refused?: {
                [key: string]: string;
            };
            /** @description addresses of other applications */
            foreign?: string[];
            /** @description events that were missing, newest first */
            gaps?: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                at: string;
                events: string[];
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            checkedAt?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            secretSince?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            lastGoodAt?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            lastQuarantinedAt?: string;
            quarantined: number;
            duplicates: number;
        };
        WholeDelivery: {
            id: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            at: string;
            method: string;
            bytes: number;
            /**
             * @description `quarantined`: the sender could not prove who it is
             * @enum {string}
             */
            state: "waiting" | "processed" | "quarantined" | "ignored" | "failed";
            reason?: string;
            events?: string[];
            /** @description resource -> ids that were fetched */
            pulled?: {
                [key: string]: string[];
            };
            duplicateOf?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            finishedAt?: string;
            path: string;
            query: string;
            /** @description without secrets */
            headers: {
                [key: string]: string;
            };
            /** @description without secrets; of a long one the beginning */
            body: string;
            truncated: boolean;
        };
        Write: {
            id: string;
            shop: string;
            /** @enum {string} */
            kind: "orders.create" | "orders.update" | "orders.cancel" | "products.create" | "products.update" | "stock.set" | "stock.move" | "customers.create" | "customers.update" | "invoices.create" | "invoices.update" | "invoices.cancel" | "payments.create" | "products.delete" | "customers.delete" | "categories.create" | "categories.update" | "categories.delete" | "purchases.create" | "purchases.update" | "purchases.cancel" | "supplier-returns.create" | "transfers.create" | "transfers.update" | "transfers.cancel" | "price-books.set" | "vouchers.create" | "vouchers.release" | "vouchers.cancel" | "shipments.create" | "shipments.send" | "shipments.cancel" | "stock.count" | "cash.create" | "passthrough";
            /** @description of the vendor's catalog */
            operation: string;
            /** @description as it is sent: the caller's, with what the copy filled in */
            command: unknown;
            /** @description writes with the same entity go one after the other */
            entity: string;
            /**
             * @description `queued`, `sending`, `unknown`, `probing`: the outcome is to come. `rejected`: the vendor refused; see `error`
             * @enum {string}
             */
            state: "queued" | "sending" | "unknown" | "probing" | "succeeded" | "rejected" | "dead" | "cancelled";
            attempts: number;
            /** @description times that the vendor was asked whether it has it */
            probes: number;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            createdAt: string;
            /** @description id of the key that sent it */
            by?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            firstAttemptAt?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            lastAttemptAt?: string;
            /**
             * Format: date-time
             * @description when a call got no answer
             */
            lostAt?: string;
            /**
             * Format: date-time
             * @description when the vendor was found not to have it
             */
            missedAt?: string;
            /**
             * Format: date-time
             * @description it is not sent before
             */
            notBefore?: string;
            result?: {
                /** @description the vendor's id of the record */
                id?: string;
                /** @description the vendor's code of the record */
                code?: string;
                /**
                 * @description how we know
                 * @enum {string}
                 */
                by: "answer" | "probe" | "person";
                /** @description fields that the record shows with another value */
                notTaken?: string[];
                /** @description fields that the vendor shows nowhere */
                unseen?: string[];
                /** @description version of the stored record after it was read back */
                version?: number;
                /** @description of a direct call: the vendor's answer */
                answer?: unknown;
                /** @description `answer` is not all of it */
                truncated?: boolean;
                /** @description the record was read back into the copy */
                readBack?: boolean;
            };
            error?: components["schemas"]["WriteError"];
            warnings?: string[];
            /** @description field that the vendor cannot hold -> the reason */
            dropped?: {
                [key: string]: string;
            };
            /** @description all writes of one list */
            batch?: string;
            /** @description id of the write that carries this one's amount now */
            supersededBy?: string;
            supersedes?: string;
            ifVersion?: number;
            /** @description its line has moved on although the outcome is unknown */
            aside?: boolean;
        };
        WriteAbility: {
            /** @enum {string} */
            kind: "orders.create" | "orders.update" | "orders.cancel" | "products.create" | "products.update" | "stock.set" | "stock.move" | "customers.create" | "customers.update" | "invoices.create" | "invoices.update" | "invoices.cancel" | "payments.create" | "products.delete" | "customers.delete" | "categories.create" | "categories.update" | "categories.delete" | "purchases.create" | "purchases.update" | "purchases.cancel" | "supplier-returns.create" | "transfers.create" | "transfers.update" | "transfers.cancel" | "price-books.set" | "vouchers.create" | "vouchers.release" | "vouchers.cancel" | "shipments.create" | "shipments.send" | "shipments.cancel" | "stock.count" | "cash.create";
            /** @description of the vendor's catalog */
            operation: string;
            /** @description JSON Schema of what this vendor takes */
            command: {
                [key: string]: unknown;
            };
            /** @description fields of the command without which this vendor refuses it */
            required: string[];
            /** @description fields of the canonical command that this vendor has no place for */
            notTaken: string[];
            /** @description commands that travel in one call */
            bulk?: number;
            /** @description sending it twice does no harm */
            repeatable: boolean;
            /** @description the record is read right before, because the call replaces it as a whole */
            readsFirst: boolean;
            /**
             * @description by what a write is recognised at the vendor
             * @enum {string}
             */
            reference: "field" | "key" | "record" | "none";
            /** @description the vendor can be asked whether a write with a lost answer was carried out */
            lookup: boolean;
            lookupAfterSeconds?: number;
        };
        WriteError: {
            /** @description the vendor's code, or ours where we refused */
            code: string;
            /** @description the vendor's own words */
            message: string;
            /** @description field of the command -> what is wrong with it */
            fields?: {
                [key: string]: string;
            };
            /**
             * @description why, in words that are the same for every vendor
             * @enum {string}
             */
            reason?: "no-permission" | "out-of-stock" | "exists" | "missing" | "not-found" | "wrong-state" | "invalid";
            /** @description the reason as a sentence */
            explained?: {
                en: string;
                vi: string;
            };
        };
        WriteEventData: {
            id: string;
            /** @enum {string} */
            kind: "orders.create" | "orders.update" | "orders.cancel" | "products.create" | "products.update" | "stock.set" | "stock.move" | "customers.create" | "customers.update" | "invoices.create" | "invoices.update" | "invoices.cancel" | "payments.create" | "products.delete" | "customers.delete" | "categories.create" | "categories.update" | "categories.delete" | "purchases.create" | "purchases.update" | "purchases.cancel" | "supplier-returns.create" | "transfers.create" | "transfers.update" | "transfers.cancel" | "price-books.set" | "vouchers.create" | "vouchers.release" | "vouchers.cancel" | "shipments.create" | "shipments.send" | "shipments.cancel" | "stock.count" | "cash.create" | "passthrough";
            /** @description of the vendor's catalog */
            operation: string;
            /**
             * @description `queued`, `sending`, `unknown`, `probing`: the outcome is to come. `rejected`: the vendor refused; see `error`
             * @enum {string}
             */
            state: "queued" | "sending" | "unknown" | "probing" | "succeeded" | "rejected" | "dead" | "cancelled";
            attempts: number;
            result?: {
                /** @description the vendor's id of the record */
                id?: string;
                /** @description the vendor's code of the record */
                code?: string;
                /**
                 * @description how we know
                 * @enum {string}
                 */
                by: "answer" | "probe" | "person";
                /** @description fields that the record shows with another value */
                notTaken?: string[];
                /** @description fields that the vendor shows nowhere */
                unseen?: string[];
                /** @description version of the stored record after it was read back */
                version?: number;
                /** @description of a direct call: the vendor's answer */
                answer?: unknown;
                /** @description `answer` is not all of it */
                truncated?: boolean;
                /** @description the record was read back into the copy */
                readBack?: boolean;
            };
            error?: components["schemas"]["WriteError"];
            /** @description all writes of one list */
            batch?: string;
            shop: string;
            /**
             * @description an event of `POST /v1/endpoints/{endpoint}/test`
             * @constant
             */
            test?: true;
        };
        WriteList: {
            /** @description absent: a dry run */
            batch?: string;
            data: {
                /** @description place in the list */
                index: number;
                /** @description as a single command's */
                status: number;
                write?: components["schemas"]["Write"];
                request?: components["schemas"]["DryRun"];
                error?: {
                    /** @enum {string} */
                    code: "invalid-path" | "invalid-query" | "invalid-body" | "malformed-json" | "not-json" | "body-too-large" | "answer-too-large" | "invalid-cursor" | "cursor-expired" | "unknown-route" | "unknown-problem" | "method-not-allowed" | "unauthenticated" | "forbidden" | "quota-exceeded" | "too-many-refused-keys" | "unknown-tenant" | "unknown-key" | "unknown-shop" | "unknown-resource" | "unknown-record" | "unknown-operation" | "unknown-write" | "unknown-delivery" | "unknown-endpoint" | "unknown-event" | "unknown-event-type" | "record-gone" | "metadata-too-large" | "no-verification" | "shop-exists" | "link-ended" | "link-used" | "link-spent" | "no-link-shop" | "shop-removed" | "credentials-refused" | "invalid-credentials" | "invalid-settings" | "hosts-not-allowed" | "needs-reauth" | "no-consent" | "no-credentials" | "not-authorized" | "other-business" | "other-account" | "not-paused" | "no-successor" | "no-migration" | "moving" | "no-public-address" | "no-webhooks" | "rotated-meanwhile" | "rotation-unfinished" | "idempotency-key-missing" | "idempotency-key-reused" | "invalid-command" | "invalid-call" | "not-supported" | "command-too-large" | "bulk-size" | "not-for-lists" | "no-version" | "out-of-stock" | "areas-unreachable" | "wrong-state" | "may-be-done" | "carries-another" | "not-a-write" | "tenant-exists" | "key-ended" | "address-refused" | "endpoint-disabled" | "vendor-rejected" | "limit-used-up" | "vendor-changed" | "try-again" | "internal-error";
                    detail: string;
                    errors: components["schemas"]["FieldError"][];
                };
            }[];
        };
    };
    responses: {
        /** @description `invalid-query`: A query parameter is not valid. */
        "400.invalid-query": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-query";
                };
            };
        };
        /** @description `internal-error`: Internal error. */
        "500.internal-error": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "internal-error";
                };
            };
        };
        /** @description `try-again`: Not available now. */
        "503.try-again": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "try-again";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `invalid-query`: A query parameter is not valid. */
        "400.invalid-path.invalid-query": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "invalid-query";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-problem`: There is no such problem. */
        "404.invalid-path.unknown-problem": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-problem";
                };
            };
        };
        /** @description `unauthenticated`: No valid API key. */
        "401.unauthenticated": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "unauthenticated";
                };
            };
        };
        /** @description `forbidden`: The key may not do this. */
        "403.forbidden": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "forbidden";
                };
            };
        };
        /** @description `too-many-refused-keys`: Too many unknown keys. */
        "429.too-many-refused-keys": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "too-many-refused-keys";
                };
            };
        };
        /** @description `invalid-body`: The body is not valid. `invalid-query`: A query parameter is not valid. `malformed-json`: The body is not JSON. */
        "400.invalid-body.invalid-query.malformed-json": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-body" | "invalid-query" | "malformed-json";
                };
            };
        };
        /** @description `not-json`: The body is not JSON. */
        "415.not-json": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "not-json";
                };
            };
        };
        /** @description `body-too-large`: The body is too large. */
        "413.body-too-large": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "body-too-large";
                };
            };
        };
        /** @description `tenant-exists`: The tenant's id is taken. */
        "409.tenant-exists": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "tenant-exists";
                };
            };
        };
        /** @description `invalid-cursor`: The cursor is not valid. `invalid-query`: A query parameter is not valid. */
        "400.invalid-cursor.invalid-query": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-cursor" | "invalid-query";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-tenant`: There is no such tenant. */
        "404.invalid-path.unknown-tenant": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-tenant";
                };
            };
        };
        /** @description `invalid-body`: The body is not valid. `invalid-path`: The address is not valid. `invalid-query`: A query parameter is not valid. `malformed-json`: The body is not JSON. */
        "400.invalid-body.invalid-path.invalid-query.malformed-json": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-body" | "invalid-path" | "invalid-query" | "malformed-json";
                };
            };
        };
        /** @description `quota-exceeded`: A quota is used up. `too-many-refused-keys`: Too many unknown keys. */
        "429.quota-exceeded.too-many-refused-keys": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "quota-exceeded" | "too-many-refused-keys";
                };
            };
        };
        /** @description `quota-exceeded`: A quota is used up. */
        "409.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "quota-exceeded";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. */
        "422.answer-too-large": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large";
                };
            };
        };
        /** @description `key-ended`: The key has ended. `quota-exceeded`: A quota is used up. */
        "409.key-ended.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "key-ended" | "quota-exceeded";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-key`: There is no such key. */
        "404.invalid-path.unknown-key": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-key";
                };
            };
        };
        /** @description `key-ended`: The key has ended. */
        "409.key-ended": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "key-ended";
                };
            };
        };
        /** @description `invalid-cursor`: The cursor is not valid. `invalid-path`: The address is not valid. `invalid-query`: A query parameter is not valid. */
        "400.invalid-cursor.invalid-path.invalid-query": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-cursor" | "invalid-path" | "invalid-query";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. */
        "404.invalid-path": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path";
                };
            };
        };
        /** @description `forbidden`: The key may not do this. `vendor-rejected`: The vendor refused. */
        "403.forbidden.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "forbidden" | "vendor-rejected";
                };
            };
        };
        /** @description `limit-used-up`: The vendor's limit is used up. `quota-exceeded`: A quota is used up. `too-many-refused-keys`: Too many unknown keys. */
        "429.limit-used-up.quota-exceeded.too-many-refused-keys": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "limit-used-up" | "quota-exceeded" | "too-many-refused-keys";
                };
            };
        };
        /** @description `needs-reauth`: The shop's access has ended. `quota-exceeded`: A quota is used up. `shop-exists`: The shop's id is taken. */
        "409.needs-reauth.quota-exceeded.shop-exists": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "needs-reauth" | "quota-exceeded" | "shop-exists";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. `credentials-refused`: The vendor refuses the credentials. `hosts-not-allowed`: Base addresses cannot be set here. `invalid-credentials`: The credentials are not complete. `invalid-settings`: The settings are not valid. `vendor-rejected`: The vendor refused. */
        "422.answer-too-large.credentials-refused.hosts-not-allowed.invalid-credentials.invalid-settings.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large" | "credentials-refused" | "hosts-not-allowed" | "invalid-credentials" | "invalid-settings" | "vendor-rejected";
                };
            };
        };
        /** @description `vendor-rejected`: The vendor refused. */
        "404.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "vendor-rejected";
                };
            };
        };
        /** @description `vendor-changed`: The vendor's answer has an unknown shape. */
        "502.vendor-changed": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "vendor-changed";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-shop`: There is no such shop. */
        "404.invalid-path.unknown-shop": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-shop";
                };
            };
        };
        /** @description `needs-reauth`: The shop's access has ended. `other-account`: The credentials open another shop. `other-business`: The consent is another shop's. `quota-exceeded`: A quota is used up. `shop-removed`: The shop is being removed. */
        "409.needs-reauth.other-account.other-business.quota-exceeded.shop-removed": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "needs-reauth" | "other-account" | "other-business" | "quota-exceeded" | "shop-removed";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. `credentials-refused`: The vendor refuses the credentials. `invalid-credentials`: The credentials are not complete. `vendor-rejected`: The vendor refused. */
        "422.answer-too-large.credentials-refused.invalid-credentials.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large" | "credentials-refused" | "invalid-credentials" | "vendor-rejected";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-shop`: There is no such shop. `vendor-rejected`: The vendor refused. */
        "404.invalid-path.unknown-shop.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-shop" | "vendor-rejected";
                };
            };
        };
        /** @description `no-consent`: This system has no consent in the browser. `quota-exceeded`: A quota is used up. `shop-removed`: The shop is being removed. */
        "409.no-consent.quota-exceeded.shop-removed": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "no-consent" | "quota-exceeded" | "shop-removed";
                };
            };
        };
        /** @description `moving`: The shop is moving. `needs-reauth`: The shop's access has ended. `no-credentials`: The shop has no credentials. `no-successor`: There is no next version. `not-authorized`: The owner has not agreed yet. `quota-exceeded`: A quota is used up. `shop-removed`: The shop is being removed. */
        "409.moving.needs-reauth.no-credentials.no-successor.not-authorized.quota-exceeded.shop-removed": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "moving" | "needs-reauth" | "no-credentials" | "no-successor" | "not-authorized" | "quota-exceeded" | "shop-removed";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. `credentials-refused`: The vendor refuses the credentials. `hosts-not-allowed`: Base addresses cannot be set here. `invalid-credentials`: The credentials are not complete. `vendor-rejected`: The vendor refused. */
        "422.answer-too-large.credentials-refused.hosts-not-allowed.invalid-credentials.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large" | "credentials-refused" | "hosts-not-allowed" | "invalid-credentials" | "vendor-rejected";
                };
            };
        };
        /** @description `moving`: The shop is moving. `no-migration`: The shop is not to move. `quota-exceeded`: A quota is used up. */
        "409.moving.no-migration.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "moving" | "no-migration" | "quota-exceeded";
                };
            };
        };
        /** @description `needs-reauth`: The shop's access has ended. `no-credentials`: The shop has no credentials. `not-authorized`: The owner has not agreed yet. `quota-exceeded`: A quota is used up. */
        "409.needs-reauth.no-credentials.not-authorized.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "needs-reauth" | "no-credentials" | "not-authorized" | "quota-exceeded";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. `vendor-rejected`: The vendor refused. */
        "422.answer-too-large.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large" | "vendor-rejected";
                };
            };
        };
        /** @description `not-authorized`: The owner has not agreed yet. `quota-exceeded`: A quota is used up. */
        "409.not-authorized.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "not-authorized" | "quota-exceeded";
                };
            };
        };
        /** @description `not-paused`: The shop is not paused. `quota-exceeded`: A quota is used up. */
        "409.not-paused.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "not-paused" | "quota-exceeded";
                };
            };
        };
        /** @description `quota-exceeded`: A quota is used up. `shop-removed`: The shop is being removed. */
        "409.quota-exceeded.shop-removed": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "quota-exceeded" | "shop-removed";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. `hosts-not-allowed`: Base addresses cannot be set here. */
        "422.answer-too-large.hosts-not-allowed": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large" | "hosts-not-allowed";
                };
            };
        };
        /** @description `invalid-body`: The body is not valid. `invalid-query`: A query parameter is not valid. `malformed-json`: The body is not JSON. `metadata-too-large`: The metadata is too large. */
        "400.invalid-body.invalid-query.malformed-json.metadata-too-large": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-body" | "invalid-query" | "malformed-json" | "metadata-too-large";
                };
            };
        };
        /** @description `unknown-shop`: There is no such shop. */
        "404.unknown-shop": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "unknown-shop";
                };
            };
        };
        /** @description `link-ended`: This link does not work any more. */
        "404.link-ended": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "link-ended";
                };
            };
        };
        /** @description `link-used`: This link was opened in another browser. */
        "409.link-used": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "link-used";
                };
            };
        };
        /** @description `link-spent`: This link has connected its shop. `needs-reauth`: The shop's access has ended. `quota-exceeded`: A quota is used up. `shop-exists`: The shop's id is taken. */
        "409.link-spent.needs-reauth.quota-exceeded.shop-exists": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "link-spent" | "needs-reauth" | "quota-exceeded" | "shop-exists";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. `credentials-refused`: The vendor refuses the credentials. `invalid-credentials`: The credentials are not complete. `invalid-settings`: The settings are not valid. `vendor-rejected`: The vendor refused. */
        "422.answer-too-large.credentials-refused.invalid-credentials.invalid-settings.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large" | "credentials-refused" | "invalid-credentials" | "invalid-settings" | "vendor-rejected";
                };
            };
        };
        /** @description `needs-reauth`: The shop's access has ended. `no-link-shop`: There is no shop yet. `other-account`: The credentials open another shop. `other-business`: The consent is another shop's. `quota-exceeded`: A quota is used up. `shop-removed`: The shop is being removed. */
        "409.needs-reauth.no-link-shop.other-account.other-business.quota-exceeded.shop-removed": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "needs-reauth" | "no-link-shop" | "other-account" | "other-business" | "quota-exceeded" | "shop-removed";
                };
            };
        };
        /** @description `no-consent`: This system has no consent in the browser. `no-link-shop`: There is no shop yet. `quota-exceeded`: A quota is used up. */
        "409.no-consent.no-link-shop.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "no-consent" | "no-link-shop" | "quota-exceeded";
                };
            };
        };
        /** @description `moving`: The shop is moving. `needs-reauth`: The shop's access has ended. `no-credentials`: The shop has no credentials. `no-link-shop`: There is no shop yet. `no-successor`: There is no next version. `not-authorized`: The owner has not agreed yet. `quota-exceeded`: A quota is used up. */
        "409.moving.needs-reauth.no-credentials.no-link-shop.no-successor.not-authorized.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "moving" | "needs-reauth" | "no-credentials" | "no-link-shop" | "no-successor" | "not-authorized" | "quota-exceeded";
                };
            };
        };
        /** @description `no-link-shop`: There is no shop yet. `quota-exceeded`: A quota is used up. */
        "409.no-link-shop.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "no-link-shop" | "quota-exceeded";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-resource`: There is no such collection. `unknown-shop`: There is no such shop. */
        "404.invalid-path.unknown-resource.unknown-shop": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-resource" | "unknown-shop";
                };
            };
        };
        /** @description `cursor-expired`: The cursor has expired. */
        "410.cursor-expired": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "cursor-expired";
                };
            };
        };
        /** @description `areas-unreachable`: The list of areas cannot be read. `moving`: The shop is moving. `needs-reauth`: The shop's access has ended. `quota-exceeded`: A quota is used up. */
        "409.areas-unreachable.moving.needs-reauth.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "areas-unreachable" | "moving" | "needs-reauth" | "quota-exceeded";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. `bulk-size`: Too many commands. `command-too-large`: The command is too large. `idempotency-key-reused`: The Idempotency-Key stands for another write. `invalid-command`: The vendor would refuse this. `no-version`: The write has no version. `not-for-lists`: The parameter is for a single command. `not-supported`: The vendor has no such write. `out-of-stock`: Not enough in stock. `unknown-record`: There is no such record. `vendor-rejected`: The vendor refused. */
        "422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large" | "bulk-size" | "command-too-large" | "idempotency-key-reused" | "invalid-command" | "no-version" | "not-for-lists" | "not-supported" | "out-of-stock" | "unknown-record" | "vendor-rejected";
                };
            };
        };
        /** @description `idempotency-key-missing`: The Idempotency-Key is missing. `invalid-body`: The body is not valid. `invalid-path`: The address is not valid. `invalid-query`: A query parameter is not valid. `malformed-json`: The body is not JSON. */
        "400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "idempotency-key-missing" | "invalid-body" | "invalid-path" | "invalid-query" | "malformed-json";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-record`: There is no such record. `unknown-shop`: There is no such shop. `vendor-rejected`: The vendor refused. */
        "404.invalid-path.unknown-record.unknown-shop.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-record" | "unknown-shop" | "vendor-rejected";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. `bulk-size`: Too many commands. `command-too-large`: The command is too large. `idempotency-key-reused`: The Idempotency-Key stands for another write. `invalid-call`: The operation does not take this. `invalid-command`: The vendor would refuse this. `no-version`: The write has no version. `not-for-lists`: The parameter is for a single command. `not-supported`: The vendor has no such write. `out-of-stock`: Not enough in stock. `unknown-record`: There is no such record. `vendor-rejected`: The vendor refused. */
        "422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-call.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large" | "bulk-size" | "command-too-large" | "idempotency-key-reused" | "invalid-call" | "invalid-command" | "no-version" | "not-for-lists" | "not-supported" | "out-of-stock" | "unknown-record" | "vendor-rejected";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-operation`: There is no such operation. `unknown-record`: There is no such record. `unknown-shop`: There is no such shop. `vendor-rejected`: The vendor refused. */
        "404.invalid-path.unknown-operation.unknown-record.unknown-shop.vendor-rejected": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-operation" | "unknown-record" | "unknown-shop" | "vendor-rejected";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-shop`: There is no such shop. `unknown-write`: There is no such write. */
        "404.invalid-path.unknown-shop.unknown-write": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-shop" | "unknown-write";
                };
            };
        };
        /** @description `areas-unreachable`: The list of areas cannot be read. `carries-another`: The write carries another one. `may-be-done`: The write may have been carried out. `moving`: The shop is moving. `quota-exceeded`: A quota is used up. `wrong-state`: The write is in another state. */
        "409.areas-unreachable.carries-another.may-be-done.moving.quota-exceeded.wrong-state": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "areas-unreachable" | "carries-another" | "may-be-done" | "moving" | "quota-exceeded" | "wrong-state";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. `command-too-large`: The command is too large. `invalid-call`: The operation does not take this. `invalid-command`: The vendor would refuse this. */
        "422.answer-too-large.command-too-large.invalid-call.invalid-command": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large" | "command-too-large" | "invalid-call" | "invalid-command";
                };
            };
        };
        /** @description `moving`: The shop is moving. `quota-exceeded`: A quota is used up. */
        "409.moving.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "moving" | "quota-exceeded";
                };
            };
        };
        /** @description `no-credentials`: The shop has no credentials. `no-public-address`: There is no public address. `no-webhooks`: This system has no webhooks. `not-authorized`: The owner has not agreed yet. `quota-exceeded`: A quota is used up. `shop-removed`: The shop is being removed. */
        "409.no-credentials.no-public-address.no-webhooks.not-authorized.quota-exceeded.shop-removed": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "no-credentials" | "no-public-address" | "no-webhooks" | "not-authorized" | "quota-exceeded" | "shop-removed";
                };
            };
        };
        /** @description `needs-reauth`: The shop's access has ended. `no-credentials`: The shop has no credentials. `no-webhooks`: This system has no webhooks. `not-authorized`: The owner has not agreed yet. `quota-exceeded`: A quota is used up. `shop-removed`: The shop is being removed. */
        "409.needs-reauth.no-credentials.no-webhooks.not-authorized.quota-exceeded.shop-removed": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "needs-reauth" | "no-credentials" | "no-webhooks" | "not-authorized" | "quota-exceeded" | "shop-removed";
                };
            };
        };
        /** @description `needs-reauth`: The shop's access has ended. `no-credentials`: The shop has no credentials. `no-webhooks`: This system has no webhooks. `not-authorized`: The owner has not agreed yet. `quota-exceeded`: A quota is used up. `rotated-meanwhile`: The secret was just rotated. `rotation-unfinished`: The last secrets are not used yet. `shop-removed`: The shop is being removed. */
        "409.needs-reauth.no-credentials.no-webhooks.not-authorized.quota-exceeded.rotated-meanwhile.rotation-unfinished.shop-removed": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "needs-reauth" | "no-credentials" | "no-webhooks" | "not-authorized" | "quota-exceeded" | "rotated-meanwhile" | "rotation-unfinished" | "shop-removed";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-delivery`: There is no such webhook. `unknown-shop`: There is no such shop. */
        "404.invalid-path.unknown-delivery.unknown-shop": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-delivery" | "unknown-shop";
                };
            };
        };
        /** @description `address-refused`: The address cannot be an endpoint. `answer-too-large`: The answer is too large. */
        "422.address-refused.answer-too-large": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "address-refused" | "answer-too-large";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-endpoint`: There is no such endpoint. */
        "404.invalid-path.unknown-endpoint": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-endpoint";
                };
            };
        };
        /** @description `endpoint-disabled`: The endpoint is disabled. `quota-exceeded`: A quota is used up. */
        "409.endpoint-disabled.quota-exceeded": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "endpoint-disabled" | "quota-exceeded";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-endpoint`: There is no such endpoint. `unknown-event-type`: There is no such type of event. */
        "404.invalid-path.unknown-endpoint.unknown-event-type": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-endpoint" | "unknown-event-type";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-endpoint`: There is no such endpoint. `unknown-event`: There is no such event. */
        "404.invalid-path.unknown-endpoint.unknown-event": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-endpoint" | "unknown-event";
                };
            };
        };
        /** @description `invalid-body`: The body is not valid. `invalid-cursor`: The cursor is not valid. `invalid-path`: The address is not valid. `invalid-query`: A query parameter is not valid. `malformed-json`: The body is not JSON. */
        "400.invalid-body.invalid-cursor.invalid-path.invalid-query.malformed-json": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-body" | "invalid-cursor" | "invalid-path" | "invalid-query" | "malformed-json";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-endpoint`: There is no such endpoint. `unknown-event`: There is no such event. `unknown-resource`: There is no such collection. `unknown-shop`: There is no such shop. */
        "404.invalid-path.unknown-endpoint.unknown-event.unknown-resource.unknown-shop": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-endpoint" | "unknown-event" | "unknown-resource" | "unknown-shop";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `no-verification`: There is no report. `unknown-resource`: There is no such collection. `unknown-shop`: There is no such shop. */
        "404.invalid-path.no-verification.unknown-resource.unknown-shop": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "no-verification" | "unknown-resource" | "unknown-shop";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large. `unknown-record`: There is no such record. */
        "422.answer-too-large.unknown-record": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "answer-too-large" | "unknown-record";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `unknown-record`: There is no such record. `unknown-resource`: There is no such collection. `unknown-shop`: There is no such shop. */
        "404.invalid-path.unknown-record.unknown-resource.unknown-shop": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "unknown-record" | "unknown-resource" | "unknown-shop";
                };
            };
        };
        /** @description `invalid-body`: The body is not valid. `invalid-path`: The address is not valid. `invalid-query`: A query parameter is not valid. `malformed-json`: The body is not JSON. `metadata-too-large`: The metadata is too large. */
        "400.invalid-body.invalid-path.invalid-query.malformed-json.metadata-too-large": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-body" | "invalid-path" | "invalid-query" | "malformed-json" | "metadata-too-large";
                };
            };
        };
        /** @description `record-gone`: The record was deleted. */
        "410.record-gone": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "record-gone";
                };
            };
        };
        /** @description `invalid-path`: The address is not valid. `invalid-query`: A query parameter is not valid. `metadata-too-large`: The metadata is too large. */
        "400.invalid-path.invalid-query.metadata-too-large": {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid-path" | "invalid-query" | "metadata-too-large";
                };
            };
        };
    };
    parameters: {
        /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
        IdempotencyKey: string;
        /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
        IdempotencyKeyOfAWrite: string;
    };
    requestBodies: never;
    headers: {
        /** @description The tenant's rate: `q` units in `w` seconds. */
        "RateLimit-Policy": string;
        /** @description About `r` units are left for the next `t` seconds. */
        RateLimit: string;
        /** @description Seconds after which it is worth asking again. */
        "Retry-After": number;
        /** @description Names the request in our logs. */
        "Apigw-Requestid": string;
        /** @description Path of the write, or of what was made. */
        Location: string;
        /** @description Methods that the path takes. */
        Allow: string;
        /** @description Since when the route is deprecated (RFC 9745). */
        Deprecation: string;
        /** @description When the route ends (RFC 8594). */
        Sunset: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                        stage: string;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getProblem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemPage"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            404: components["responses"]["404.invalid-path.unknown-problem"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Tenant"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    id: string;
                    name: string;
                    /** @description what is left out, or null, gets the default */
                    quotas?: {
                        /** @description units that requests to the API may cost within a minute, on average; default 3000 */
                        unitsPerMinute?: number | null;
                        /** @description units that may be used at once; they come back at the rate of unitsPerMinute; default 3000 */
                        burst?: number | null;
                        /** @description shops, without those that are being removed; default 500 */
                        shops?: number | null;
                        /** @description shops whose owner has not agreed yet, so that nothing of them is proven; default 20 */
                        unprovenShops?: number | null;
                        /** @description API keys; as many again may run out after a rotation; default 50 */
                        keys?: number | null;
                        /** @description endpoints; default 20 */
                        endpoints?: number | null;
                        /** @description writes in line, of all shops; default 20000 */
                        queuedWrites?: number | null;
                        /** @description webhooks of vendors that came within thirty days and are stored; default 1000000 */
                        storedDeliveries?: number | null;
                    };
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.tenant-exists"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-tenant"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    logo?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-tenant"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createTenantKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @default read
                     * @enum {string}
                     */
                    scope?: "read" | "write" | "admin";
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-tenant"];
            409: components["responses"]["409.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Key"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @default read
                     * @enum {string}
                     */
                    scope?: "read" | "write" | "admin";
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default 86400 */
                    overlapSeconds?: number;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-key"];
            409: components["responses"]["409.key-ended.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-key"];
            409: components["responses"]["409.key-ended.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntry"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listDrift: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Drift"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getDeploymentStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        stage: string;
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        at: string;
                        shops: {
                            total: number;
                            byHealth: {
                                shops: number;
                                /** @enum {string} */
                                health: "degraded" | "needs-reauth" | "removing" | "paused" | "authorizing" | "healthy";
                            }[];
                            byVendor: {
                                shops: number;
                                /** @enum {string} */
                                vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                                /** @description degraded, or the vendor refuses the credentials */
                                notHealthy: number;
                                /** @description of its degraded shops */
                                longestBehindSeconds?: number;
                            }[];
                            /** @description degraded shops */
                            byCause: {
                                shops: number;
                                /** @enum {string} */
                                vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                                /**
                                 * @description why the resource that is late for the longest time fails (`defect`: an error of ours; `no-answer`: the vendor is silent or its limit is used up; `unknown-answer`: its answer has a form that we do not know), or else its state
                                 * @enum {string}
                                 */
                                cause: "defect" | "unknown-answer" | "no-answer" | "signed-out" | "forbidden" | "refused" | "stalled" | "limited" | "incomplete" | "catching-up" | "backfilling" | "waiting" | "paused";
                            }[];
                        };
                        /** @description what `tick` has to find every minute */
                        schedule: {
                            /** @description work is due for more than three minutes: the schedule, or `tick`, stands still */
                            isLate: boolean;
                            /** @description pieces of work whose time has come */
                            overdue: number;
                            /** @description how long the first of them has waited */
                            lateSeconds: number;
                        };
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listAllShops: {
        parameters: {
            query?: {
                tenant?: string;
                vendor?: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                health?: "degraded" | "needs-reauth" | "removing" | "paused" | "authorizing" | "healthy";
                /** @description not kept fresh for longer than this */
                behindSeconds?: number;
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            tenant: string;
                            shop: string;
                            /** @enum {string} */
                            vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            /** @enum {string} */
                            health: "degraded" | "needs-reauth" | "removing" | "paused" | "authorizing" | "healthy";
                            /**
                             * @description why the resource that is late for the longest time fails (`defect`: an error of ours; `no-answer`: the vendor is silent or its limit is used up; `unknown-answer`: its answer has a form that we do not know), or else its state
                             * @enum {string}
                             */
                            cause?: "defect" | "unknown-answer" | "no-answer" | "signed-out" | "forbidden" | "refused" | "stalled" | "limited" | "incomplete" | "catching-up" | "backfilling" | "waiting" | "paused";
                            /** @description how many of its resources are late */
                            lateResources?: number;
                            /**
                             * Format: date-time
                             * @description since when its copy is not kept fresh
                             */
                            behindSince?: string;
                            /** @description the same, as seconds until now */
                            behindSeconds?: number;
                        }[];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listOperatorKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                            name: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            createdAt: string;
                            /**
                             * Format: date-time
                             * @description it ends then, or has ended
                             */
                            expiresAt?: string;
                            /** @description the last characters of the key */
                            hint: string;
                        }[];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createOperatorKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description of the person or program that gets the key; shown in the audit trail */
                    name: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description it ends then, or has ended
                         */
                        expiresAt?: string;
                        /** @description the last characters of the key */
                        hint: string;
                        /** @description shown this once */
                        key: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    rotateOperatorKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description it ends then, or has ended
                         */
                        expiresAt?: string;
                        /** @description the last characters of the key */
                        hint: string;
                        /** @description shown this once */
                        key: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-key"];
            409: components["responses"]["409.key-ended"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    deleteOperatorKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-key"];
            409: components["responses"]["409.key-ended"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listOperatorAuditEntries: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntry"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listTenantAuditEntries: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntry"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-tenant"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            name: "unitsPerMinute" | "burst" | "shops" | "unprovenShops" | "keys" | "endpoints" | "queuedWrites" | "storedDeliveries";
                            /** @description what is counted */
                            counts: string;
                            limit: number;
                            default: number;
                            used?: number;
                        }[];
                        next: null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getTenantQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            name: "unitsPerMinute" | "burst" | "shops" | "unprovenShops" | "keys" | "endpoints" | "queuedWrites" | "storedDeliveries";
                            /** @description what is counted */
                            counts: string;
                            limit: number;
                            default: number;
                            used?: number;
                        }[];
                        next: null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-tenant"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    setTenantQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description units that requests to the API may cost within a minute, on average; default 3000 */
                    unitsPerMinute?: number | null;
                    /** @description units that may be used at once; they come back at the rate of unitsPerMinute; default 3000 */
                    burst?: number | null;
                    /** @description shops, without those that are being removed; default 500 */
                    shops?: number | null;
                    /** @description shops whose owner has not agreed yet, so that nothing of them is proven; default 20 */
                    unprovenShops?: number | null;
                    /** @description API keys; as many again may run out after a rotation; default 50 */
                    keys?: number | null;
                    /** @description endpoints; default 20 */
                    endpoints?: number | null;
                    /** @description writes in line, of all shops; default 20000 */
                    queuedWrites?: number | null;
                    /** @description webhooks of vendors that came within thirty days and are stored; default 1000000 */
                    storedDeliveries?: number | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            name: "unitsPerMinute" | "burst" | "shops" | "unprovenShops" | "keys" | "endpoints" | "queuedWrites" | "storedDeliveries";
                            /** @description what is counted */
                            counts: string;
                            limit: number;
                            default: number;
                            used?: number;
                        }[];
                        next: null;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-tenant"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listVendors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Vendor"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listVendorWrites: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WriteAbility"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listShops: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Shop"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createShop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    id?: string;
                    /** @enum {string} */
                    vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                    name: string;
                    credentials: {
                        [key: string]: unknown;
                    };
                    settings?: {
                        [key: string]: unknown;
                    };
                    /** @description base addresses of a sandbox; on a laptop only */
                    hosts?: {
                        [key: string]: string;
                    };
                    /** @description seconds between cycles by resource; * for all others */
                    schedule?: {
                        [key: string]: number;
                    };
                    /** @description hours of the day in Vietnam: from, to */
                    quietHours?: number[];
                    /**
                     * Format: date-time
                     * @description backfill no further back than this, where the vendor shows a limited stretch of time per call: Nhanh's orders, bills and movements, iSale's orders, Pancake's stock history. Everything else is read whole
                     */
                    since?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.vendor-rejected"];
            409: components["responses"]["409.needs-reauth.quota-exceeded.shop-exists"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.credentials-refused.hosts-not-allowed.invalid-credentials.invalid-settings.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    getShop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    deleteShop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateShop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @description seconds between cycles by resource; * for all others */
                    schedule?: {
                        [key: string]: number;
                    };
                    quietHours?: number[] | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    replaceCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.needs-reauth.other-account.other-business.quota-exceeded.shop-removed"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.credentials-refused.invalid-credentials.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    createConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consent"];
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.no-consent.quota-exceeded.shop-removed"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    startMigration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description of the next version; default: the app that the shop has */
                    credentials?: {
                        [key: string]: unknown;
                    };
                    /** @description base addresses of a sandbox; on a laptop only */
                    hosts?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.moving.needs-reauth.no-credentials.no-successor.not-authorized.quota-exceeded.shop-removed"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.credentials-refused.hosts-not-allowed.invalid-credentials.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    cancelMigration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.moving.no-migration.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    checkShop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShopCheck"];
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.needs-reauth.no-credentials.not-authorized.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    pauseShop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.not-authorized.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    resumeShop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.not-paused.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getBudget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Budget"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    beginConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go on there. */
            303: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            /** @description A page that says what is the matter. */
            404: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html; charset=utf-8": string;
                };
            };
            /** @description A page that says what is the matter. */
            500: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html; charset=utf-8": string;
                };
            };
            503: components["responses"]["503.try-again"];
        };
    };
    finishConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                address: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html; charset=utf-8": string;
                };
            };
            /** @description Go on there. */
            303: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A page that says what is the matter. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html; charset=utf-8": string;
                };
            };
            /** @description A page that says what is the matter. */
            404: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html; charset=utf-8": string;
                };
            };
            /** @description A page that says what is the matter. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html; charset=utf-8": string;
                };
            };
            /** @description A page that says what is the matter. */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html; charset=utf-8": string;
                };
            };
            /** @description A page that says what is the matter. */
            500: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html; charset=utf-8": string;
                };
            };
            503: components["responses"]["503.try-again"];
        };
    };
    createConnectLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description whose access is to be renewed; absent: a new shop */
                    shop?: string;
                    /** @description from which the owner can choose; absent: all */
                    vendors?: ("kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale")[];
                    /**
                     * @description in which the page begins
                     * @default vi
                     * @enum {string}
                     */
                    language?: "vi" | "en";
                    /** @description your page to which the owner goes back, with `shop` and `status` behind the `?` */
                    returnUrl?: string;
                    /**
                     * Format: date-time
                     * @description backfill no further back than this; see `createShop`
                     */
                    since?: string;
                    /** @description stays with the shop: the number of your customer, and the like */
                    metadata?: components["schemas"]["Metadata"];
                    /** @description what you know already, so that the owner need not type it: the app's id and secret at Nhanh */
                    presets?: {
                        [key: string]: {
                            credentials?: {
                                [key: string]: unknown;
                            };
                            settings?: {
                                [key: string]: unknown;
                            };
                            /** @description base addresses of a sandbox; on a laptop only */
                            hosts?: {
                                [key: string]: string;
                            };
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description for the shop's owner: works in the first browser that opens it; shown this once */
                        url: string;
                        /**
                         * Format: date-time
                         * @description until then it can be opened
                         */
                        expiresAt: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-query.malformed-json.metadata-too-large"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.unknown-shop"];
            409: components["responses"]["409.quota-exceeded.shop-removed"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.hosts-not-allowed"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    openConnectLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ticket: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description for the header Tillbridge-Page: connect <id> */
                        id: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-query.malformed-json"];
            404: components["responses"]["404.link-ended"];
            409: components["responses"]["409.link-used"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getConnectState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        language: "vi" | "en";
                        /**
                         * Format: date-time
                         * @description the page works until then
                         */
                        endsAt: string;
                        tenant: {
                            name: string;
                            /** @description a picture as a data: address */
                            logo?: string;
                        };
                        vendors: {
                            /** @enum {string} */
                            id: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            name: string;
                            /** @description credentials that the tenant has given already: nobody asks the owner for them */
                            given: string[];
                            /** @description the owner agrees at the vendor, in the browser */
                            consent: boolean;
                            /** @description must stand among the app's Redirect URLs; the same for every shop */
                            returnAddress?: string;
                            /** @description collections that will be shared */
                            resources: string[];
                        }[];
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        since?: string;
                        /** @description where the owner goes on, with `shop` and `status` */
                        returnUrl?: string;
                        shop?: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";
                            reason?: string;
                            /** @description the link is for a shop that was there before */
                            reconnects: boolean;
                            /**
                             * @description the vendor's version to which the shop can move
                             * @enum {string}
                             */
                            successor?: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            sunset?: string;
                            /** @description the phase of a move that is under way */
                            migration?: string;
                        };
                        /** @description where the shop's owner begins; for one browser, within an hour */
                        consentUrl?: string;
                        /** @description must stand among the app's Redirect URLs; the same for every shop */
                        returnAddress?: string;
                        /** @description what stands in the way of the consent */
                        notice?: string;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    connectShop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                    name: string;
                    credentials: {
                        [key: string]: unknown;
                    };
                    settings?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        language: "vi" | "en";
                        /**
                         * Format: date-time
                         * @description the page works until then
                         */
                        endsAt: string;
                        tenant: {
                            name: string;
                            /** @description a picture as a data: address */
                            logo?: string;
                        };
                        vendors: {
                            /** @enum {string} */
                            id: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            name: string;
                            /** @description credentials that the tenant has given already: nobody asks the owner for them */
                            given: string[];
                            /** @description the owner agrees at the vendor, in the browser */
                            consent: boolean;
                            /** @description must stand among the app's Redirect URLs; the same for every shop */
                            returnAddress?: string;
                            /** @description collections that will be shared */
                            resources: string[];
                        }[];
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        since?: string;
                        /** @description where the owner goes on, with `shop` and `status` */
                        returnUrl?: string;
                        shop?: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";
                            reason?: string;
                            /** @description the link is for a shop that was there before */
                            reconnects: boolean;
                            /**
                             * @description the vendor's version to which the shop can move
                             * @enum {string}
                             */
                            successor?: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            sunset?: string;
                            /** @description the phase of a move that is under way */
                            migration?: string;
                        };
                        /** @description where the shop's owner begins; for one browser, within an hour */
                        consentUrl?: string;
                        /** @description must stand among the app's Redirect URLs; the same for every shop */
                        returnAddress?: string;
                        /** @description what stands in the way of the consent */
                        notice?: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.vendor-rejected"];
            409: components["responses"]["409.link-spent.needs-reauth.quota-exceeded.shop-exists"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.credentials-refused.invalid-credentials.invalid-settings.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    withdrawShop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        language: "vi" | "en";
                        /**
                         * Format: date-time
                         * @description the page works until then
                         */
                        endsAt: string;
                        tenant: {
                            name: string;
                            /** @description a picture as a data: address */
                            logo?: string;
                        };
                        vendors: {
                            /** @enum {string} */
                            id: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            name: string;
                            /** @description credentials that the tenant has given already: nobody asks the owner for them */
                            given: string[];
                            /** @description the owner agrees at the vendor, in the browser */
                            consent: boolean;
                            /** @description must stand among the app's Redirect URLs; the same for every shop */
                            returnAddress?: string;
                            /** @description collections that will be shared */
                            resources: string[];
                        }[];
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        since?: string;
                        /** @description where the owner goes on, with `shop` and `status` */
                        returnUrl?: string;
                        shop?: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";
                            reason?: string;
                            /** @description the link is for a shop that was there before */
                            reconnects: boolean;
                            /**
                             * @description the vendor's version to which the shop can move
                             * @enum {string}
                             */
                            successor?: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            sunset?: string;
                            /** @description the phase of a move that is under way */
                            migration?: string;
                        };
                        /** @description where the shop's owner begins; for one browser, within an hour */
                        consentUrl?: string;
                        /** @description must stand among the app's Redirect URLs; the same for every shop */
                        returnAddress?: string;
                        /** @description what stands in the way of the consent */
                        notice?: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.no-link-shop.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    renewConnectedShop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        language: "vi" | "en";
                        /**
                         * Format: date-time
                         * @description the page works until then
                         */
                        endsAt: string;
                        tenant: {
                            name: string;
                            /** @description a picture as a data: address */
                            logo?: string;
                        };
                        vendors: {
                            /** @enum {string} */
                            id: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            name: string;
                            /** @description credentials that the tenant has given already: nobody asks the owner for them */
                            given: string[];
                            /** @description the owner agrees at the vendor, in the browser */
                            consent: boolean;
                            /** @description must stand among the app's Redirect URLs; the same for every shop */
                            returnAddress?: string;
                            /** @description collections that will be shared */
                            resources: string[];
                        }[];
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        since?: string;
                        /** @description where the owner goes on, with `shop` and `status` */
                        returnUrl?: string;
                        shop?: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";
                            reason?: string;
                            /** @description the link is for a shop that was there before */
                            reconnects: boolean;
                            /**
                             * @description the vendor's version to which the shop can move
                             * @enum {string}
                             */
                            successor?: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            sunset?: string;
                            /** @description the phase of a move that is under way */
                            migration?: string;
                        };
                        /** @description where the shop's owner begins; for one browser, within an hour */
                        consentUrl?: string;
                        /** @description must stand among the app's Redirect URLs; the same for every shop */
                        returnAddress?: string;
                        /** @description what stands in the way of the consent */
                        notice?: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.vendor-rejected"];
            409: components["responses"]["409.needs-reauth.no-link-shop.other-account.other-business.quota-exceeded.shop-removed"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.credentials-refused.invalid-credentials.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    beginConnectConsent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        language: "vi" | "en";
                        /**
                         * Format: date-time
                         * @description the page works until then
                         */
                        endsAt: string;
                        tenant: {
                            name: string;
                            /** @description a picture as a data: address */
                            logo?: string;
                        };
                        vendors: {
                            /** @enum {string} */
                            id: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            name: string;
                            /** @description credentials that the tenant has given already: nobody asks the owner for them */
                            given: string[];
                            /** @description the owner agrees at the vendor, in the browser */
                            consent: boolean;
                            /** @description must stand among the app's Redirect URLs; the same for every shop */
                            returnAddress?: string;
                            /** @description collections that will be shared */
                            resources: string[];
                        }[];
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        since?: string;
                        /** @description where the owner goes on, with `shop` and `status` */
                        returnUrl?: string;
                        shop?: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";
                            reason?: string;
                            /** @description the link is for a shop that was there before */
                            reconnects: boolean;
                            /**
                             * @description the vendor's version to which the shop can move
                             * @enum {string}
                             */
                            successor?: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            sunset?: string;
                            /** @description the phase of a move that is under way */
                            migration?: string;
                        };
                        /** @description where the shop's owner begins; for one browser, within an hour */
                        consentUrl?: string;
                        /** @description must stand among the app's Redirect URLs; the same for every shop */
                        returnAddress?: string;
                        /** @description what stands in the way of the consent */
                        notice?: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.no-consent.no-link-shop.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    moveConnectedShop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        language: "vi" | "en";
                        /**
                         * Format: date-time
                         * @description the page works until then
                         */
                        endsAt: string;
                        tenant: {
                            name: string;
                            /** @description a picture as a data: address */
                            logo?: string;
                        };
                        vendors: {
                            /** @enum {string} */
                            id: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            name: string;
                            /** @description credentials that the tenant has given already: nobody asks the owner for them */
                            given: string[];
                            /** @description the owner agrees at the vendor, in the browser */
                            consent: boolean;
                            /** @description must stand among the app's Redirect URLs; the same for every shop */
                            returnAddress?: string;
                            /** @description collections that will be shared */
                            resources: string[];
                        }[];
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        since?: string;
                        /** @description where the owner goes on, with `shop` and `status` */
                        returnUrl?: string;
                        shop?: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            vendor: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";
                            reason?: string;
                            /** @description the link is for a shop that was there before */
                            reconnects: boolean;
                            /**
                             * @description the vendor's version to which the shop can move
                             * @enum {string}
                             */
                            successor?: "kiotviet" | "nhanh-v3" | "nhanh-v2" | "pancake" | "isale";
                            sunset?: string;
                            /** @description the phase of a move that is under way */
                            migration?: string;
                        };
                        /** @description where the shop's owner begins; for one browser, within an hour */
                        consentUrl?: string;
                        /** @description must stand among the app's Redirect URLs; the same for every shop */
                        returnAddress?: string;
                        /** @description what stands in the way of the consent */
                        notice?: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.vendor-rejected"];
            409: components["responses"]["409.moving.needs-reauth.no-credentials.no-link-shop.no-successor.not-authorized.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.credentials-refused.invalid-credentials.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    getConnectProgress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        health: "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";
                        resources: {
                            resource: string;
                            records: number;
                            complete: boolean;
                        }[];
                        /** @description the first five, as proof; of a shop that this link has connected */
                        orders: {
                            code: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            createdAt?: string;
                            total?: number | string;
                        }[];
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.no-link-shop.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "operator" | "tenant" | "portal";
                        tenant?: {
                            id: string;
                            name: string;
                        };
                        /** @enum {string} */
                        scope?: "read" | "write" | "admin";
                        /** @description of the operator */
                        name?: string;
                        /** @description the one that a portal's token reads */
                        shop?: string;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "operator" | "tenant" | "portal";
                        tenant?: {
                            id: string;
                            name: string;
                        };
                        /** @enum {string} */
                        scope?: "read" | "write" | "admin";
                        /** @description of the operator */
                        name?: string;
                        /** @description the one that a portal's token reads */
                        shop?: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createPortalToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description a bearer token that reads this one shop; shown this once */
                        token: string;
                        /** @description a page of the shop, for a frame in your own product */
                        url: string;
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        expiresAt: string;
                    };
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.not-authorized.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getSyncStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncStatus"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    startSync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    resources?: string[];
                    /** @default false */
                    full?: boolean;
                };
            };
        };
        responses: {
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description resources whose cycle begins now */
                        scheduled: string[];
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    explainRecord: {
        parameters: {
            query?: {
                resource?: string;
                id?: string;
                code?: string;
                /** @description in any spelling */
                phone?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description it is here and alive */
                        found: boolean;
                        /** @enum {string} */
                        cause: "here" | "here-and-unread" | "here-and-behind" | "here-and-asked-again" | "here-and-removal-held" | "here-and-removal-in-doubt" | "deleted" | "another-field" | "not-searched-whole" | "write-open" | "write-failed" | "unanswered" | "asked-for" | "shop-paused" | "no-permission" | "failing" | "limited" | "first-reading" | "rows-unread" | "fewer-than-the-vendor" | "behind" | "older-than-since" | "not-at-the-vendor";
                        /** @description the answer for a person */
                        sentence: string;
                        record?: {
                            id: string;
                            version: number;
                            asOf: string;
                            deleted: boolean;
                        };
                        /** @description all that was looked at */
                        evidence: {
                            /** @description how the copy of the resource stands */
                            state: string;
                            reason?: string;
                            lagSeconds: number | null;
                            promisedSeconds: number;
                            lastReading?: {
                                startedAt: string;
                                endedAt: string;
                            };
                            stored?: number;
                            vendorTotal?: number;
                            unreadableRows: number;
                            since?: string;
                            searched?: {
                                records: number;
                                all: boolean;
                            };
                            deletion?: {
                                state: string;
                                seenAt: string;
                                ways: string[];
                            };
                            /** @enum {string} */
                            fetching?: "this" | "all";
                            unanswered?: {
                                since: string;
                                givenUp: boolean;
                            };
                            write?: {
                                id: string;
                                state: string;
                                reason?: string;
                            };
                        };
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listAllChanges: {
        parameters: {
            query?: {
                /** @description `next` of the answer before; absent: from the beginning; `latest`: only what comes now */
                cursor?: string;
                /** @description names with commas between; default all */
                resources?: string;
                /** @description `record`: each entry brings its record, as it is now */
                include?: "record";
                limit?: number;
                /** @description seconds to wait for a change when there is none; who follows for long asks again after `pauseSeconds` */
                wait?: number;
                /** @description ids with commas between; default all, those of tomorrow as well */
                shops?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TenantChange"][];
                        /** @description to be sent as `cursor`, also after an answer without data */
                        next: string;
                        /** @description seconds after which it is worth to ask again; 0: at once, for there is more, or you have waited */
                        pauseSeconds: number;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            410: components["responses"]["410.cursor-expired"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description `next` of the answer before; absent: from the beginning; `latest`: only what comes now */
                cursor?: string;
                /** @description names with commas between; default all */
                resources?: string;
                /** @description `record`: each entry brings its record, as it is now */
                include?: "record";
                limit?: number;
                /** @description seconds to wait for a change when there is none; who follows for long asks again after `pauseSeconds` */
                wait?: number;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Change"][];
                        /** @description to be sent as `cursor`, also after an answer without data */
                        next: string;
                        /** @description seconds after which it is worth to ask again; 0: at once, for there is more, or you have waited */
                        pauseSeconds: number;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            410: components["responses"]["410.cursor-expired"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listOrders: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description by the time of creation at the vendor; without it and without filters by id, with filters newest first */
                sort?: "newest" | "oldest";
                /** @description the number or code that people at the shop use; case and blanks around it make no difference */
                code?: string;
                /** @description of the customer or the receiver, in any spelling, with +84, 84 or 0, blanks and dots */
                phone?: string;
                /** @description code of a line, or code or bar code of its product */
                sku?: string;
                /** @description state, one or several with commas between: draft, pending, confirmed, packing, shipping, delivered, completed, returning, returned, cancelled, failed, deleted, unknown */
                status?: string;
                /** @description what the document does, one or several with commas between: sale, pre-order, quotation, exchange, return, partial-return, transfer, compensation, gift, other */
                type?: string;
                /** @description id of the customer's record */
                customer?: string;
                /** @description id of the location */
                location?: string;
                /** @description beginnings of words of the customer's name, with or without marks */
                name?: string;
                /** @description made at the vendor at or after */
                createdSince?: string;
                /** @description made at the vendor before */
                createdUntil?: string;
                /** @description stored at or after */
                updatedSince?: string;
                /** @description stored before */
                updatedUntil?: string;
                /** @description records to answer with each one under `_expanded`, with commas between: customer, products, location */
                expand?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Order"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createOrder: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `OrdersCreateCommandKiotviet`, `OrdersCreateCommandNhanhV3`, `OrdersCreateCommandNhanhV2`, `OrdersCreateCommandPancake`, `OrdersCreateCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrdersCreateCommand"] | components["schemas"]["OrdersCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateOrders: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `OrdersUpdateCommandKiotviet`, `OrdersUpdateCommandNhanhV3`, `OrdersUpdateCommandNhanhV2`, `OrdersUpdateCommandPancake`, `OrdersUpdateCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrdersUpdateCommand"] | components["schemas"]["OrdersUpdateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    getOrder: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateOrder: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `OrdersUpdateCommandKiotviet`, `OrdersUpdateCommandNhanhV3`, `OrdersUpdateCommandNhanhV2`, `OrdersUpdateCommandPancake`, `OrdersUpdateCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrdersUpdateCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    cancelOrders: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `OrdersCancelCommandKiotviet`, `OrdersCancelCommandNhanhV3`, `OrdersCancelCommandNhanhV2`, `OrdersCancelCommandPancake`, `OrdersCancelCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrdersCancelCommand"] | components["schemas"]["OrdersCancelCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    cancelOrder: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `OrdersCancelCommandKiotviet`, `OrdersCancelCommandNhanhV3`, `OrdersCancelCommandNhanhV2`, `OrdersCancelCommandPancake`, `OrdersCancelCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrdersCancelCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description by the time of creation at the vendor; without it and without filters by id, with filters newest first */
                sort?: "newest" | "oldest";
                /** @description SKU; case and blanks around it make no difference */
                code?: string;
                /** @description bar code */
                barcode?: string;
                /** @description code or bar code */
                sku?: string;
                /** @description kind, one or several with commas between: goods, service, combo, manufactured, material, other */
                type?: string;
                /** @description beginnings of words of the name, with or without marks */
                name?: string;
                /** @description made at the vendor at or after */
                createdSince?: string;
                /** @description made at the vendor before */
                createdUntil?: string;
                /** @description stored at or after */
                updatedSince?: string;
                /** @description stored before */
                updatedUntil?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Product"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createProduct: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `ProductsCreateCommandKiotviet`, `ProductsCreateCommandNhanhV3`, `ProductsCreateCommandNhanhV2`, `ProductsCreateCommandPancake`, `ProductsCreateCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductsCreateCommand"] | components["schemas"]["ProductsCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateProducts: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `ProductsUpdateCommandKiotviet`, `ProductsUpdateCommandNhanhV3`, `ProductsUpdateCommandNhanhV2`, `ProductsUpdateCommandPancake`, `ProductsUpdateCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductsUpdateCommand"] | components["schemas"]["ProductsUpdateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    getProduct: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    deleteProduct: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `ProductsDeleteCommandKiotviet`, `ProductsDeleteCommandPancake`. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProductsDeleteCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateProduct: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `ProductsUpdateCommandKiotviet`, `ProductsUpdateCommandNhanhV3`, `ProductsUpdateCommandNhanhV2`, `ProductsUpdateCommandPancake`, `ProductsUpdateCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductsUpdateCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    setStock: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `StockSetCommandKiotviet`, `StockSetCommandPancake`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockSetCommand"] | components["schemas"]["StockSetCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    listCustomers: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description by the time of creation at the vendor; without it and without filters by id, with filters newest first */
                sort?: "newest" | "oldest";
                /** @description the number or code that people at the shop use; case and blanks around it make no difference */
                code?: string;
                /** @description in any spelling, with +84, 84 or 0, blanks and dots */
                phone?: string;
                /** @description kind, one or several with commas between: person, company */
                type?: string;
                /** @description beginnings of words of the name, with or without marks */
                name?: string;
                /** @description made at the vendor at or after */
                createdSince?: string;
                /** @description made at the vendor before */
                createdUntil?: string;
                /** @description stored at or after */
                updatedSince?: string;
                /** @description stored before */
                updatedUntil?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Customer"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createCustomer: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `CustomersCreateCommandKiotviet`, `CustomersCreateCommandNhanhV3`, `CustomersCreateCommandNhanhV2`, `CustomersCreateCommandPancake`, `CustomersCreateCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomersCreateCommand"] | components["schemas"]["CustomersCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateCustomers: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `CustomersUpdateCommandKiotviet`, `CustomersUpdateCommandNhanhV2`, `CustomersUpdateCommandPancake`, `CustomersUpdateCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomersUpdateCommand"] | components["schemas"]["CustomersUpdateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    getCustomer: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    deleteCustomer: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `CustomersDeleteCommandKiotviet`. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CustomersDeleteCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateCustomer: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `CustomersUpdateCommandKiotviet`, `CustomersUpdateCommandNhanhV2`, `CustomersUpdateCommandPancake`, `CustomersUpdateCommandIsale`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomersUpdateCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    listInvoices: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description by the time of creation at the vendor; without it and without filters by id, with filters newest first */
                sort?: "newest" | "oldest";
                /** @description the number or code that people at the shop use; case and blanks around it make no difference */
                code?: string;
                /** @description of the customer or the receiver, in any spelling, with +84, 84 or 0, blanks and dots */
                phone?: string;
                /** @description code of a line, or code or bar code of its product */
                sku?: string;
                /** @description state, one or several with commas between: draft, processing, completed, cancelled, failed, unknown */
                status?: string;
                /** @description what the document does, one or several with commas between: sale, retail, wholesale, purchase, other */
                type?: string;
                /** @description id of the customer's record */
                customer?: string;
                /** @description id of the location */
                location?: string;
                /** @description beginnings of words of the customer's name, with or without marks */
                name?: string;
                /** @description made at the vendor at or after */
                createdSince?: string;
                /** @description made at the vendor before */
                createdUntil?: string;
                /** @description stored at or after */
                updatedSince?: string;
                /** @description stored before */
                updatedUntil?: string;
                /** @description records to answer with each one under `_expanded`, with commas between: customer, products, location */
                expand?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Invoice"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createInvoice: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `InvoicesCreateCommandKiotviet`, `InvoicesCreateCommandNhanhV3`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvoicesCreateCommand"] | components["schemas"]["InvoicesCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    getInvoice: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invoice"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateInvoice: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `InvoicesUpdateCommandKiotviet`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvoicesUpdateCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    cancelInvoice: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `InvoicesCancelCommandKiotviet`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvoicesCancelCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    createPayment: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `PaymentsCreateCommandKiotviet`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentsCreateCommand"] | components["schemas"]["PaymentsCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    listCategories: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Category"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createCategory: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `CategoriesCreateCommandKiotviet`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoriesCreateCommand"] | components["schemas"]["CategoriesCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    getCategory: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    deleteCategory: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `CategoriesDeleteCommandKiotviet`. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CategoriesDeleteCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateCategory: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `CategoriesUpdateCommandKiotviet`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoriesUpdateCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    createPurchase: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `PurchasesCreateCommandKiotviet`, `PurchasesCreateCommandNhanhV3`, `PurchasesCreateCommandPancake`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurchasesCreateCommand"] | components["schemas"]["PurchasesCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    updatePurchase: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `PurchasesUpdateCommandKiotviet`, `PurchasesUpdateCommandPancake`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurchasesUpdateCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    cancelPurchase: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `PurchasesCancelCommandKiotviet`, `PurchasesCancelCommandPancake`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurchasesCancelCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    createSupplierReturn: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `SupplierReturnsCreateCommandNhanhV3`, `SupplierReturnsCreateCommandPancake`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplierReturnsCreateCommand"] | components["schemas"]["SupplierReturnsCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    listTransfers: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Transfer"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createTransfer: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `TransfersCreateCommandKiotviet`, `TransfersCreateCommandPancake`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransfersCreateCommand"] | components["schemas"]["TransfersCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    getTransfer: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateTransfer: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `TransfersUpdateCommandKiotviet`, `TransfersUpdateCommandPancake`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransfersUpdateCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    cancelTransfer: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `TransfersCancelCommandKiotviet`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransfersCancelCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    getPriceBook: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceBook"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    setPrices: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `PriceBooksSetCommandKiotviet`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceBooksSetCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    listVouchers: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Voucher"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createVouchers: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `VouchersCreateCommandKiotviet`, `VouchersCreateCommandNhanhV3`, `VouchersCreateCommandNhanhV2`, `VouchersCreateCommandPancake`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["VouchersCreateCommand"] | components["schemas"]["VouchersCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    releaseVouchers: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `VouchersReleaseCommandKiotviet`, `VouchersReleaseCommandNhanhV3`, `VouchersReleaseCommandNhanhV2`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["VouchersReleaseCommand"] | components["schemas"]["VouchersReleaseCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    cancelVouchers: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `VouchersCancelCommandKiotviet`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["VouchersCancelCommand"] | components["schemas"]["VouchersCancelCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    createShipment: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `ShipmentsCreateCommandNhanhV3`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShipmentsCreateCommand"] | components["schemas"]["ShipmentsCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    sendShipment: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `ShipmentsSendCommandNhanhV3`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShipmentsSendCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    cancelShipment: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `ShipmentsCancelCommandNhanhV3`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShipmentsCancelCommandBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    countStock: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `StockCountCommandPancake`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockCountCommand"] | components["schemas"]["StockCountCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    createCashEntry: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                shop: string;
            };
            cookie?: never;
        };
        /** @description What each vendor takes of it: `CashCreateCommandPancake`. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CashCreateCommand"] | components["schemas"]["CashCreateCommand"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    listOperations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Operation"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    callOperation: {
        parameters: {
            query?: {
                /** @description seconds to wait for the outcome */
                wait?: number;
                /** @description answers the vendor's request instead of sending it */
                dryRun?: "true" | "false";
                /** @description commands: true refuses a field that the vendor cannot hold, instead of leaving it out and naming it. Operations: false sends a field that the vendor's document does not have, with a warning, instead of refusing it */
                strict?: "true" | "false";
                /** @description refuse when the record has another version by now */
                ifVersion?: number;
            };
            header?: {
                /** @description A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKeyOfAWrite"];
            };
            path: {
                shop: string;
                operation: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    params?: {
                        [key: string]: unknown;
                    };
                    body?: unknown;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description as the vendor answered */
                        answer: unknown;
                    } | components["schemas"]["Write"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description One outcome for each command of the list. */
            207: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteList"];
                };
            };
            400: components["responses"]["400.idempotency-key-missing.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-operation.unknown-record.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.areas-unreachable.moving.needs-reauth.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.bulk-size.command-too-large.idempotency-key-reused.invalid-call.invalid-command.no-version.not-for-lists.not-supported.out-of-stock.unknown-record.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    listWrites: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                state?: "queued" | "sending" | "unknown" | "probing" | "succeeded" | "rejected" | "dead" | "cancelled";
                batch?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Write"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getWrite: {
        parameters: {
            query?: {
                wait?: number;
            };
            header?: never;
            path: {
                shop: string;
                write: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop.unknown-write"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    cancelWrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                write: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop.unknown-write"];
            409: components["responses"]["409.areas-unreachable.carries-another.may-be-done.moving.quota-exceeded.wrong-state"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.command-too-large.invalid-call.invalid-command"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    retryWrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                write: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    command?: unknown;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop.unknown-write"];
            409: components["responses"]["409.areas-unreachable.carries-another.may-be-done.moving.quota-exceeded.wrong-state"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.command-too-large.invalid-call.invalid-command"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    adoptWrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                write: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    id: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Write"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop.unknown-write"];
            409: components["responses"]["409.areas-unreachable.carries-another.may-be-done.moving.quota-exceeded.wrong-state"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.command-too-large.invalid-call.invalid-command"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    retryWrites: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    state: "rejected" | "dead";
                    batch?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        retried: string[];
                        more: boolean;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.moving.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReport"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getWebhookInstructions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookInstructions"];
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.no-credentials.no-public-address.no-webhooks.not-authorized.quota-exceeded.shop-removed"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    registerWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default false */
                    force?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReport"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.needs-reauth.no-credentials.no-webhooks.not-authorized.quota-exceeded.shop-removed"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description a secret that is set at the vendor already */
                    secret?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReport"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden.vendor-rejected"];
            404: components["responses"]["404.invalid-path.unknown-shop.vendor-rejected"];
            409: components["responses"]["409.needs-reauth.no-credentials.no-webhooks.not-authorized.quota-exceeded.rotated-meanwhile.rotation-unfinished.shop-removed"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.vendor-rejected"];
            429: components["responses"]["429.limit-used-up.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            502: components["responses"]["502.vendor-changed"];
            503: components["responses"]["503.try-again"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeDelivery"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-delivery.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @constant */
                        state: "waiting";
                    };
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-delivery.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listUnroutedDeliveries: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listEventTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            type: string;
                            summary: string;
                            /** @description events about records: the collection */
                            resource?: string;
                            /** @description JSON Schema of the body that is sent */
                            schema: {
                                [key: string]: unknown;
                            };
                        }[];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listEndpoints: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Endpoint"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    createEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    url: string;
                    /** @description only events of these shops */
                    shops?: string[];
                    /** @description only changes of these resources */
                    resources?: string[];
                    /** @description only these events: orders.updated, orders.*, shop.* */
                    types?: string[];
                    /** @description true: also events of records that were there before their shop was registered; default false */
                    backfill?: boolean;
                    /**
                     * @description thin: ids and versions; full: with the record
                     * @enum {string}
                     */
                    payload?: "thin" | "full";
                    concurrency?: number;
                    ratePerSecond?: number;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEndpoint"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.address-refused.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-endpoint"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    deleteEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-endpoint"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    shops?: string[] | null;
                    resources?: string[] | null;
                    types?: string[] | null;
                    /** @description true: also events of records that were there before their shop was registered; default false */
                    backfill?: boolean;
                    /**
                     * @description thin: ids and versions; full: with the record
                     * @enum {string}
                     */
                    payload?: "thin" | "full";
                    concurrency?: number;
                    ratePerSecond?: number;
                    description?: string;
                    url?: string;
                    /** @enum {string} */
                    state?: "enabled" | "disabled";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-endpoint"];
            409: components["responses"]["409.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.address-refused.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    rotateEndpointSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEndpoint"];
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-endpoint"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    sendTestEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description a type of `GET /v1/event-types`
                     * @default endpoint.test
                     */
                    type?: string;
                };
            };
        };
        responses: {
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentEvent"];
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-endpoint.unknown-event-type"];
            409: components["responses"]["409.endpoint-disabled.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                state?: "pending" | "finished";
            };
            header?: never;
            path: {
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LoggedEvent"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-endpoint"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint: string;
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoggedEvent"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-endpoint.unknown-event"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    replayEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                } | {
                    /**
                     * Format: date-time
                     * @description ISO 8601 with any offset: `2026-01-31T08:00:00+07:00`
                     */
                    since: string;
                    /**
                     * Format: date-time
                     * @description ISO 8601 with any offset: `2026-01-31T08:00:00+07:00`
                     */
                    until?: string;
                    /** @enum {string} */
                    state?: "delivered" | "failed";
                    cursor?: string;
                } | {
                    shop: string;
                    resource: string;
                    /**
                     * @description seq of the feed, behind which it begins
                     * @default 0
                     */
                    after?: number;
                    cursor?: string;
                };
            };
        };
        responses: {
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replayed: number;
                        /** @description there is more: send the same body with it as `cursor` */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-cursor.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-endpoint.unknown-event.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            410: components["responses"]["410.cursor-expired"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getVerification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                resource: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.no-verification.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    startVerification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                resource: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    sample?: number;
                };
            };
        };
        responses: {
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        accepted: true;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listDeletions: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                shop: string;
                resource: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Deletion"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    decideDeletions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                resource: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "approve" | "dismiss";
                    ids?: string[];
                };
            };
        };
        responses: {
            /** @description Taken. The work goes on in the background. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        decision: "approve" | "dismiss";
                        decided: number;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listLocations: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Location"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getLocation: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listInventory: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Inventory"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getInventoryOfProduct: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inventory"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listReturns: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description by the time of creation at the vendor; without it and without filters by id, with filters newest first */
                sort?: "newest" | "oldest";
                /** @description the number or code that people at the shop use; case and blanks around it make no difference */
                code?: string;
                /** @description of the customer or the receiver, in any spelling, with +84, 84 or 0, blanks and dots */
                phone?: string;
                /** @description code of a line, or code or bar code of its product */
                sku?: string;
                /** @description state, one or several with commas between: draft, processing, completed, cancelled, unknown */
                status?: string;
                /** @description what the document does, one or several with commas between: return, exchange */
                type?: string;
                /** @description id of the customer's record */
                customer?: string;
                /** @description id of the location */
                location?: string;
                /** @description beginnings of words of the customer's name, with or without marks */
                name?: string;
                /** @description made at the vendor at or after */
                createdSince?: string;
                /** @description made at the vendor before */
                createdUntil?: string;
                /** @description stored at or after */
                updatedSince?: string;
                /** @description stored before */
                updatedUntil?: string;
                /** @description records to answer with each one under `_expanded`, with commas between: customer, products, location */
                expand?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Return"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getReturn: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listCustomerGroups: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomerGroup"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getCustomerGroup: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerGroup"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listCustomerLevels: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomerGroup"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getCustomerLevel: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerGroup"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listStaff: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["StaffMember"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getStaffMember: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listSuppliers: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Supplier"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getSupplier: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supplier"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listPurchaseOrders: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Purchase"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getPurchaseOrder: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purchase"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listSupplierOrders: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Purchase"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getSupplierOrder: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purchase"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listPriceBooks: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PriceBook"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listPriceBookPrices: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PriceBookPrice"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getPriceBookPrice: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceBookPrice"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listPriceBookProducts: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PriceBookPrice"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getPriceBookProduct: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceBookPrice"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listPromotions: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Promotion"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getPromotion: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listAdvancedPromotions: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Promotion"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getAdvancedPromotion: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listVoucherCampaigns: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Promotion"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getVoucherCampaign: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getVoucher: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Voucher"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listCashEntries: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CashEntry"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getCashEntry: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CashEntry"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listOrdersOfAllShops: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description only these shops: ids with commas between */
                shop?: string;
                /** @description by the time of creation at the vendor; newest first without it */
                sort?: "newest" | "oldest";
                /** @description the number or code that people at the shop use; case and blanks around it make no difference */
                code?: string;
                /** @description of the customer or the receiver, in any spelling, with +84, 84 or 0, blanks and dots */
                phone?: string;
                /** @description code of a line, or code or bar code of its product */
                sku?: string;
                /** @description state, one or several with commas between: draft, pending, confirmed, packing, shipping, delivered, completed, returning, returned, cancelled, failed, deleted, unknown */
                status?: string;
                /** @description what the document does, one or several with commas between: sale, pre-order, quotation, exchange, return, partial-return, transfer, compensation, gift, other */
                type?: string;
                /** @description id of the customer's record */
                customer?: string;
                /** @description id of the location */
                location?: string;
                /** @description beginnings of words of the customer's name, with or without marks */
                name?: string;
                /** @description made at the vendor at or after */
                createdSince?: string;
                /** @description made at the vendor before */
                createdUntil?: string;
                /** @description stored at or after */
                updatedSince?: string;
                /** @description stored before */
                updatedUntil?: string;
                /** @description records to answer with each one under `_expanded`, with commas between: customer, products, location */
                expand?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Order"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listInvoicesOfAllShops: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description only these shops: ids with commas between */
                shop?: string;
                /** @description by the time of creation at the vendor; newest first without it */
                sort?: "newest" | "oldest";
                /** @description the number or code that people at the shop use; case and blanks around it make no difference */
                code?: string;
                /** @description of the customer or the receiver, in any spelling, with +84, 84 or 0, blanks and dots */
                phone?: string;
                /** @description code of a line, or code or bar code of its product */
                sku?: string;
                /** @description state, one or several with commas between: draft, processing, completed, cancelled, failed, unknown */
                status?: string;
                /** @description what the document does, one or several with commas between: sale, retail, wholesale, purchase, other */
                type?: string;
                /** @description id of the customer's record */
                customer?: string;
                /** @description id of the location */
                location?: string;
                /** @description beginnings of words of the customer's name, with or without marks */
                name?: string;
                /** @description made at the vendor at or after */
                createdSince?: string;
                /** @description made at the vendor before */
                createdUntil?: string;
                /** @description stored at or after */
                updatedSince?: string;
                /** @description stored before */
                updatedUntil?: string;
                /** @description records to answer with each one under `_expanded`, with commas between: customer, products, location */
                expand?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Invoice"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listReturnsOfAllShops: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description only these shops: ids with commas between */
                shop?: string;
                /** @description by the time of creation at the vendor; newest first without it */
                sort?: "newest" | "oldest";
                /** @description the number or code that people at the shop use; case and blanks around it make no difference */
                code?: string;
                /** @description of the customer or the receiver, in any spelling, with +84, 84 or 0, blanks and dots */
                phone?: string;
                /** @description code of a line, or code or bar code of its product */
                sku?: string;
                /** @description state, one or several with commas between: draft, processing, completed, cancelled, unknown */
                status?: string;
                /** @description what the document does, one or several with commas between: return, exchange */
                type?: string;
                /** @description id of the customer's record */
                customer?: string;
                /** @description id of the location */
                location?: string;
                /** @description beginnings of words of the customer's name, with or without marks */
                name?: string;
                /** @description made at the vendor at or after */
                createdSince?: string;
                /** @description made at the vendor before */
                createdUntil?: string;
                /** @description stored at or after */
                updatedSince?: string;
                /** @description stored before */
                updatedUntil?: string;
                /** @description records to answer with each one under `_expanded`, with commas between: customer, products, location */
                expand?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Return"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listCustomersOfAllShops: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description only these shops: ids with commas between */
                shop?: string;
                /** @description by the time of creation at the vendor; newest first without it */
                sort?: "newest" | "oldest";
                /** @description the number or code that people at the shop use; case and blanks around it make no difference */
                code?: string;
                /** @description in any spelling, with +84, 84 or 0, blanks and dots */
                phone?: string;
                /** @description kind, one or several with commas between: person, company */
                type?: string;
                /** @description beginnings of words of the name, with or without marks */
                name?: string;
                /** @description made at the vendor at or after */
                createdSince?: string;
                /** @description made at the vendor before */
                createdUntil?: string;
                /** @description stored at or after */
                updatedSince?: string;
                /** @description stored before */
                updatedUntil?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Customer"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listProductsOfAllShops: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description only these shops: ids with commas between */
                shop?: string;
                /** @description by the time of creation at the vendor; newest first without it */
                sort?: "newest" | "oldest";
                /** @description SKU; case and blanks around it make no difference */
                code?: string;
                /** @description bar code */
                barcode?: string;
                /** @description code or bar code */
                sku?: string;
                /** @description kind, one or several with commas between: goods, service, combo, manufactured, material, other */
                type?: string;
                /** @description beginnings of words of the name, with or without marks */
                name?: string;
                /** @description made at the vendor at or after */
                createdSince?: string;
                /** @description made at the vendor before */
                createdUntil?: string;
                /** @description stored at or after */
                updatedSince?: string;
                /** @description stored before */
                updatedUntil?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Product"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    listRecords: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description one id, or up to 100 with commas between; without other filters and pages. All are answered, or the problem names those that are not here */
                id?: string;
                /** @description with those that are gone at the vendor */
                deleted?: "true" | "false";
                /** @description with the vendor's own row under _raw */
                raw?: "true" | "false";
                /** @description the number or code that people at the shop use */
                code?: string;
                /** @description stored at or after */
                updatedSince?: string;
            };
            header?: never;
            path: {
                shop: string;
                resource: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RawRecord"][];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    getRecord: {
        parameters: {
            query?: {
                raw?: "true" | "false";
            };
            header?: never;
            path: {
                shop: string;
                resource: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RawRecord"];
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-path.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    searchRecords: {
        parameters: {
            query: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description what is looked for */
                q: string;
                /** @description only these shops: ids with commas between */
                shop?: string;
                /** @description only these, with commas between: orders, invoices, returns, customers, products */
                resources?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            resource: "orders" | "invoices" | "returns" | "customers" | "products";
                            shop: string;
                            id: string;
                            /**
                             * @description what of the record is what was typed
                             * @enum {string}
                             */
                            by: "code" | "barcode" | "phone" | "name";
                            /** @description as `GET /v1/shops/{shop}/{resource}/{id}` answers it */
                            record: {
                                [key: string]: unknown;
                            };
                        }[];
                        /** @description to be sent as `cursor`; null: this was the last page */
                        next: string | null;
                    };
                };
            };
            /** @description The answer is the one that `If-None-Match` names. */
            304: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-cursor.invalid-query"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.quota-exceeded"];
            422: components["responses"]["422.answer-too-large"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    replaceMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                resource: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Metadata"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /**
                         * @description the record is gone at the vendor
                         * @constant
                         */
                        deleted?: true;
                        /** @description what the tenant has put on the record himself; the vendor never sees it */
                        metadata?: components["schemas"]["Metadata"];
                        _meta: components["schemas"]["RecordMeta"];
                        /** @description the vendor's own row; with `?raw=true` only */
                        _raw?: unknown;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json.metadata-too-large"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            410: components["responses"]["410.record-gone"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    deleteMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                resource: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /**
                         * @description the record is gone at the vendor
                         * @constant
                         */
                        deleted?: true;
                        /** @description what the tenant has put on the record himself; the vendor never sees it */
                        metadata?: components["schemas"]["Metadata"];
                        _meta: components["schemas"]["RecordMeta"];
                        /** @description the vendor's own row; with `?raw=true` only */
                        _raw?: unknown;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["400.invalid-path.invalid-query.metadata-too-large"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            410: components["responses"]["410.record-gone"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    updateMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shop: string;
                resource: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: (string | number | boolean) | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /**
                         * @description the record is gone at the vendor
                         * @constant
                         */
                        deleted?: true;
                        /** @description what the tenant has put on the record himself; the vendor never sees it */
                        metadata?: components["schemas"]["Metadata"];
                        _meta: components["schemas"]["RecordMeta"];
                        /** @description the vendor's own row; with `?raw=true` only */
                        _raw?: unknown;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["400.invalid-body.invalid-path.invalid-query.malformed-json.metadata-too-large"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.invalid-path.unknown-record.unknown-resource.unknown-shop"];
            409: components["responses"]["409.quota-exceeded"];
            410: components["responses"]["410.record-gone"];
            413: components["responses"]["413.body-too-large"];
            415: components["responses"]["415.not-json"];
            422: components["responses"]["422.answer-too-large.unknown-record"];
            429: components["responses"]["429.quota-exceeded.too-many-refused-keys"];
            500: components["responses"]["500.internal-error"];
            503: components["responses"]["503.try-again"];
        };
    };
    onLocationsChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "locations.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "locations.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "locations.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCategoriesChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "categories.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "categories.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "categories.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onProductsChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "products.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "products.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "products.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onInventoryChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "inventory.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "inventory.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "inventory.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCustomersChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "customers.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "customers.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "customers.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onOrdersChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "orders.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "orders.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "orders.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onInvoicesChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "invoices.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "invoices.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "invoices.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onReturnsChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "returns.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "returns.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "returns.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCustomerGroupsChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "customer-groups.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "customer-groups.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "customer-groups.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCustomerLevelsChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "customer-levels.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "customer-levels.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "customer-levels.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onStaffChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "staff.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "staff.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "staff.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onSuppliersChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "suppliers.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "suppliers.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "suppliers.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPurchaseOrdersChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "purchase-orders.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "purchase-orders.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "purchase-orders.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onSupplierOrdersChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "supplier-orders.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "supplier-orders.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "supplier-orders.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTransfersChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "transfers.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "transfers.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "transfers.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPriceBooksChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "price-books.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "price-books.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "price-books.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPriceBookPricesChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "price-book-prices.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "price-book-prices.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "price-book-prices.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPriceBookProductsChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "price-book-products.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "price-book-products.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "price-book-products.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPromotionsChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "promotions.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "promotions.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "promotions.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onAdvancedPromotionsChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "advanced-promotions.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "advanced-promotions.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "advanced-promotions.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onVoucherCampaignsChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "voucher-campaigns.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "voucher-campaigns.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "voucher-campaigns.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onVouchersChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "vouchers.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "vouchers.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "vouchers.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCashFlowChanged: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "cash-flow.added";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "cash-flow.updated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                } | {
                    /** @constant */
                    type: "cash-flow.deleted";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["RecordEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onWriteSucceeded: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "write.succeeded";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["WriteEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onWriteRejected: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "write.rejected";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["WriteEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onWriteDead: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "write.dead";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["WriteEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onWriteUnknown: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "write.unknown";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["WriteEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onShopDegraded: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "shop.degraded";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["ShopEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onShopRecovered: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "shop.recovered";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["ShopEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onShopNeedsReauth: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "shop.needs-reauth";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["ShopEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onShopCredentialsExpiring: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "shop.credentials-expiring";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["ShopEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onShopSunset: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "shop.sunset";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["ShopEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onShopMigrated: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "shop.migrated";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["ShopEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onDeletionsHeld: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "deletions.held";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["ShopEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onEndpointTest: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "endpoint.test";
                    /**
                     * Format: date-time
                     * @description when it happened
                     */
                    timestamp: string;
                    data: components["schemas"]["TestEventData"];
                };
            };
        };
        responses: {
            /** @description Taken. Any 2xx status will do. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The endpoint is gone: it is disabled at once. Any other status is tried again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
/** The form of each command. */
export interface CommandForms {
    "cash.create": components["schemas"]["CashCreateCommand"];
    "categories.create": components["schemas"]["CategoriesCreateCommand"];
    "categories.delete": components["schemas"]["CategoriesDeleteCommand"];
    "categories.update": components["schemas"]["CategoriesUpdateCommand"];
    "customers.create": components["schemas"]["CustomersCreateCommand"];
    "customers.delete": components["schemas"]["CustomersDeleteCommand"];
    "customers.update": components["schemas"]["CustomersUpdateCommand"];
    "invoices.cancel": components["schemas"]["InvoicesCancelCommand"];
    "invoices.create": components["schemas"]["InvoicesCreateCommand"];
    "invoices.update": components["schemas"]["InvoicesUpdateCommand"];
    "orders.cancel": components["schemas"]["OrdersCancelCommand"];
    "orders.create": components["schemas"]["OrdersCreateCommand"];
    "orders.update": components["schemas"]["OrdersUpdateCommand"];
    "payments.create": components["schemas"]["PaymentsCreateCommand"];
    "price-books.set": components["schemas"]["PriceBooksSetCommand"];
    "products.create": components["schemas"]["ProductsCreateCommand"];
    "products.delete": components["schemas"]["ProductsDeleteCommand"];
    "products.update": components["schemas"]["ProductsUpdateCommand"];
    "purchases.cancel": components["schemas"]["PurchasesCancelCommand"];
    "purchases.create": components["schemas"]["PurchasesCreateCommand"];
    "purchases.update": components["schemas"]["PurchasesUpdateCommand"];
    "shipments.cancel": components["schemas"]["ShipmentsCancelCommand"];
    "shipments.create": components["schemas"]["ShipmentsCreateCommand"];
    "shipments.send": components["schemas"]["ShipmentsSendCommand"];
    "stock.count": components["schemas"]["StockCountCommand"];
    "stock.set": components["schemas"]["StockSetCommand"];
    "supplier-returns.create": components["schemas"]["SupplierReturnsCreateCommand"];
    "transfers.cancel": components["schemas"]["TransfersCancelCommand"];
    "transfers.create": components["schemas"]["TransfersCreateCommand"];
    "transfers.update": components["schemas"]["TransfersUpdateCommand"];
    "vouchers.cancel": components["schemas"]["VouchersCancelCommand"];
    "vouchers.create": components["schemas"]["VouchersCreateCommand"];
    "vouchers.release": components["schemas"]["VouchersReleaseCommand"];
}
/** Where each command goes. */
export const commandRoutes = {
    "cash.create": { method: "post", path: "/v1/shops/{shop}/cash" },
    "categories.create": { method: "post", path: "/v1/shops/{shop}/categories" },
    "categories.delete": { method: "delete", path: "/v1/shops/{shop}/categories/{id}" },
    "categories.update": { method: "patch", path: "/v1/shops/{shop}/categories/{id}" },
    "customers.create": { method: "post", path: "/v1/shops/{shop}/customers" },
    "customers.delete": { method: "delete", path: "/v1/shops/{shop}/customers/{id}" },
    "customers.update": { method: "patch", path: "/v1/shops/{shop}/customers" },
    "invoices.cancel": { method: "post", path: "/v1/shops/{shop}/invoices/{id}/cancel" },
    "invoices.create": { method: "post", path: "/v1/shops/{shop}/invoices" },
    "invoices.update": { method: "patch", path: "/v1/shops/{shop}/invoices/{id}" },
    "orders.cancel": { method: "post", path: "/v1/shops/{shop}/orders/cancel" },
    "orders.create": { method: "post", path: "/v1/shops/{shop}/orders" },
    "orders.update": { method: "patch", path: "/v1/shops/{shop}/orders" },
    "payments.create": { method: "post", path: "/v1/shops/{shop}/payments" },
    "price-books.set": { method: "patch", path: "/v1/shops/{shop}/price-books/{id}" },
    "products.create": { method: "post", path: "/v1/shops/{shop}/products" },
    "products.delete": { method: "delete", path: "/v1/shops/{shop}/products/{id}" },
    "products.update": { method: "patch", path: "/v1/shops/{shop}/products" },
    "purchases.cancel": { method: "post", path: "/v1/shops/{shop}/purchases/{id}/cancel" },
    "purchases.create": { method: "post", path: "/v1/shops/{shop}/purchases" },
    "purchases.update": { method: "patch", path: "/v1/shops/{shop}/purchases/{id}" },
    "shipments.cancel": { method: "post", path: "/v1/shops/{shop}/shipments/{id}/cancel" },
    "shipments.create": { method: "post", path: "/v1/shops/{shop}/shipments" },
    "shipments.send": { method: "post", path: "/v1/shops/{shop}/shipments/{id}/send" },
    "stock.count": { method: "post", path: "/v1/shops/{shop}/stock/count" },
    "stock.set": { method: "post", path: "/v1/shops/{shop}/stock" },
    "supplier-returns.create": { method: "post", path: "/v1/shops/{shop}/supplier-returns" },
    "transfers.cancel": { method: "post", path: "/v1/shops/{shop}/transfers/{id}/cancel" },
    "transfers.create": { method: "post", path: "/v1/shops/{shop}/transfers" },
    "transfers.update": { method: "patch", path: "/v1/shops/{shop}/transfers/{id}" },
    "vouchers.cancel": { method: "post", path: "/v1/shops/{shop}/vouchers/cancel" },
    "vouchers.create": { method: "post", path: "/v1/shops/{shop}/vouchers" },
    "vouchers.release": { method: "post", path: "/v1/shops/{shop}/vouchers/release" },
} as const;
/** Methods that take an idempotency key, by path. */
export const takesKey: Readonly<Record<string, readonly string[]>> = {
    "/v1/shops/{shop}/orders": ["post","patch"],
    "/v1/shops/{shop}/orders/{id}": ["patch"],
    "/v1/shops/{shop}/orders/cancel": ["post"],
    "/v1/shops/{shop}/orders/{id}/cancel": ["post"],
    "/v1/shops/{shop}/products": ["post","patch"],
    "/v1/shops/{shop}/products/{id}": ["patch","delete"],
    "/v1/shops/{shop}/stock": ["post"],
    "/v1/shops/{shop}/customers": ["post","patch"],
    "/v1/shops/{shop}/customers/{id}": ["patch","delete"],
    "/v1/shops/{shop}/invoices": ["post"],
    "/v1/shops/{shop}/invoices/{id}": ["patch"],
    "/v1/shops/{shop}/invoices/{id}/cancel": ["post"],
    "/v1/shops/{shop}/payments": ["post"],
    "/v1/shops/{shop}/categories": ["post"],
    "/v1/shops/{shop}/categories/{id}": ["patch","delete"],
    "/v1/shops/{shop}/purchases": ["post"],
    "/v1/shops/{shop}/purchases/{id}": ["patch"],
    "/v1/shops/{shop}/purchases/{id}/cancel": ["post"],
    "/v1/shops/{shop}/supplier-returns": ["post"],
    "/v1/shops/{shop}/transfers": ["post"],
    "/v1/shops/{shop}/transfers/{id}": ["patch"],
    "/v1/shops/{shop}/transfers/{id}/cancel": ["post"],
    "/v1/shops/{shop}/price-books/{id}": ["patch"],
    "/v1/shops/{shop}/vouchers": ["post"],
    "/v1/shops/{shop}/vouchers/release": ["post"],
    "/v1/shops/{shop}/vouchers/cancel": ["post"],
    "/v1/shops/{shop}/shipments": ["post"],
    "/v1/shops/{shop}/shipments/{id}/send": ["post"],
    "/v1/shops/{shop}/shipments/{id}/cancel": ["post"],
    "/v1/shops/{shop}/stock/count": ["post"],
    "/v1/shops/{shop}/cash": ["post"],
    "/v1/shops/{shop}/operations/{operation}": ["post"],
};
