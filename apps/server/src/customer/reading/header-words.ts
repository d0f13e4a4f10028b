import type { Field, ImportKind } from "./contract.ts";

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
export const WORDS: Record<Field, string[]> = {
  clock: list(
    `time of day, clock, clock time, hour, hours, uhrzeit, stunde, heure, heures, hora, horas, horario, ora, orario, tijd, tijdstip, godzina`,
  ),
  customer: list(
    `customer id, customer, customer no, customer number, customer key, customer code, cust id, kunde, kunden id, kundennummer, kunden nr,
     kundennr, kunde nr, client, client id, id client, numero client, no client, n client, code client, cliente, id cliente, klant, klant id, klantnummer,
     account, account id, account no, account number, konto, kontonummer, vertragskonto, contract account, buyer, buyer id, acheteur, kaufer,
     subscriber, subscriber id, member, member id, mitglied, mitgliedsnummer, abonne, user id, userid, debitor, debitorennummer, compte, contact id, person id, customer name,
     kundenname, nom client, customer email, kunden email, email client, email, e mail, courriel, usuario, socio, kundenkarte, kundenkartennummer, carte client, tarjeta cliente, loyalty card, household, requester, caller, policyholder, email address, correo electronico, correo`,
  ),
  case: list(
    `case id, case, case identifier, case no, case number, trace id, trace, process instance, process instance id, instance id, fall id, fall, fallnummer, fall nr, vorgang,
     vorgang id, vorgangsnummer, vorgangs id, vorgangs nr, ticket id, ticket, ticket no, ticket number, ticketnummer, incident, incident id, incident number,
     order id, order, order no, order number, auftrag, auftragsnummer, auftrags id, auftrag nr, bestellung, bestellnummer, bestell id, bestell nr, commande, id commande,
     numero commande, no commande, dossier, dossier id, id dossier, numero dossier, no dossier, n dossier, numero de dossier, cas, id cas, claim id, claim, claim no, claim number, sinistre,
     application id, application, antrag, antragsnummer, job id, request id, demande, id demande, conversation id, session id, invoice no, invoice id, invoice number,
     rechnungsnummer, numero facture, no facture, facture, beleg, belegnummer, document number, patient, patient id, patienten id, caso, id caso, zaak, zaaknummer, shipment id, pedido, factura, expediente, incidencia, reclamacion, sinistro, job, complaint, request, belegnr, session, invoice, rechnung, conversation`,
  ),
  activity: list(
    `activity, activity name, event, event name, event type, task, task name, action, step, aktivitat, aktivitaet, aktivitatsname, tatigkeit, taetigkeit, ereignis,
     ereignisname, ereignistyp, schritt, vorgangsschritt, prozessschritt, arbeitsschritt, aktion, activite, nom activite, evenement, type evenement, etape, tache, action name, operation,
     handling, actividad, evento, activiteit, status, new status, state, process step, workflow step, what happened, what, paso, tarea, accion, accion realizada, estado, was, was ist passiert, statut, action taken, event description, milestone, vorgang, vorgangsart, arbeitsgang`,
  ),
  time: list(
    `timestamp, time stamp, event time, event timestamp, complete timestamp, completion time, complete time, time, datetime, date time, zeitstempel, zeitpunkt, uhrzeit,
     ereigniszeit, horodatage, date heure, date et heure, occurred at, happened at, event date, ts, date, datum, zeit, transaction date, transaction time, purchase date, purchase time, order date,
     order purchase timestamp, sale date, invoice date, booking date, payment date, paid at, purchased at, ordered at, bestelldatum, kaufdatum, buchungsdatum, rechnungsdatum, belegdatum, transaktionsdatum, auftragsdatum,
     zahlungsdatum, verkaufsdatum, valuta, date achat, date d achat, date commande, date de commande, date facture, date de facture, date transaction, date de transaction, date vente, date paiement,
     response date, response time, responded at, answered at, submitted at, submission date, completed at, completed, recorded date, survey date, antwortdatum,
     beantwortet am, ausgefullt am, umfragedatum, eingang, eingangsdatum, date reponse, date de reponse, repondu le, created at, created, created on, creation date, erstellt am, erstellt, erstelldatum, angelegt am, cree le, date creation, date de creation, fecha, data, datum uhrzeit,
     heure, jour, day, tag, when, wann, quand, cuando, changed at, status date, logged at, performed at, submitted, submit date, date submitted, date created, completed on, answered, responded, geandert am, modifie le, fecha hora, fecha y hora, fecha creacion, utc time`,
  ),
  start: list(
    `start timestamp, start time, start, started at, start date, startdate, begin, begin time, beginn, startzeit, start zeitpunkt, startdatum, anfang, debut, date debut, heure debut, fecha inicio, inicio, hora inicio, inizio, begin date, begindatum`,
  ),
  end: list(
    `end timestamp, end time, end, ended at, end date, enddate, finish, finished at, finish time, ende, endzeit, endzeitpunkt, enddatum, fin, date fin, heure fin, fecha fin, hora fin, final, fine, einde, einddatum, end datetime`,
  ),
  amount: list(
    `amount, total amount, net amount, gross amount, order amount, order value, order total, betrag, gesamtbetrag, rechnungsbetrag, nettobetrag, bruttobetrag, umsatz, montant, montant total, montant ttc, montant ht, valeur, total price, total value, grand total, total, price, value, revenue, sales, sales amount, spend, spent, payment value, dollar value,
     payment amount, transaction amount, invoice amount, line total, preis, wert, gesamtpreis, summe, gesamtsumme, gesamt, bestellwert, warenwert, prix, prix total, chiffre d affaires, ca, importe, bedrag, turnover, importe total, monto, monto total, precio total, valor, total amount paid, paid, amount paid, order sum, importo, totale, total eur, total ttc, prix ttc`,
  ),
  quantity: list(
    `quantity, qty, units, unit count, count, number of units, number of items, number of cds, items, item count, pieces, menge, anzahl, stuck, stueck, stuckzahl, quantite, qte, nombre, nb articles, cantidad, aantal, unidades, uds, cant, nb, nbre, nombre articles, pcs, no of items, units sold, piezas, quantita, aantal stuks`,
  ),
  currency: list(
    `currency, currency code, waehrung, wahrung, wahrungscode, devise, monnaie, code devise, moneda, valuta code, ccy, curr, divisa, valuta, munt, wahrung iso, currency iso`,
  ),
  score: list(
    `score, rating, nps, nps score, csat, csat score, ces, ces score, bewertung, note, punkte, punktzahl, punktwert, wertung, zufriedenheit, satisfaction, satisfaction score, answer score, response score, likelihood to recommend,
     recommend, recommendation, weiterempfehlung, weiterempfehlungswahrscheinlichkeit, stars, star rating, sterne, etoiles, evaluation, notation, answer value, answer, antwort, antwortwert, reponse, response value, grade, points, value, wert, valeur, overall, puntuacion, cijfer, puntuacion, valoracion, calificacion, nota, satisfaccion, recomendacion, punteggio, voto, your rating, antwort wert, zufriedenheitswert, gesamtbewertung, note globale, note client, stars given`,
  ),
  scale: list(`scale, rating scale, score scale, skala, bewertungsskala, antwortskala, echelle, escala, schaal`),
  comment: list(
    `comment, comments, verbatim, text, free text, freetext, open text, open answer, feedback, remark, remarks, review, review text, kommentar, kommentare, freitext, anmerkung, anmerkungen, bemerkung, bemerkungen,
     begrundung, rezension, commentaire, commentaires, remarque, remarques, avis, texte, texte libre, motif, reason, why, note text, message, notes, body, comentario, opmerking, observaciones, comentarios, nota, notas, note, respuesta abierta, opinion, customer comment, your comment, additional comments, mitteilung, begruendung, texto, commento, internal note, notizen`,
  ),
  stage: list(
    `stage, touchpoint, touch point, journey stage, moment, phase, kontaktpunkt, beruhrungspunkt, station, reisephase, etape, etape du parcours, point de contact, stage id, fase, etapa, punto contacto, journey step, step, schritt, station kontakt, momento, touchpoint name, stage name, customer journey stage`,
  ),
  channel: list(
    `channel, channel id, contact channel, sales channel, kanal, vertriebskanal, kontaktkanal, canal, canal de vente, medium, canal venta, kontaktweg, contact method, via, canale, kanaal, channel name, origin channel`,
  ),
  owner: list(
    `owner, owner id, verantwortlich, verantwortlicher, eigentumer, zustandig, responsable, proprietaire, account owner, account manager, kundenbetreuer, betreuer, case owner, ticket owner, responsable cuenta`,
  ),
  segment: list(
    `segment, customer segment, segment id, kundensegment, kundengruppe, customer group, zielgruppe, segment client, customer type, kundentyp, type client, segmento, tipo cliente, kundenklasse, customer tier, client type, segment name, categorie client, categoria cliente, customer class`,
  ),
  kind: list(
    `kind, type, row type, transaction type, art, typ, buchungsart, vorgangsart, nature, survey, survey type, umfrage, tipo, typ der zeile, tipo operacion, type operation`,
  ),
  id: list(
    `id, event id, message id, response id, transaction id, uuid, guid, row id, record id, answer id, ereignis id, nachrichten id, antwort id, transaktions id, transaktion id, transaktionsnummer,
     id transaction, id evenement, id reponse, id message, transaction no, transaction number`,
  ),
  resource: list(
    `resource, resource id, resource name, employee, user, user name, username, agent, agent name, handled by, performed by, assigned to, assignee, operator, worker, staff, staff member, actor, mitarbeiter, mitarbeiterin, mitarbeiter id, bearbeiter, sachbearbeiter,
     benutzer, ressource, ausgefuhrt von, utilisateur, employe, operateur, agent id, traite par, recurso, medewerker, changed by, updated by, closed by, done by, completed by, handler, handled by name, crew, technician, techniker, monteur, technicien, tecnico, bearbeitet von, erledigt von, geandert von, modifie par, agente, empleado, operador, gestor, atendido por, realizado por, responsable tramite, advisor, adviser, changed by user, who`,
  ),
  unit: list(
    `unit, unit id, department, team, org unit, organisational unit, organizational unit, business unit, abteilung, einheit, organisationseinheit, bereich, geschaftsbereich, standort, departement, equipe, service, unite, division, branch, store, shop, filiale, agence, agency, tienda, sucursal, office, bureau, magasin, negozio, winkel, vestiging, outlet, abteilung name, departamento, equipo, area, oficina, group name, team name, support group, assignment group`,
  ),
  respondent: list(
    `respondent, respondent id, employee id, employee, participant, participant id, person, person id, teilnehmer, teilnehmer id, teilnehmernummer, befragter, befragte, befragten id, mitarbeiter, mitarbeiter id, personalnummer, repondant, id repondant, participant e, employe, email, user id, email address, e mail address, adresse email, correo electronico, leader, executive, your name, name of respondent, encuestado, befragte person, antwortende, respondent email`,
  ),
  given: list(
    `given name, given names, first name, firstname, forename, vorname, prenom, nombre de pila, nombre, nome, primeiro nome, voornaam, imie, fname, customer first name, billing first name`,
  ),
  family: list(
    `family name, last name, surname, lastname, nachname, familienname, zuname, nom de famille, apellido, apellidos, sobrenome, cognome, achternaam, nazwisko, lname, customer last name, billing last name`,
  ),
  name: list(
    `full name, customer name, person name, contact name, client name, kundenname, kunde name, name kunde, nom complet, nom client, nom du client, nombre completo, nombre cliente, nome completo, nome do cliente, klantnaam, account name, member name, subscriber name, requester name, buyer name`,
  ),
  email: list(
    `email, e mail, email address, e mail address, mail, mail address, emailadresse, e mail adresse, mailadresse, courriel, adresse email, adresse e mail, adresse courriel, correo, correo electronico, correo e, endereco de email, posta elettronica, customer email, contact email, kunden email, email client, person email, requester email, billing email`,
  ),
  phone: list(
    `phone, phone number, telephone, telephone number, tel, tel no, mobile, mobile phone, mobile number, cell, cell phone, telefon, telefonnummer, telefon nr, rufnummer, handy, handynummer, mobil, mobilnummer, mobiltelefon, numero de telephone, portable, telefono, movil, celular, telefone, cellulare, telefoon, telefoonnummer, customer phone, contact phone, person phone, requester phone, billing phone`,
  ),
  birth: list(
    `date of birth, birth date, birthdate, birthday, dob, born, born on, geburtsdatum, geburtstag, geboren, geboren am, date de naissance, naissance, ne le, fecha de nacimiento, nacimiento, data de nascimento, nascimento, data di nascita, geboortedatum`,
  ),
  address: list(
    `address, street, street address, address line 1, address 1, address line, full address, postal address, mailing address, home address, billing address, strasse, strasse hausnummer, strasse und hausnummer, strasse nr, anschrift, adresse, postadresse, wohnadresse, rue, adresse postale, direccion, calle, domicilio, endereco, rua, indirizzo, via, adres, straat, customer address, site address`,
  ),
  postcode: list(
    `postcode, post code, postal code, zip, zip code, zipcode, plz, postleitzahl, code postal, cp, codigo postal, cep, cap, customer zip, customer postcode, billing zip, billing postcode`,
  ),
  city: list(
    `city, town, ort, stadt, wohnort, ville, commune, ciudad, localidad, poblacion, cidade, citta, stad, plaats, locality, customer city, billing city`,
  ),
  contract: list(
    `contract, contract id, contract no, contract number, contract code, vertrag, vertragsnummer, vertrags nr, vertragsnr, numero de contrat, contrat, no contrat, contrato, numero de contrato, contratto, contractnummer, policy number, policy no, police, policennummer, versicherungsnummer, membership number, member number, mitgliedsnummer, loyalty number, loyalty card, kundenkarte`,
  ),
  account: list(
    `account, account id, account no, account number, parent account, parent account id, company id, organisation id, organization id, employer, employer id, konto, kontonummer, kundenkonto, firmen id, firmennummer, arbeitgeber, compte, numero de compte, employeur, cuenta, numero de cuenta, empleador, conta, numero da conta, empregador`,
  ),
  through: list(
    `reseller, reseller id, dealer, dealer id, intermediary, broker, distributor, sold through, sold by, bought through, channel partner, partner, partner id, handler, vermittler, makler, wiederverkaufer, vertriebspartner, revendeur, courtier, intermediaire, distribuidor, corredor, revendedor, intermediario, rivenditore, tussenpersoon, wederverkoper`,
  ),
  role: list(
    `role, job role, job title, position, group, function, level, rolle, funktion, stelle, gruppe, ebene, poste, fonction, groupe, niveau, seniority, hierarchy level, cargo, puesto, rol, funcion, your role, job function, hierarchie, hierarchieebene, stellung`,
  ),
};

