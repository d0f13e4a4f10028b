import access from "./access.json";
import accountability from "./accountability.json";
import asset from "./asset.json";
import company from "./company.json";
import connect from "./connect.json";
import customer from "./customer.json";
import demo from "./demo.json";
import designed from "./designed.json";
import figure from "./figure.json";
import gap from "./gap.json";
import help from "./help.json";
import identity from "./identity.json";
import importing from "./import.json";
import journey from "./journey.json";
import privacy from "./privacy.json";
import quality from "./quality.json";
import session from "./session.json";
import shell from "./shell.json";
import voice from "./voice.json";
import work from "./work.json";

/** The English words of every slice in one table; a key stands in one file only. */
export const en = {
  ...access,
  ...accountability,
  ...asset,
  ...company,
  ...connect,
  ...customer,
  ...demo,
  ...designed,
  ...figure,
  ...gap,
  ...help,
  ...identity,
  ...importing,
  ...journey,
  ...privacy,
  ...quality,
  ...session,
  ...shell,
  ...voice,
  ...work,
};
