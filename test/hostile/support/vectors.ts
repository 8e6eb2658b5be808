/**
 * Markup that has run scripts or fetched something in one reader of mail or another. `CANARY` stands for what tells that it
 * ran, `BEACON` for an address that nobody may ask for. Kinds after the PortSwigger list and the history of bypasses in the
 * wiki of DOMPurify; written out here from their grammar.
 */

const run = 'CANARY';

const events =
  'onload onerror onclick onmouseover onfocus onfocusin ontoggle onstart onbegin onend onanimationstart onanimationend ontransitionend onpageshow onresize onscroll onscrollend onwheel oncopy onpaste onbeforetoggle onpointerenter onpointerrawupdate onauxclick onsearch oninvalid onloadstart oncanplay ondurationchange onmessage onhashchange onpopstate onbeforeinput oncontentvisibilityautostatechange onwebkitanimationend'.split(
    ' ',
  );
const carriers = [
  'img src=x',
  'body',
  'svg',
  'details open',
  'input autofocus',
  'video src=x',
  'audio src=x',
  'a id=x tabindex=1 autofocus',
  'marquee',
  'div style="animation:x 1s"',
];

const onEvents = events.flatMap((event) => carriers.map((carrier) => `<${carrier} ${event}=${run}>x`));

const separators = ['/', '\t', '\n', '\f', '\r', '/x=/', '"', "'", ' / '];
const oddlySpaced = separators.flatMap((between) => [
  `<img${between}src=x${between}onerror=${run}>`,
  `<svg${between}onload=${run}>`,
]);

const oddCase = [
  '<ScRiPt>CANARY</sCrIpT>',
  '<script\u0000>CANARY</script>',
  '<scr\u0000ipt>CANARY</script>',
  '<<script>CANARY//<</script>',
  '<script src=data:,CANARY></script>',
  '<script type=module>CANARY</script>',
  '<script>CANARY',
  '<scr<script>ipt>CANARY</scr</script>ipt>',
  '<svg><script>CANARY</script></svg>',
  '<svg><script href=data:,CANARY />',
  '<math><script>CANARY</script></math>',
  '<noscript><script>CANARY</script></noscript>',
  '<template><script>CANARY</script></template>',
];

const schemes = [
  'javascript:CANARY',
  'JaVaScRiPt:CANARY',
  'java\tscript:CANARY',
  'java\nscript:CANARY',
  '\u0001javascript:CANARY',
  ' javascript:CANARY',
  'javascript&colon;CANARY',
  '&#106;avascript:CANARY',
  '&#x6A;avascript:CANARY',
  'javascript://%0aCANARY',
  'data:text/html,<script>CANARY</script>',
  'data:text/html;base64,PHNjcmlwdD5DQU5BUlk8L3NjcmlwdD4=',
  'vbscript:CANARY',
  'feed:javascript:CANARY',
  'view-source:javascript:CANARY',
];
const inAddresses = schemes.flatMap((address) => [
  `<a href="${address}" id=go>go</a>`,
  `<iframe src="${address}"></iframe>`,
  `<form action="${address}"><button id=go>go</button></form>`,
  `<object data="${address}"></object>`,
  `<embed src="${address}">`,
]);

/** Namespaces and raw text: harmless to the parser that cleans, something else to the one that shows (mutation). */
const mutated = [
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<xmp><p title="</xmp><img src=x onerror=${run}>">`,
  `<style><p title="</style><img src=x onerror=${run}>">`,
  `<title><p title="</title><img src=x onerror=${run}>">`,
  `<textarea><p title="</textarea><img src=x onerror=${run}>">`,
  `<noembed><p title="</noembed><img src=x onerror=${run}>">`,
  `<noframes><p title="</noframes><img src=x onerror=${run}>">`,
  `<iframe><p title="</iframe><img src=x onerror=${run}>">`,
  `<plaintext><img src=x onerror=${run}>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
  `<math><mtext><table><mglyph><style><math><img src onerror=${run}>`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${run}>`,
  `<svg></p><style><a id="</style><img src=1 onerror=${run}>">`,
  `<svg><style><img title="</style><img src onerror=${run}>">`,
  `<svg><p><style><g title="</style><img src onerror=${run}>">`,
  `<svg><desc><noscript><img src onerror=${run}></noscript></desc></svg>`,
  `<svg><foreignObject><math><mi><img src onerror=${run}></mi></math></foreignObject></svg>`,
  `<math><annotation-xml encoding="text/html"><style><img src onerror=${run}></style></annotation-xml></math>`,
  `<math><mi//xlink:href="data:x,<script>CANARY</script>">`,
  `<select><template><style><!--</style><a rel="--></style></template></select><img src onerror=${run}>">`,
  `<table><caption><svg><title><style><img src onerror=${run}></style></title></svg></caption></table>`,
  `<svg><annotation-xml><foreignobject><style><!--</style><p id="--><img src onerror=${run}>">`,
  `<!--><img src onerror=${run}>-->`,
  `<!--!><img src onerror=${run}>`,
  `<![CDATA[<img src onerror=${run}>]]>`,
  `<svg><![CDATA[</svg><img src onerror=${run}>]]></svg>`,
  `<?xml version="1.0"><img src onerror=${run}>?>`,
  `<!DOCTYPE html [<!ENTITY x "<img src onerror=${run}>">]>&x;`,
  `<p id="a&quot;><img src onerror=${run}>">`,
  `<a title="<!--" href="--><img src onerror=${run}>">x</a>`,
  `${'<div>'.repeat(600)}<svg><style><img src onerror=${run}>`,
  `<p is="x-p"><img is="x" src onerror=${run}>`,
];

