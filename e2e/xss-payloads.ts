import { MARKER } from "./watch.ts";

export interface Payload {
  /** 1 to 300; what the planted script says when it runs. */
  readonly n: number;
  readonly family: string;
  readonly text: string;
}

/** Where `X` is the call. Text for places that hold element content, attributes, addresses, scripts, styles, JSON and templates. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  script: [
    `<script>X</script>`,
    `<ScRiPt >X</sCrIpT >`,
    `<script/x>X</script/x>`,
    `<script type=module>X</script>`,
    `<script src="data:text/javascript,X"></script>`,
    `</title><script>X</script>`,
    `</textarea><script>X</script>`,
    `--><script>X</script>`,
    `]]><script>X</script>`,
  ],
  handler: [
    `<img src=x: onerror=X>`,
    `<img src=x: onerror="X">`,
    `<IMG SRC=x: OnErRoR=X //`,
    `<video><source onerror=X>`,
    `<audio src=x: onerror=X>`,
    `<input autofocus onfocus=X>`,
    `<textarea autofocus onfocus=X></textarea>`,
    `<b tabindex=0 autofocus onfocus=X>b</b>`,
    `<details open ontoggle=X><summary>s</summary></details>`,
    `<style onload=X></style>`,
    `<link rel=stylesheet href=data:text/css, onload=X>`,
    `<body onload=X>`,
    `<iframe onload=X></iframe>`,
    `<video src=x: onerror=X></video>`,
    `<img src=x: onerror	=	X>`,
    `<img/src="x:"/onerror=X>`,
  ],
  attribute: [
    `" autofocus onfocus="X`,
    `' autofocus onfocus='X`,
    `x:" onerror="X`,
    `"><img src=x: onerror=X>`,
    `'><img src=x: onerror=X>`,
    "`><img src=x: onerror=X>",
    `"/><svg onload=X>`,
    `" style="animation-name:x" onanimationstart="X`,
    `x onerror=X src=x:`,
    `"--><img src=x: onerror=X><!--`,
  ],
  address: [
    `javascript:X`,
    `JaVaScRiPt:X`,
    `java\tscript:X`,
    `\u0001javascript:X`,
    `&#106;avascript&colon;X`,
    `javascript://%0aX`,
    `javascript://counterseat.example/%0d%0aX`,
    `data:text/html,<script>parent.X</script>`,
    `<a href="javascript:X" id=go>go</a>`,
    `<iframe src="javascript:parent.X"></iframe>`,
    `<iframe srcdoc="<script>parent.X</script>"></iframe>`,
    `<meta http-equiv=refresh content="0;url=javascript:X">`,
    `<a href="java&Tab;script&colon;X" id=go>go</a>`,
    `<form action="javascript:X"><button id=go>go</button></form>`,
  ],
  svg: [
    `<svg onload=X>`,
    `<svg/onload=X>`,
    `<svg><script>X</script></svg>`,
    `<svg><script href="data:text/javascript,X"></script></svg>`,
    `<svg><animate onbegin=X attributeName=x dur=1s>`,
    `<svg><set onbegin=X attributeName=x to=1>`,
    `<svg><foreignObject><img src=x: onerror=X></foreignObject></svg>`,
    `<svg><a xlink:href="javascript:X"><text id=go y=20>go</text></a></svg>`,
    `<svg><desc><img src=x: onerror=X></desc></svg>`,
  ],
  mathml: [
    `<math><mtext><img src=x: onerror=X></mtext></math>`,
    `<math><annotation-xml encoding="text/html"><img src=x: onerror=X></annotation-xml></math>`,
    `<math href="javascript:X">m</math>`,
  ],
  mutation: [
    `<noscript><p title="</noscript><img src=x: onerror=X>">`,
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x: onerror=X&gt;">`,
    `<form><math><mtext></form><form><mglyph><style></math><img src=x: onerror=X>`,
    `<svg></p><style><a id="</style><img src=x: onerror=X>">`,
    `<xmp><p title="</xmp><img src=x: onerror=X>">`,
    `<!--><img src=x: onerror=X>-->`,
    `<select><option><img src=x: onerror=X></select><img src=x: onerror=X>`,
    `<table><td><script>X</script></table>`,
    `<style><a title="</style><img src=x: onerror=X>">`,
  ],
  template: [
    `<template><img src=x: onerror=X></template><img src=x: onerror=X>`,
    `<div><template shadowrootmode=open><img src=x: onerror=X></template></div>`,
    "${X}",
    `{{X}}`,
    `<%= X %>`,
    `{n, plural, other {<img src=x: onerror=X>}}`,
  ],
  style: [
    `</style><script>X</script>`,
    `red;}</style><img src=x: onerror=X>`,
    `<style>@keyframes x{}</style><p style="animation-name:x" onanimationend=X onanimationstart=X>p</p>`,
    `expression(X)`,
    `url(javascript:X)`,
  ],
  json: [
    `</script><script>X</script>`,
    `<!--<script></script><img src=x: onerror=X>`,
    `";X;"`,
    `'-X-'`,
    "`;X;`",
    `\\";X;//`,
    `\u2028X\u2028//`,
    `*/X/*`,
  ],
  encoding: [
    `&lt;img src=x: onerror=X&gt;`,
    `&amp;lt;script&amp;gt;X&amp;lt;/script&amp;gt;`,
    `%3Cimg%20src=x:%20onerror=X%3E`,
    `+ADw-script+AD4-X+ADw-/script+AD4-`,
    `<img src=x: onerror=&#32;X>`,
  ],
  unicode: [
    `\uFF1Cscript\uFF1EX\uFF1C/script\uFF1E`,
    `\u202E<img src=x: onerror=X>\u202C`,
    `\u200B<img\u3000src=x: src=x: onerror=X>`,
    `<\u017Fcript>X</\u017Fcript><img src=x: onerror=X>`,
    `\u0301"><img src=x: onerror=X>`,
  ],
  formula: [`=HYPERLINK("javascript:X")<img src=x: onerror=X>`],
};

/** Three ways to say the same call, for filters that look for the plain one. */
const CALLS: readonly ((n: number) => string)[] = [
  (n) => `${MARKER}(${n})`,
  (n) => `${MARKER}\`${n}\``,
  (n) => `\\u005f\\u005f${MARKER.slice(2)}(${n})`,
];

/** 300 texts that run a script where the place they are shown in takes them for more than text; every fifth unless all tests are asked for. */
const every: readonly Payload[] = Object.entries(FAMILIES)
  .flatMap(([family, templates]) => templates.map((template) => ({ family, template })))
  .flatMap(({ family, template }, at) =>
    CALLS.map((call, form) => {
      const n = at * CALLS.length + form + 1;
      return { n, family, text: template.replaceAll("X", () => call(n)) };
    }),
  );

export const payloads: readonly Payload[] = process.env["ALL_TESTS"] === "1" ? every : every.filter(({ n }) => n % 5 === 0);

/** The payload's text at this place of the list, which goes round. */
export function payloadAt(index: number): string {
  return payloads[((index % payloads.length) + payloads.length) % payloads.length]?.text ?? "";
}

/** As an id may be written: no white space, slash, question mark or hash, at most 80 characters, and unlike every other. */
export function asId(index: number): string {
  return `${index}:${payloadAt(index)
    .replaceAll(/[\s/?#]/g, "\u00A6")
    .slice(0, 60)}`;
}
