import type { Field, ImportKind } from "./contract.ts";

/** Lower case, without accents, umlauts spelled plain, `camelCase` and punctuation as blanks: what headers of all systems share. */
export const normalizeHeader = (name: string): string =>
  name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Attribute names fixed by the XES standard (IEEE 1849 and its extensions), with `case:` for those of the trace. */
export const XES_NAMES: ReadonlyMap<string, Field> = new Map([
  ["case:concept:name", "case"],
  ["concept:name", "activity"],
  ["time:timestamp", "time"],
  ["org:resource", "resource"],
  ["org:group", "unit"],
  ["start_timestamp", "start"],
] satisfies [string, Field][]);
/**
 * Names that are none of our fields, whatever they sound like: an instance id is neither case nor row id, a lifecycle transition no
 * activity; with a dot or @ are row numbers that bupaR and pm4py add.
 */
export const NOTHING: ReadonlySet<string> = new Set([
  "concept:instance",
  "lifecycle:transition",
  "lifecycle:model",
  "lifecycle",
  "org:role",
  "activity_instance_id",
  ".order",
  "@@index",
  "@@case_index",
]);

const list = (text: string): string[] => text.split(",").map((word) => word.trim());

/** Whole headers, the surest first. English, German, French, and a few more that exports often have. */
const WORDS: Record<Field, string[]> = {
  customer: list(
    `customer id, customer, customer no, customer number, customer key, customer code, cust id, kunde, kunden id, kundennummer, kunden nr,
     kundennr, kunde nr, client, client id, id client, numero client, no client, n client, code client, cliente, id cliente, klant, klant id, klantnummer,
     account, account id, account no, account number, konto, kontonummer, vertragskonto, contract account, buyer, buyer id, acheteur, kaufer,
     subscriber, subscriber id, member, member id, mitglied, mitgliedsnummer, abonne, user id, userid, debitor, debitorennummer, compte, contact id, person id, customer name,
     kundenname, nom client, customer email, kunden email, email client, email, e mail, courriel`,
  ),
  case: list(
    `case id, case, case identifier, case no, case number, trace id, trace, process instance, process instance id, instance id, fall id, fall, fallnummer, fall nr, vorgang,
     vorgang id, vorgangsnummer, vorgangs id, vorgangs nr, ticket id, ticket, ticket no, ticket number, ticketnummer, incident, incident id, incident number,
     order id, order, order no, order number, auftrag, auftragsnummer, auftrags id, auftrag nr, bestellung, bestellnummer, bestell id, bestell nr, commande, id commande,
     numero commande, no commande, dossier, dossier id, id dossier, numero dossier, no dossier, n dossier, numero de dossier, cas, id cas, claim id, claim, claim no, claim number, sinistre,
     application id, application, antrag, antragsnummer, job id, request id, demande, id demande, conversation id, session id, invoice no, invoice id, invoice number,
     rechnungsnummer, numero facture, no facture, facture, beleg, belegnummer, document number, patient, patient id, patienten id, caso, id caso, zaak, zaaknummer, shipment id`,
  ),
  activity: list(
    `activity, activity name, event, event name, event type, task, task name, action, step, aktivitat, aktivitaet, aktivitatsname, tatigkeit, taetigkeit, ereignis,
     ereignisname, ereignistyp, schritt, vorgangsschritt, prozessschritt, arbeitsschritt, aktion, activite, nom activite, evenement, type evenement, etape, tache, action name, operation,
     handling, actividad, evento, activiteit, status, new status, state, process step, workflow step`,
  ),
  time: list(
    `timestamp, time stamp, event time, event timestamp, complete timestamp, completion time, complete time, time, datetime, date time, zeitstempel, zeitpunkt, uhrzeit,
     ereigniszeit, horodatage, date heure, date et heure, occurred at, happened at, event date, ts, date, datum, zeit, transaction date, transaction time, purchase date, purchase time, order date,
     order purchase timestamp, sale date, invoice date, booking date, payment date, paid at, purchased at, ordered at, bestelldatum, kaufdatum, buchungsdatum, rechnungsdatum, belegdatum, transaktionsdatum, auftragsdatum,
     zahlungsdatum, verkaufsdatum, valuta, date achat, date d achat, date commande, date de commande, date facture, date de facture, date transaction, date de transaction, date vente, date paiement,
     response date, response time, responded at, answered at, submitted at, submission date, completed at, completed, recorded date, survey date, antwortdatum,
     beantwortet am, ausgefullt am, umfragedatum, eingang, eingangsdatum, date reponse, date de reponse, repondu le, created at, created, created on, creation date, erstellt am, erstellt, erstelldatum, angelegt am, cree le, date creation, date de creation, fecha, data, datum uhrzeit,
     heure, jour, day, tag`,
  ),
  start: list(
    `start timestamp, start time, start, started at, start date, startdate, begin, begin time, beginn, startzeit, start zeitpunkt, startdatum, anfang, debut, date debut, heure debut`,
  ),
  end: list(
    `end timestamp, end time, end, ended at, end date, enddate, finish, finished at, finish time, ende, endzeit, endzeitpunkt, enddatum, fin, date fin, heure fin`,
  ),
  amount: list(
    `amount, total amount, net amount, gross amount, order amount, order value, order total, betrag, gesamtbetrag, rechnungsbetrag, nettobetrag, bruttobetrag, umsatz, montant, montant total, montant ttc, montant ht, valeur, total price, total value, grand total, total, price, value, revenue, sales, sales amount, spend, spent, payment value, dollar value,
     payment amount, transaction amount, invoice amount, line total, preis, wert, gesamtpreis, summe, gesamtsumme, gesamt, bestellwert, warenwert, prix, prix total, chiffre d affaires, ca, importe, bedrag, turnover`,
  ),
  quantity: list(
    `quantity, qty, units, unit count, count, number of units, number of items, number of cds, items, item count, pieces, menge, anzahl, stuck, stueck, stuckzahl, quantite, qte, nombre, nb articles, cantidad, aantal`,
  ),
  currency: list(`currency, currency code, waehrung, wahrung, wahrungscode, devise, monnaie, code devise, moneda, valuta code, ccy, curr`),
  score: list(
    `score, rating, nps, nps score, csat, csat score, ces, ces score, bewertung, note, punkte, punktzahl, punktwert, wertung, zufriedenheit, satisfaction, satisfaction score, answer score, response score, likelihood to recommend,
     recommend, recommendation, weiterempfehlung, weiterempfehlungswahrscheinlichkeit, stars, star rating, sterne, etoiles, evaluation, notation, answer value, answer, antwort, antwortwert, reponse, response value, grade, points, value, wert, valeur, overall, puntuacion, cijfer`,
  ),
  scale: list(`scale, rating scale, score scale, skala, bewertungsskala, antwortskala, echelle, escala, schaal`),
  comment: list(
    `comment, comments, verbatim, text, free text, freetext, open text, open answer, feedback, remark, remarks, review, review text, kommentar, kommentare, freitext, anmerkung, anmerkungen, bemerkung, bemerkungen,
     begrundung, rezension, commentaire, commentaires, remarque, remarques, avis, texte, texte libre, motif, reason, why, note text, message, notes, body, comentario, opmerking`,
  ),
  stage: list(
    `stage, touchpoint, touch point, journey stage, moment, phase, kontaktpunkt, beruhrungspunkt, station, reisephase, etape, etape du parcours, point de contact, stage id, fase`,
  ),
  channel: list(`channel, channel id, contact channel, sales channel, kanal, vertriebskanal, kontaktkanal, canal, canal de vente, medium`),
  owner: list(`owner, owner id, verantwortlich, verantwortlicher, eigentumer, zustandig, responsable, proprietaire, account owner`),
  segment: list(
    `segment, customer segment, segment id, kundensegment, kundengruppe, customer group, zielgruppe, segment client, customer type, kundentyp, type client`,
  ),
  kind: list(`kind, type, row type, transaction type, art, typ, buchungsart, vorgangsart, nature, survey, survey type, umfrage`),
  id: list(
    `id, event id, message id, response id, transaction id, uuid, guid, row id, record id, answer id, ereignis id, nachrichten id, antwort id, transaktions id, transaktion id, transaktionsnummer,
     id transaction, id evenement, id reponse, id message, transaction no, transaction number`,
  ),
  resource: list(
    `resource, resource id, resource name, employee, user, user name, username, agent, agent name, handled by, performed by, assigned to, assignee, operator, worker, staff, staff member, actor, mitarbeiter, mitarbeiterin, mitarbeiter id, bearbeiter, sachbearbeiter,
     benutzer, ressource, ausgefuhrt von, utilisateur, employe, operateur, agent id, traite par, recurso, medewerker`,
  ),
  unit: list(
    `unit, unit id, department, team, org unit, organisational unit, organizational unit, business unit, abteilung, einheit, organisationseinheit, bereich, geschaftsbereich, standort, departement, equipe, service, unite, division, branch`,
  ),
  respondent: list(
    `respondent, respondent id, employee id, employee, participant, participant id, person, person id, teilnehmer, teilnehmer id, teilnehmernummer, befragter, befragte, befragten id, mitarbeiter, mitarbeiter id, personalnummer, repondant, id repondant, participant e, employe, email, user id`,
  ),
  role: list(
    `role, job role, job title, position, group, function, level, rolle, funktion, stelle, gruppe, ebene, poste, fonction, groupe, niveau, seniority, hierarchy level`,
  ),
};

