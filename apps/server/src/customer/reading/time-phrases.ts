import type { ImportKind } from "./contract.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word.length > 0));

const WHEN =
  words(`date time datetime timestamp day at on ts datum zeit zeitpunkt zeitstempel tag am um uhrzeit heure jour le horodatage fecha hora
  dia data ora giorno datetime instant moment epoch stamp`);
const SALES =
  words(`order orders ordered purchase purchased sale sales sold invoice invoiced billing billed booking booked payment paid transaction receipt
  posting posted bestell bestellung bestellt kauf gekauft rechnung rechnungs verkauf verkaufs buchung buchungs zahlung zahlungs beleg auftrag
  auftrags transaktion transaktions commande commandee achat vente facture facturation paiement reglement operation pedido compra venta pago
  factura facturacion cobro operacion transaccion ordine acquisto vendita fattura pagamento placed`);
const HAPPENED =
  words(`event activity action status step changed change occurred happened logged completed complete finished performed done executed
  entered state update updated ereignis aktivitat status geandert erledigt schritt evenement activite action etape modifie statut evento actividad
  accion estado cambio registrado`);
const ANSWERED =
  words(`response responded answer answered submit submitted submission complete completed survey feedback review reviewed rated recorded
  interview vote antwort beantwortet umfrage ausgefullt abgegeben bewertung befragung eingang reponse repondu enquete avis sondage respuesta
  respondido encuesta contestado opinion valoracion created posted published veroffentlicht publie publicado`);

const AGREED =
  words(`consent consented given granted denied withdrawn revoked opt optin answered updated changed einwilligung erteilt widerrufen zustimmung
  consentement accorde retire consentimiento otorgado retirado`);

const WHAT: Record<ImportKind, ReadonlySet<string>> = {
  transactions: SALES,
  events: HAPPENED,
  responses: ANSWERED,
  beliefs: ANSWERED,
  customers: new Set(),
  subscriptions: new Set(),
  consents: AGREED,
};

/** Dates that are never when the row happened, in any kind. */
const OTHER_DATES =
  /birth|\bdob\b|geburt|naissance|nacimiento|\bdue\b|f(?:ae?|a)llig|echeance|vencimiento|expir|ablauf|valid|gultig|\blast (?:update|change|modif|login|log in|order|purchase|contact|visit|activity|payment)|letzte[rsn]?\b|dernier|ultim[ao]|\bnext\b|nachste|export|\bprint|druck|planned|scheduled|geplant|estimated|expected|promised|wunsch|prevue|prevista|modified|deadline|target|frist/;
const DELIVERIES = /deliver|liefer|livraison|entrega|\bship|versand|expedition|envio|arriv|return|retour/;

/** Whether a header names a date, but not the one at which the row happened: a birthday, a due date. */
export const isAnotherDate = (kind: ImportKind, normal: string): boolean =>
  OTHER_DATES.test(normal) || (kind !== "events" && DELIVERIES.test(normal));

/** `Date of sale`, `Bestelldatum`, `fecha de compra`: 0.88 where the words say when such a row happened, else 0. */
export const timePhrase = (kind: ImportKind, tokens: readonly string[]): number => {
  const what = WHAT[kind];
  if (tokens.length === 1) {
    const compound = /^(\p{L}{3,}?)(?:datum|zeit|zeitpunkt|tag|date|time)$/u.exec(tokens[0] ?? "");
    const stem = compound?.[1] ?? "";
    return what.has(stem) || what.has(stem.replace(/(?:en|s|n|e)$/, "")) ? 0.88 : 0;
  }
  if (tokens.length > 4 || !tokens.some((word) => WHEN.has(word))) return 0;
  return tokens.some((word) => what.has(word)) ? 0.88 : 0;
};
