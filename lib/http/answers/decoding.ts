import { isUtf8 } from 'node:buffer'

/** The characters from U+00A0 to U+00FF, as HTML names them (https://html.spec.whatwg.org/entities.json). */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'

/** The characters of ASCII that HTML names, each before its name. */
const ASCII =
  '!excl "quot #num $dollar %percnt &amp \'apos (lpar )rpar *ast +plus ,comma .period /sol :colon ;semi <lt =equals >gt ?quest @commat [lsqb [lbrack \\bsol ]rsqb ]rbrack ^Hat _lowbar _UnderBar `grave `DiacriticalGrave {lcub {lbrace |verbar |vert |VerticalLine }rcub }rbrace'

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ...LATIN.split(' ').map((name, index) => [name, String.fromCharCode(0xa0 + index)] as const),
  ...ASCII.split(' ').map((entry) => [entry.slice(1), entry.slice(0, 1)] as const),
])

/** Escapes of JSON, JavaScript and C. */
const BACKSLASHES = /\\u\{([\da-f]{1,6})\}|\\u([\da-f]{4})|((?:\\x[\da-f]{2})+)|((?:\\[0-3][0-7]{2})+)|\\([^])/gi
/** Escapes of URLs; the second kind is that of JavaScript's `escape`. */
const PERCENTS = /((?:%[\da-f]{2})+)|%u([\da-f]{4})/gi
/** Quoted-printable, of mail (RFC 2045 §6.7). */
const EQUALS = /(?:=[\da-f]{2})+/gi
/** Character references of HTML and XML. */
const AMPERSANDS = /&#x([\da-f]{1,6});|&#(\d{1,7});|&(\w{2,20});/gi

/**
 * Everything that a text may stand for: itself, and what its escapes, base64 (either alphabet, from any character on),
 * hex and decimal bytes stand for, and again what those stand for. Without blanks and control characters, and without
 * forms of fewer than `least` characters. Ends for every text, but may yield very many forms.
 */
export function* decodings(text: string, least: number): Generator<string, void, void> {
  const found = new Set([withoutBlanks(text)])
  for (const form of found) {
    yield form
    const escaped = [withoutBackslashes(form), withoutPercents(form), withoutEquals(form), withoutAmpersands(form)]
    for (const next of [...escaped, ...fromBase64(form, least), ...fromHex(form, least), ...fromDecimal(form, least)]) {
      const plain = withoutBlanks(next)
      if (plain.length >= least) found.add(plain)
    }
  }
}

/** Without blanks and control characters, which may be put between the characters of a secret. */
export function withoutBlanks(text: string): string {
  return text.replaceAll(/[\s\p{C}]+/gu, '')
}

function withoutBackslashes(text: string): string {
  return text.replaceAll(
    BACKSLASHES,
    (_, braced?: string, code?: string, bytes?: string, octal?: string, sign = '') => {
      const unicode = braced ?? code
      if (unicode !== undefined) return character(Number.parseInt(unicode, 16))
      if (bytes !== undefined) return textOf(Buffer.from(bytes.replaceAll(/\\x/gi, ''), 'hex'))
      if (octal !== undefined)
        return textOf(Buffer.from(octal.match(/\d+/g)?.map((byte) => Number.parseInt(byte, 8)) ?? []))
      // \n and the like stand for blanks.
      return /[abefnrtv0]/.test(sign) ? '' : sign
    },
  )
}

function withoutPercents(text: string): string {
  return text.replaceAll(PERCENTS, (_, bytes?: string, code = '') =>
    bytes === undefined ? character(Number.parseInt(code, 16)) : textOf(Buffer.from(bytes.replaceAll('%', ''), 'hex')),
  )
}

function withoutEquals(text: string): string {
  return text.replaceAll(EQUALS, (bytes) => textOf(Buffer.from(bytes.replaceAll('=', ''), 'hex')))
}

function withoutAmpersands(text: string): string {
  return text.replaceAll(AMPERSANDS, (whole, hex?: string, decimal?: string, name = '') => {
    if (hex !== undefined) return character(Number.parseInt(hex, 16))
    return decimal === undefined ? (ENTITIES.get(name) ?? whole) : character(Number(decimal))
  })
}

/** A half of a surrogate pair by itself: the other half follows. */
function character(code: number): string {
  return code > 0x10_ff_ff ? '' : code > 0xff_ff ? String.fromCodePoint(code) : String.fromCharCode(code)
}

function fromBase64(text: string, least: number): readonly string[] {
  const runs = (text.match(/[\w+/-]+/g) ?? []).filter((run) => run.length * 3 >= least * 4)
  // Characters in front of it may look like a part of it.
  return runs.flatMap((run) => [0, 1, 2, 3].flatMap((start) => readings(Buffer.from(run.slice(start), 'base64'))))
}

function fromHex(text: string, least: number): readonly string[] {
  const digits = text.replaceAll(/0x|[:,;-]/gi, '').match(/[\da-f]+/gi) ?? []
  const runs = digits.filter((run) => run.length >= least * 2)
  return runs.flatMap((run) => [0, 1].flatMap((start) => readings(Buffer.from(run.slice(start), 'hex'))))
}

/** Node's Buffer as JSON, and arrays of bytes in other languages; a `+` may stand for the blank after a comma. */
function fromDecimal(text: string, least: number): readonly string[] {
  const lists = (text.match(/[\d,+]+/g) ?? []).map((list) => list.match(/\d+/g) ?? [])
  return lists.filter(({ length }) => length >= least).flatMap((list) => readings(Buffer.from(list.map(Number))))
}

/** Bytes as UTF-8, as Latin-1 where they are not valid UTF-8, and as UTF-16 from an even and from an odd byte on. */
function readings(bytes: Buffer): readonly string[] {
  const wide = [wideText(bytes, 0), wideText(bytes, 1)]
  return [bytes.toString(), ...wide, ...(isUtf8(bytes) ? [] : [bytes.toString('latin1')])]
}

/** Not with Buffer's `utf16le`: for bytes at an odd address Node 24.21 writes out of bounds. */
function wideText(bytes: Buffer, start: number): string {
  let text = ''
  for (let at = start; at + 1 < bytes.length; at += 2) text += String.fromCharCode(bytes.readUInt16LE(at))
  return text
}

function textOf(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1')
}