/** Words that name a field in this kind of import only. */
const ALSO_IN: Partial<Record<ImportKind, Partial<Record<Field, ReadonlySet<string>>>>> = {
  customers: {
    customer: new Set(["id", "contact", "reference"]),
    time: new Set(
      list(`customer since, since, joined, joined at, join date, signup, signed up, signup date, registered, registered at, registration date, kunde seit, seit,
        registriert am, angemeldet am, beitritt, inscrit le, client depuis, date inscription`),
    ),
  },
  subscriptions: {
    start: new Set(
      list(`from, valid from, from date, active from, starts, starts at, period start, created, created at, signup date, subscribed at, activated, activated at, von, ab, seit,
        gultig ab, gultig von, vertragsbeginn, laufzeit von, abgeschlossen am, du, depuis, valable du, debut contrat`),
    ),
    end: new Set(
      list(`to, until, till, valid to, valid until, to date, active to, active until, ends, ends at, period end, cancelled, cancelled at, canceled, canceled at, cancel date,
        cancellation date, churned at, churn date, terminated, bis, gultig bis, vertragsende, laufzeit bis, gekundigt am, gekundigt zum, kundigungsdatum, au, jusqu au,
        resilie le, fin contrat, date resiliation`),
    ),
    amount: new Set(
      list(`mrr, monthly, monthly price, monthly amount, monthly fee, monthly charge, monthly charges, price a month, price per month, plan price, fee, recurring amount,
        monatspreis, monatsbetrag, monatlich, monatliche gebuhr, grundpreis, mensuel, prix mensuel, abonnement mensuel`),
    ),
    kind: new Set(list("plan, plan name, product, product name, tariff, tarif, subscription type, abo, abotyp, offre, produit, produkt")),
    case: new Set(
      list(
        "contract, contract id, contract no, contract number, subscription, subscription id, vertrag, vertragsnummer, vertrag nr, abonnement, contrat, numero contrat",
      ),
    ),
  },
};

