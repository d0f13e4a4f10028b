import type { Preset } from "./preset.ts";

/** Shopify, customers: https://help.shopify.com/en/manual/customers/import-export-customers. */
export const shopifyCustomers: Preset = {
  name: "Shopify's export of customers",
  kind: "customers",
  known: ["Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing"],
  map: {
    customer: "Customer ID",
    given: "First Name",
    family: "Last Name",
    email: "Email",
    phone: ["Phone", "Default Address Phone"],
    address: "Default Address Address1",
    city: "Default Address City",
    postcode: "Default Address Zip",
  },
};

/**
 * Shopify, orders: https://help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders. One row a line item; what belongs to
 * the order, its total among it, stands in the first one alone, so the others are refused for want of an amount and no order counts twice.
 */
export const shopifyOrders: Preset = {
  name: "Shopify's export of orders",
  kind: "transactions",
  known: ["Name", "Email", "Financial Status", "Total", "Created at", "Lineitem quantity", "Lineitem name"],
  map: {
    customer: "Email",
    time: "Created at",
    amount: "Total",
    currency: "Currency",
    case: "Name",
    kind: "Financial Status",
    channel: "Source",
    email: "Email",
    name: "Billing Name",
    phone: "Billing Phone",
    address: "Billing Address1",
    city: "Billing City",
    postcode: "Billing Zip",
  },
};

/** Magento and Adobe Commerce, the grid of customers: the header that Magento's own tests expect of this export. */
export const magentoCustomers: Preset = {
  name: "Magento's export of customers",
  kind: "customers",
  known: ["ID", "Name", "Email", "Group", "ZIP", "State/Province", "Customer Since", "Web Site"],
  map: {
    customer: "ID",
    name: "Name",
    email: "Email",
    segment: "Group",
    phone: "Phone",
    postcode: "ZIP",
    time: "Customer Since",
    city: "City",
    address: "Street Address",
    birth: "Date of Birth",
  },
};
