import type { Field } from "./contract.ts";

type Named = Extract<Field, "customer" | "case" | "id" | "respondent" | "resource">;

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word.length > 0);

/** What a number can be the number of, by the field it then is. German ones stand as the stem their compounds begin with. */
const THINGS: Record<Named, ReadonlySet<string>> = {
  customer: new Set(
    words(`customer customers cust kunde kunden client clients cliente clientes klant klanten account acct konto user buyer member subscriber debitor
      abonne acheteur kaufer usuario socio requester caller consumer policyholder mitglied mitglieds verbraucher comprador abonado utente compte
      loyalty kundenkonto shopper household adherent contact person kontakt`),
  ),
  case: new Set(
    words(`order ticket case claim incident request job call session conversation invoice receipt shipment booking reservation visit interaction chat
      thread application appointment rma return contract subscription policy agreement bestellung bestell auftrag auftrags vorgang vorgangs
      rechnung rechnungs beleg fall schaden anfrage termin buchung buchungs vertrag vertrags abo anruf reklamation commande facture dossier
      demande sinistre contrat abonnement police appel pedido factura expediente caso incidencia contrato suscripcion poliza llamada solicitud
      reclamacion ordine fattura pratica zaak bon quote complaint workorder trace bordereau albaran`),
  ),
  id: new Set(
    words(
      "event message response answer transaction row record antwort nachricht ereignis transaktion reponse evenement respuesta evento transaccion mensaje submission feedback review log entry zeile satz payment posting",
    ),
  ),
  respondent: new Set(
    words(
      "respondent participant employee teilnehmer befragten mitarbeiter repondant employe participante encuestado empleado personal staff",
    ),
  ),
  resource: new Set(
    words(
      "agent operator handler technician employee mitarbeiter bearbeiter worker agente empleado operador tecnico utilisateur employe crew advisor adviser",
    ),
  ),
};
const NUMBERS = new Set(
  words(`id ids no nr num nro numero number nummer n code codigo key ref reference referenz referencia kennung schlussel identifier identifiant
    identificador kennzeichen uuid guid folio card karte`),
);
const NAMES = new Set(words("name nom nombre email mail adresse address login username mailadresse emailadresse correo"));
const COMPOUND = /^(\p{L}{3,}?)(nummer|nr|nro|kennung|schlussel|code|karte|id)$/u;
/** A contact's or person's number is the customer's; their name beside an account is somebody's there. */
const CUSTOMER_WORDS = new Set([...THINGS.customer].filter((word) => word !== "contact" && word !== "person" && word !== "kontakt"));

const thingAt = (field: Named, word: string | undefined): boolean => word !== undefined && THINGS[field].has(word);

/**
 * Whether words say "the number of …" in any order: `Order No.`, `N° de client`, `código del cliente`, `Bestellnr.` 0.9 for a number,
 * 0.78 for a name or address of a person, 0 for neither. The thing that counts is the one beside the number: a `customer order no` is
 * the order's.
 */
export const idPhrase = (field: Field, tokens: readonly string[]): number => {
  if (!(field in THINGS)) return 0;
  const named = field as Named; // a key of THINGS, just seen
  const last = tokens.at(-1) ?? "";
  const compound = COMPOUND.exec(last);
  if (compound !== null && tokens.length <= 2) {
    const stem = compound[1] ?? "";
    if (thingAt(named, stem) || thingAt(named, stem.replace(/(?:en|s|n|e)$/, ""))) return 0.9;
  }
  if (tokens.length < 2 || tokens.length > 5) return 0;
  const numbers = tokens.filter((word) => NUMBERS.has(word)).length;
  if (numbers > 0 && NUMBERS.has(last)) {
    const before = tokens.slice(0, -1).findLast((word) => !NUMBERS.has(word));
    return thingAt(named, before) ? 0.9 : 0;
  }
  if (numbers > 0 && NUMBERS.has(tokens[0] ?? ""))
    return thingAt(
      named,
      tokens.find((word) => !NUMBERS.has(word)),
    )
      ? 0.9
      : 0;
  if (tokens.length > 3) return 0;
  if (named === "customer" && tokens.some((word) => NAMES.has(word)) && tokens.some((word) => CUSTOMER_WORDS.has(word))) return 0.78;
  if (named === "resource" && NAMES.has(last) && thingAt(named, tokens.at(-2))) return 0.85;
  return named === "customer" && tokens.length === 2 && thingAt(named, last) ? 0.76 : 0;
};