/** Words that name a field in this kind of import only. */
export const ALSO_IN: Partial<Record<ImportKind, Partial<Record<Field, ReadonlySet<string>>>>> = {
  customers: {
    name: new Set(["name", "nom", "naam", "imie nazwisko"]),
    customer: new Set(["id", "contact", "reference"]),
    time: new Set(
      list(`customer since, since, joined, joined at, join date, signup, signed up, signup date, registered, registered at, registration date, kunde seit, seit,
        registriert am, angemeldet am, beitritt, inscrit le, client depuis, date inscription, fecha alta, alta, cliente desde, date joined, member since, joined on, created, created at, anlagedatum, kunde ab, first seen, first purchase`),
    ),
  },
  subscriptions: {
    start: new Set(
      list(`from, valid from, from date, active from, starts, starts at, period start, created, created at, signup date, subscribed at, activated, activated at, von, ab, seit,
        gultig ab, gultig von, contract start, service start, fecha inicio, inicio, desde, alta, fecha alta, fecha contrato, beginndatum, startmonat, start month, vigente desde, activation date, subscription start, start of contract, vertragsbeginn, laufzeit von, abgeschlossen am, du, depuis, valable du, debut contrat`),
    ),
    end: new Set(
      list(`to, until, till, valid to, valid until, to date, active to, active until, ends, ends at, period end, cancelled, cancelled at, canceled, canceled at, cancel date,
        cancellation date, churned at, churn date, terminated, bis, gultig bis, vertragsende, laufzeit bis, gekundigt am, gekundigt zum, kundigungsdatum, au, jusqu au,
        resilie le, fin contrat, date resiliation, contract end, service end, expires, expires at, expiry date, expiration date, ended on, fecha fin, fin, hasta, baja, fecha baja, fecha cancelacion, subscription end, cancellation, churned, resiliation, vigente hasta, end of contract, ablaufdatum`),
    ),
    amount: new Set(
      list(`mrr, monthly, monthly price, monthly amount, monthly fee, monthly charge, monthly charges, price a month, price per month, plan price, fee, recurring amount,
        monatspreis, monatsbetrag, monatlich, monatliche gebuhr, grundpreis, mensuel, prix mensuel, abonnement mensuel, montant mensuel, loyer mensuel, cuota, cuota mensual, precio mensual, importe mensual, mensualidad, monthly recurring revenue, recurring revenue, monatliche kosten, preis monat, preis pro monat, subscription price, price monthly, monthly value, entgelt, monatsentgelt, monatsrate, rate`),
    ),
    kind: new Set(
      list(
        "plan, plan name, product, product name, tariff, tarif, subscription type, abo, abotyp, offre, produit, produkt, tarifa, producto, formule, forfait, package, tier, plan id",
      ),
    ),
    case: new Set(
      list(
        "contract, contract id, contract no, contract number, subscription, subscription id, vertrag, vertragsnummer, vertrag nr, abonnement, contrat, numero contrat, suscripcion, contrato, poliza, policy, agreement",
      ),
    ),
  },
  consents: {
    activity: new Set(
      list(
        `purpose, purpose id, purpose name, consent purpose, consent type, consent category, category, zweck, einwilligungszweck, kategorie, finalite, categorie, finalidad, proposito, categoria, finalidade`,
      ),
    ),
    kind: new Set(
      list(
        `consent, consent status, consent state, consent given, answer, status, state, decision, opt in, optin, opted in, einwilligung, antwort, zustimmung, consentement, reponse, statut, consentimiento, respuesta, estado, consentimento, resposta`,
      ),
    ),
    time: new Set(
      list(
        `consent date, consented at, granted at, given at, updated at, withdrawn at, einwilligung am, date consentement, fecha consentimiento, since, seit`,
      ),
    ),
    comment: new Set(list(`proof, evidence, nachweis, preuve, prueba, prova, how, method, consent text, source of consent, note`)),
  },
};