/** Words that name another field in this kind of import, or that stand for nothing there. */
const NOT_IN: Partial<Record<ImportKind, Partial<Record<Field, readonly string[]>>>> = {
  transactions: { kind: ["survey", "survey type", "umfrage"] },
  customers: { kind: ["survey", "survey type", "umfrage"] },
  subscriptions: { kind: ["survey", "survey type", "umfrage"], customer: ["contract account", "vertragskonto"] },
  events: {
    comment: ["message", "reason", "motif", "why", "notes", "body"],
    amount: ["value", "wert", "valeur", "ca"],
    kind: ["survey", "survey type", "umfrage"],
  },
};

const compact = (phrase: string): string => phrase.replaceAll(" ", "");

const RANKS: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(WORDS).map(
    ([field, words]) => [field, new Map(words.map((word, index) => [compact(word.replace(/\s+/g, " ")), index] as const))] as const,
  ),
);

/** Parts that make a longer header speak for a field: `delivery date`, `Kaufbetrag EUR`. */
const PARTS: Partial<Record<Field, RegExp>> = {
  time: /\b(?:date|time|timestamp|datum|zeit|zeitpunkt|zeitstempel|heure|horodatage)\b|(?:datum|zeitpunkt|zeit|zeitstempel)$/,
  amount: /\b(?:amount|betrag|montant|umsatz|revenue|price|total)\b|(?:betrag|umsatz|preis)\b/,
  quantity: /\b(?:qty|quantity|number of|menge|anzahl|quantite)\b/,
  customer:
    /\b(?:customer|kunde|kunden|client|cust)\b.*\b(?:id|no|nr|number|key|code|ref|unique|num|numero)\b|\b(?:id|no|nr|num|numero|code|ref)\b.*\b(?:customer|kunde|client)\b/,
  score: /\b(?:score|rating|nps|csat|ces|bewertung|satisfaction|zufriedenheit|recommend)\b/,
  comment: /\b(?:comment|comments|verbatim|kommentar|freitext|commentaire)\b/,
  activity: /\b(?:activity|aktivitat|activite)\b/,
  case: /\b(?:case|ticket|fall|vorgang|dossier)\b.*\b(?:id|no|nr|number|key|ref|num|numero)\b/,
};

/** 0 to 1: how plainly a header names the field. From 0.75 on the whole header is a known word for it. */
export const headerScore = (kind: ImportKind, field: Field, name: string): number => {
  const normal = normalizeHeader(name);
  if (normal.length === 0) return 0;
  const rank = RANKS.get(field)?.get(compact(normal));
  if (rank !== undefined && NOT_IN[kind]?.[field]?.includes(normal) !== true) {
    return 0.97 - 0.2 * (rank / Math.max(1, WORDS[field].length));
  }
  if (ALSO_IN[kind]?.[field]?.has(normal) === true) return 0.85;
  return PARTS[field]?.test(normal) === true ? 0.6 : 0;
};

/** The row's own id, whatever it holds has to be looked at too. */
export const isRowIdHeader = (name: string): boolean => RANKS.get("id")?.has(compact(normalizeHeader(name))) === true;

/** Whether a text is a header of any field at all. */
export const isKnownHeader = (name: string): boolean => {
  if (XES_NAMES.has(name) || NOTHING.has(name)) return true;
  const key = compact(normalizeHeader(name));
  return key.length > 1 && [...RANKS.values()].some((ranks) => ranks.has(key));
};
