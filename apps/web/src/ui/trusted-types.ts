/**
 * The page is served with `require-trusted-types-for 'script'`: text becomes markup or code through a policy or not at all. Mantine
 * writes the text of its own style elements as markup, so there is one policy, and it lets through only what cannot make an element.
 * It is the default one because a library's own assignments can be reached by no other. Why so: docs/decisions/2026-11-22-csp.md.
 */
interface PolicyRules {
  createHTML(text: string, type: string, sink: string): string | null;
}
interface TrustedTypes {
  createPolicy(name: "default", rules: PolicyRules): unknown;
}

const rules: PolicyRules = {
  createHTML: (text, _type, sink) => (sink === "Element innerHTML" && !text.includes("<") ? text : null),
};

/** To be called before anything is rendered. Browsers without Trusted Types run on the nonce alone. */
export function guardMarkup(): void {
  // TypeScript's DOM types do not have it yet; where the browser has it, it has this shape.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy("default", rules);
}

/** The nonce of this page, for style elements made at run time; empty where the page came without one. */
export function pageNonce(): string {
  return document.querySelector<HTMLElement>("meta[property=csp-nonce]")?.nonce ?? "";
}

/** The library that stops the page from scrolling under a dialog asks for its nonce under this name. */
export function lendNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: pageNonce() });
}
