/** Names of one language, all invented combinations; the shorter form of a given name stands behind a slash. */
interface Names {
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly streets: readonly string[];
}

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

const EN: Names = {
  given: list(
    `Agnes Alfred/Fred Alice Arthur/Art Beatrice/Bea Benedict/Ben Bridget/Biddy Charlotte/Lottie Clara Daniel/Dan Deborah/Deb Edmund/Ned
     Eleanor/Nell Elspeth Frances/Fran Gareth Gregory/Greg Harriet/Hattie Hugh Imogen Jonathan/Jon Kenneth/Ken Lydia Malcolm Margaret/Peggy
     Nathaniel/Nat Oliver/Ollie Penelope/Penny Rosalind/Ros Rupert Samuel/Sam Susannah/Sue Theodore/Ted Winifred/Win`,
  ),
  family: list(
    `Abbott Ashdown Barlow Beckwith Birtwell Blackwood Brandreth Calloway Carden Chisholm Colley Crewe Dalby Dunmore Easterby Elphick
     Fairclough Farrant Fernley Gilmour Grantley Hallam Harcastle Holloway Ingleby Kershaw Lambourne Langtry Marlowe Merriday Norcott
     Oakshott Pemberley Quayle Ravenhill Rushton Selwood Stanier Tarrant Thackeray Underhay Wainfleet Warrick Wetherby Yarrow`,
  ),
  streets: list(`Anchor Bollard Chapel Dyke Fisher Harbour Heron Lantern Mill Orchard Quay Rope Saltmarsh Tidemill Warden`),
};

const DE: Names = {
  given: list(
    `Annegret/Anne Bärbel Benedikt/Beni Brigitte/Gitte Christoph/Chris Dörte Elisabeth/Lisbeth Eva Friederike/Rike Gisela Günther Hannelore/Hanne
     Hedwig Ingeborg/Inge Jürgen Käthe Konstantin/Kosta Leonhard/Leo Magdalena/Lena Margarete/Grete Matthias/Matze Maximilian/Max Nikolaus/Klaus
     Ottilie Reinhold Rüdiger Sebastian/Basti Sieglinde Stefan Thea Ulrich/Uli Veronika/Vroni Walburga Wolfgang/Wolf`,
  ),
  family: list(
    `Ahlers Baumgärtner Behnke Böttcher Brüggemann Christiansen Dierks Döring Eggers Fährmann Feldkamp Förster Gätjen Grünwald Hagedorn
     Hansmann Hörmann Ihlenfeld Jäger Kämmerer Kielmann Köster Krüger Lüders Mahlstedt Möhring Nägele Ostermann Petersdorf Plöger Quandt
     Rademacher Röhrs Schäfer Schönfeld Stüwe Tiedemann Uhlenbrock Vollmer Wächter Wöhler Zierott`,
  ),
  streets: list(
    `Deichstraße Fährstraße Gartenweg Hafenstraße Kirchgasse Lindenallee Mühlenweg Neuer-Kai Pappelweg Ringstraße Salzgasse Uferstraße`,
  ),
};

const FR: Names = {
  given: list(
    `Adélaïde/Adèle Agathe Anaïs Antoine/Toine Aurélie Béatrice/Béa Benoît/Ben Cécile Célestin Christophe/Chris Clémence Colette Dorothée/Dodo
     Édouard/Ed Élise Étienne Eugénie Fabrice Françoise/Fanfan Frédéric/Fred Geneviève/Viève Gérard Hélène Jérôme Joséphine/Josette Léonie
     Maëlle Mathéo/Mat Noémie Océane Rémi Sébastien/Seb Solène Théodore/Théo Valérie/Val Yannick`,
  ),
  family: list(
    `Abélard Barthélemy Beaufils Bérenger Boisseau Brugière Carpentier Chauvière Clément Corbière Coutançon Delaunay Deschênes Duprée Évrard
     Faugère Fontenoy Gaillard Garçonnet Gélinas Hémery Huchard Jolivet Labbé Lacôte Lefèvre Lémery Maréchal Ménager Mérigot Nérac Orfèvre
     Péridier Quéméner Rémond Sénéchal Thévenin Vallée Verdière Vigié`,
  ),
  streets: list(`Ancre Batelier Digue Églantine Fontaine Grève Hirondelle Moulin Pêcheur Phare Quai Tisserand`),
};

/** Names by language, in the order of `LANGUAGES`. */
export const NAMES: readonly Names[] = [EN, DE, FR];

/** A street as it is written in a language, with its number. */
export function streetLine(language: number, street: string, number: number): string {
  if (language === 0) return `${number} ${street} Street`;
  return language === 1 ? `${street.replace("-", " ")} ${number}` : `${number}, rue ${street}`;
}

/** The same line in the short form that dispatchers type. */
export function shortStreet(line: string): string {
  return line.replace(" Street", " St").replace("straße", "str.").replace(", rue ", ", r. ");
}