const others = [
  `<base href="javascript:/a/-CANARY/"><a href="#" id=go>go</a>`,
  `<meta http-equiv=refresh content="0;url=javascript:CANARY">`,
  `<meta http-equiv=refresh content="0;url=BEACON">`,
  `<meta http-equiv=Content-Security-Policy content="script-src *">`,
  `<iframe srcdoc="<script>CANARY</script>"></iframe>`,
  `<iframe srcdoc="&lt;img src=x onerror=CANARY&gt;"></iframe>`,
  `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><script>CANARY</script></svg>#x"></svg>`,
  `<svg><animate attributeName=href values=javascript:CANARY /><a id=go><text y=20>go</text></a></svg>`,
  `<svg><a><animate attributeName=href to=javascript:CANARY /><text y=20 id=go>go</text></a></svg>`,
  `<svg><set attributeName=onmouseover to=CANARY /></svg>`,
  `<svg><handler type="text/javascript">CANARY</handler></svg>`,
  `<math href="javascript:CANARY" id=go>go</math>`,
  `<isindex action=javascript:CANARY type=submit value=go>`,
  `<button popovertarget=x id=go>go</button><div popover id=x onbeforetoggle=CANARY>x</div>`,
  `<form id=f></form><button form=f formaction=javascript:CANARY id=go>go</button>`,
  `<link rel=import href="data:text/html,<script>CANARY</script>">`,
  `<div style="width:expression(CANARY)">x</div>`,
  `<div style="behavior:url(BEACON)">x</div>`,
  `<portal src="javascript:CANARY"></portal>`,
  `<img name=getElementById src=x><form name=body><input name=firstChild></form><form name=cookie>`,
  `<a id=defaultView href="javascript:CANARY"></a>`,
  `<dialog open onclose=CANARY><form method=dialog><button id=go>go</button></form></dialog>`,
  `<xss style="display:block" contenteditable onbeforeinput=CANARY>x</xss>`,
  `<custom-x onfocus=CANARY tabindex=1 autofocus>x</custom-x>`,
  `<input type=image src=x onerror=CANARY>`,
  `<object type=text/html data="data:text/html,<script>CANARY</script>"></object>`,
];

/** What asks for something elsewhere, and so tells the sender that it was read. */
const beacons = [
  `<img src="BEACON">`,
  `<img srcset="BEACON 1x">`,
  `<img src=x lowsrc="BEACON" dynsrc="BEACON">`,
  `<picture><source srcset="BEACON"><img src=x></picture>`,
  `<body background="BEACON">x`,
  `<table background="BEACON"><tr><td background="BEACON">x</table>`,
  `<input type=image src="BEACON">`,
  `<video poster="BEACON" src="BEACON" autoplay></video>`,
  `<audio src="BEACON" autoplay></audio>`,
  `<video><source src="BEACON"><track src="BEACON" default></video>`,
  `<link rel=stylesheet href="BEACON">`,
  `<link rel=prefetch href="BEACON"><link rel=preload as=image href="BEACON"><link rel=dns-prefetch href="BEACON"><link rel=preconnect href="BEACON">`,
  `<link rel=icon href="BEACON"><link rel=manifest href="BEACON"><link rel=modulepreload href="BEACON">`,
  `<style>@import "BEACON";</style>`,
  `<style>@import url(BEACON);body{background:url(BEACON)}</style>`,
  `<style>@font-face{font-family:x;src:url(BEACON)}body{font-family:x}</style>x`,
  `<style>p::before{content:url(BEACON)}</style><p>x`,
  `<style>li{list-style-image:url(BEACON)}</style><li>x`,
  `<style>a{cursor:url(BEACON),auto}</style><a>x</a>`,
  `<style>p{background:image-set("BEACON" 1x)}</style><p>x`,
  `<style>p{mask:url(BEACON);filter:url(BEACON#x);clip-path:url(BEACON#x);shape-outside:url(BEACON)}</style><p>x`,
  `<style>:root{--u:url(BEACON)}p{background:var(--u)}</style><p>x`,
  `<p style="background:url(BEACON)">x</p>`,
  `<p style="background:u\\72l(BEACON)">x</p>`,
  `<p style="border-image:url(BEACON) 1">x</p>`,
  `<svg><image href="BEACON" /><use href="BEACON#x" /><feImage href="BEACON" /></svg>`,
  `<iframe src="BEACON"></iframe><frame src="BEACON"><object data="BEACON"></object><embed src="BEACON">`,
  `<a href="/x" ping="BEACON" id=go>go</a>`,
  `<script src="BEACON"></script>`,
  `<base href="BEACON/"><img src="y">`,
];

/** Every vector, with its canary in place. */
export const vectors = (canary: string, beacon: string): readonly string[] =>
  [...onEvents, ...oddlySpaced, ...oddCase, ...inAddresses, ...mutated, ...others, ...beacons].map((vector) =>
    vector
      .replaceAll('CANARY', canary)
      .replaceAll('BEACON', beacon)
      .replaceAll(
        Buffer.from('<script>CANARY</script>').toString('base64'),
        Buffer.from(`<script>${canary}</script>`).toString('base64'),
      ),
  );
