/** What files call an answer to a purpose, in the languages of the header words; lower case. */
const words = (text: string): string[] => text.split(",").map((word) => word.trim());

const GRANTED = new Set(
  words(
    "granted, given, yes, y, true, 1, on, allowed, accepted, opt-in, opt in, opted in, subscribed, active, ja, erteilt, zugestimmt, oui, accordé, accepté, sí, si, otorgado, aceptado, sim, concedido, aceito, نعم",
  ),
);
const DENIED = new Set(
  words(
    "denied, refused, no, n, false, 0, off, declined, rejected, opt-out, opt out, opted out, objected, unsubscribed, nein, verweigert, abgelehnt, widersprochen, non, refusé, denegado, rechazado, não, nao, negado, recusado, لا",
  ),
);
const WITHDRAWN = new Set(
  words(
    "withdrawn, revoked, taken back, cancelled, expired, widerrufen, zurückgezogen, retiré, révoqué, retirado, revocado, revogado, سُحب",
  ),
);

/** Null for what is none: an answer that cannot be read is refused, not taken for a yes. */
export function answerOf(text: string): "granted" | "denied" | "withdrawn" | null {
  const word = text.trim().toLowerCase();
  return GRANTED.has(word) ? "granted" : DENIED.has(word) ? "denied" : WITHDRAWN.has(word) ? "withdrawn" : null;
}
