/** Names of U+00A0 to U+00FF in order (HTML 4 Latin-1 set). */
const latin1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const named = new Map<string, string>([
  ...latin1.split(' ').map((name, index): [string, string] => [name, String.fromCodePoint(0xa0 + index)]),
  ...Object.entries({
    amp: '&',
    apos: "'",
    bdquo: '„',
    bull: '•',
    emsp: ' ',
    ensp: ' ',
    euro: '€',
    gt: '>',
    hellip: '…',
    larr: '←',
    ldquo: '“',
    lsaquo: '‹',
    lsquo: '‘',
    lt: '<',
    mdash: '—',
    ndash: '–',
    OElig: 'Œ',
    oelig: 'œ',
    quot: '"',
    rarr: '→',
    rdquo: '”',
    rsaquo: '›',
    rsquo: '’',
    sbquo: '‚',
    Scaron: 'Š',
    scaron: 'š',
    thinsp: ' ',
    trade: '™',
    zwj: '',
    zwnj: '',
  }),
]);

/** Character references as mailers write them; an unknown one stays as it is. */
export const decodeEntities = (text: string): string =>
  text.replaceAll(/&(?:#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,9});/gi, (reference) => {
    const name = reference.slice(1, -1);
    if (!name.startsWith('#')) return named.get(name) ?? reference;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff) ? '\uFFFD' : String.fromCodePoint(code);
  });