/** Words that name another field in this kind of import, or that stand for nothing there. */
export const NOT_IN: Partial<Record<ImportKind, Partial<Record<Field, readonly string[]>>>> = {
  transactions: { kind: ["survey", "survey type", "umfrage"] },
  subscriptions: { kind: ["survey", "survey type", "umfrage"], customer: ["contract account", "vertragskonto"] },
  customers: { kind: ["survey", "survey type", "umfrage"] },
  consents: { activity: ["status", "new status", "state", "estado", "statut"], kind: ["survey", "survey type", "umfrage"] },
  events: {
    comment: ["message", "reason", "motif", "why", "notes", "body", "nota", "opinion"],
    amount: ["value", "wert", "valeur", "ca"],
    kind: ["survey", "survey type", "umfrage"],
  },
};

/** Parts that make a longer header speak for a field: `delivery date`, `Kaufbetrag EUR`, a whole question of a form. */
export const PARTS: Partial<Record<Field, RegExp>> = {
  time: /\b(?:date|time|timestamp|datum|zeit|zeitpunkt|zeitstempel|heure|horodatage|fecha|hora|ts|epoch|unix)\b|(?:datum|zeitpunkt|zeit|zeitstempel)$/,
  amount: /\b(?:amount|betrag|montant|umsatz|revenue|price|total|importe|monto)\b|(?:betrag|umsatz|preis)\b/,
  quantity: /\b(?:qty|quantity|number of|menge|anzahl|quantite|cantidad|unidades)\b/,
  score:
    /\b(?:score|rating|rate|rated|nps|csat|ces|bewertung|bewerten|satisfaction|satisfied|zufriedenheit|zufrieden|recommend|weiterempfehlen|note|noter|satisfait|recommander|recommanderiez|recomendaria|satisfecho|puntuacion|valoracion|likely|easy)\b/,
  comment:
    /\b(?:comment|comments|verbatim|kommentar|freitext|commentaire|commentaires|comentario|comentarios|anything|main reason|why|warum|pourquoi|por que|feedback|remarks|anmerkungen|observaciones|tell us|improve|verbessern|ameliorer)\b/,
  activity: /\b(?:activity|aktivitat|activite|actividad)\b/,
  role: /\b(?:role|rolle|funktion|fonction|position|cargo|puesto)\b/,
  stage: /\b(?:stage|touchpoint|phase|etape|etapa|kontaktpunkt)\b/,
  respondent: /\b(?:your name|your email|ihr name|votre nom|su nombre)\b/,
};

/** Things a file may name that none of our fields is: what such a column holds says nothing of whose row it is. */
export const OTHER_THINGS =
  /\b(?:product|products|produkt|produit|producto|sku|article|artikel|item|model|brand|marke|marque|country|land|pays|pais|region|city|ort|stadt|ville|ciudad|province|provincia|state province|zip|plz|cp|postcode|postal|phone|telefon|telephone|telefono|mobile|address|adresse|strasse|street|direccion|gender|sex|geschlecht|age|alter|iban|bic|priority|prioritat|severity|language|sprache|langue|idioma|browser|device|url|page|ip|version|name|vorname|nachname|first name|last name|firma|company|entreprise|empresa|salutation|anrede|newsletter|category|kategorie|warengruppe|terms|method|zahlart|tax|vat|mwst|tva|iva|discount|rabatt|remise|descuento|duration|dauer|duree|duracion|queue|question|frage|pregunta|row|index|line|zeile|ligne|linea|position|pos|lfd)\b|artikel|produkt|steuer/;
