const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word.length > 0));

const MONEY =
  words(`amount total value price revenue sales turnover spend betrag summe preis umsatz wert gesamt montant prix importe precio valor importo
  prezzo bedrag prijs somme net gross netto brutto neto bruto cuota charge charged paid ttc ht gesamtbetrag gesamtpreis rechnungsbetrag`);
const KINDS_OF_MONEY =
  words(`net gross netto brutto nett neto bruto order invoice line row basket cart transaction payment purchase sale sales grand sum total totals paid
  charged bestell rechnungs rechnung commande facture vente venta pedido factura compra ttc ht hors taxes taxe tax gesamt end final item document
  ordine fattura eur usd gbp chf euro euros dollar dollars lokal local booked billed`);
const TAXED =
  /\b(?:incl|inkl|including|inclusive|inc|excl|exkl|excluding|ex|before|after|with|without|ohne|mit|zzgl|con|sin|avec|sans|hors|plus)\b(?: \p{L}+)? ?(?:vat|tax|taxes|mwst|ust|tva|iva|steuer|btw|moms|gst)?\b/u;
const OTHER_MONEY =
  /\b(?:tax|taxes|vat|gst|mwst|ust|tva|iva|btw|moms)\b|steuer|discount|rabatt|remise|descuento|skonto|\bshipping\b|versand|\bfrais\b|\bport\b|envio|\btips?\b|trinkgeld|balance|saldo|solde|\bcosts?\b|kosten|\bcouts?\b|\bcoste?s?\b|margin|marge|\bprofit|gewinn|\bbudget|\blimit|\bonce\b|einmalig|\bsetup\b|one time|unique\b|deposit|kaution|\bpoints?\b|punkte|subtotal|zwischensumme|sous total|list price|listenpreis|exchange|\brate\b|kurs\b/;
const EACH = /\bunit\b|\beach\b|\bper\b|\bpro\b|\bje\b|einzel|stuck|stueck|unitaire|unitario|\bpu\b|\bep\b|\bpiece\b/;

/** Money, but not what the row was for: a tax, a discount, a price of one piece. */
export const isOtherMoney = (normal: string): boolean => {
  const bare = normal.replace(TAXED, " ");
  return OTHER_MONEY.test(bare) || (EACH.test(bare) && /price|preis|prix|precio|prezzo|cost|amount|betrag|montant|importe/.test(bare));
};

/** `Gross amount`, `Betrag netto`, `importe total`: 0.87 where every word is of money and its kinds, else 0. */
export const amountPhrase = (normal: string, tokens: readonly string[]): number => {
  if (isOtherMoney(normal) || tokens.length < 2 || tokens.length > 5) return 0;
  const telling = tokens.filter((word) => !/^(?:incl|inkl|inc|excl|exkl|ex|vat|tax|mwst|ust|tva|iva|mit|ohne|without|with)$/.test(word));
  return telling.some((word) => MONEY.has(word)) && telling.every((word) => MONEY.has(word) || KINDS_OF_MONEY.has(word)) ? 0.87 : 0;
};

/** A price alone may be that of one piece: with a quantity beside it nobody can tell. */
export const mayBeEach = (normal: string): boolean =>
  /^(?:price|preis|prix|precio|prezzo|prijs|prices|item price|sale price|selling price|verkaufspreis)$/.test(normal);
