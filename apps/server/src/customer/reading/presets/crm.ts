import type { Preset } from "./preset.ts";

/**
 * HubSpot, contacts: https://knowledge.hubspot.com/crm-setup/set-up-your-import-file names the properties, whose labels are the
 * headers of an export; "Record ID" is the column HubSpot knows its own rows by.
 */
export const hubspotContacts: Preset = {
  name: "HubSpot's export of contacts",
  kind: "customers",
  known: ["Record ID", "First Name", "Last Name", "Email", "Contact owner"],
  map: {
    customer: "Record ID",
    given: "First Name",
    family: "Last Name",
    email: "Email",
    phone: "Phone Number",
    time: "Create Date",
    segment: "Lifecycle Stage",
    city: "City",
    postcode: "Postal Code",
    address: "Street Address",
  },
};

/**
 * Salesforce, contacts, by Data Export (names as in the API) or Data Loader (the same in capitals):
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contact.htm
 */
export const salesforceContacts: Preset = {
  name: "Salesforce's export of contacts",
  kind: "customers",
  known: ["Id", "AccountId", "LastName", "FirstName", "MailingStreet", "CreatedDate"],
  map: {
    customer: "Id",
    given: "FirstName",
    family: "LastName",
    email: "Email",
    phone: ["Phone", "MobilePhone"],
    birth: "Birthdate",
    address: "MailingStreet",
    postcode: "MailingPostalCode",
    city: "MailingCity",
    time: "CreatedDate",
  },
};
