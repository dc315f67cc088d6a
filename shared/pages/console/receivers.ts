/** Standard Webhooks: https://www.standardwebhooks.com. Each answers 204 to a genuine event and 401 to any other. */
export const receivers: readonly { readonly name: string; readonly code: string }[] = [
  {
    name: "JavaScript",
    code: `import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.TILLBRIDGE_SECRET);   // whsec_...

export const receive = (rawBody, headers) => {
  try {
    const event = webhook.verify(rawBody, headers);   // throws when it is not ours
    queue.add(event);                                 // answer first, work later
    return 204;
  } catch {
    return 401;
  }
};`,
  },
  {
    name: "Python",
    code: `import os
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

webhook = Webhook(os.environ["TILLBRIDGE_SECRET"])    # whsec_...

def receive(raw_body: bytes, headers: dict) -> int:
    try:
        event = webhook.verify(raw_body, headers)
    except WebhookVerificationError:
        return 401
    queue.put(event)
    return 204`,
  },
  {
    name: "PHP",
    code: `<?php
$id = $_SERVER['HTTP_WEBHOOK_ID'];
$at = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'];
$body = file_get_contents('php://input');
$key = base64_decode(substr(getenv('TILLBRIDGE_SECRET'), strlen('whsec_')));
$ours = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$at.$body", $key, true));

$genuine = false;
foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE']) as $theirs) {
    $genuine = $genuine || hash_equals($ours, $theirs);
}
if (!$genuine || abs(time() - (int) $at) > 300) {
    http_response_code(401);
    exit;
}
http_response_code(204);`,
  },
  {
    name: "Go",
    code: `func genuine(body []byte, h http.Header, secret string) bool {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	at, badTime := strconv.ParseInt(h.Get("webhook-timestamp"), 10, 64)
	if err != nil || badTime != nil || time.Since(time.Unix(at, 0)).Abs() > 5*time.Minute {
		return false
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", h.Get("webhook-id"), h.Get("webhook-timestamp"), body)
	ours := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, theirs := range strings.Split(h.Get("webhook-signature"), " ") {
		if hmac.Equal([]byte(ours), []byte(theirs)) {
			return true
		}
	}
	return false
}`,
  },
  {
    name: "C#",
    code: `static bool Genuine(string body, IHeaderDictionary h, string secret)
{
    var (id, at) = (h["webhook-id"].ToString(), h["webhook-timestamp"].ToString());
    if (!long.TryParse(at, out var seconds)) return false;
    if (Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) > 300) return false;
    var key = Convert.FromBase64String(secret["whsec_".Length..]);
    var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{at}.{body}"));
    var ours = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(hash));
    return h["webhook-signature"].ToString().Split(' ')
        .Any(theirs => CryptographicOperations.FixedTimeEquals(ours, Encoding.UTF8.GetBytes(theirs)));
}`,
  },
];
