import { isDeepStrictEqual } from 'node:util'
import { isMap, isScalar, isSeq, type Pair, parse, type YAMLMap } from 'yaml'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import {
  documentOf,
  isRecord,
  pairIn,
  rangeOf,
  refuseOtherChanges,
  type Splice,
  spliced,
  valueAt,
} from './yaml-file.ts'

/** Spaces before the keys of a section that is new. */
const INDENT = '  '

/**
 * The text of a file with a value at these keys, written as YAML in one line. Only the lines concerned differ:
 * comments, order and layout stay as somebody wrote them. Throws `ActionNeeded` if the file does not allow that.
 */
export function withValue(text: string, path: readonly string[], value: string): string {
  const data: unknown = parse(value, { schema: 'failsafe' })
  const after = spliced(text, spliceFor(text, path, value))
  refuseOtherChanges(text, after, (whole) => put(whole, path, data))
  return after
}

/** The text with another key, and its value, in place of one that is there. */
export function withPair(text: string, path: readonly string[], key: string, value: string): string {
  const [section, old] = [path.slice(0, -1), path.at(-1) ?? '']
  const map = mapAt(text, section)
  const pair = map && pairIn(map, old)
  if (map === undefined || pair === undefined) return withValue(text, [...section, key], value)
  const [from] = rangeOf(pair.key)
  const after = spliced(text, { from, to: endOfPair(pair), text: `${key}: ${value}${isBlock(pair) ? '\n' : ''}` })
  refuseOtherChanges(text, after, (whole) => {
    const holder = section.reduce<unknown>((data, each) => (isRecord(data) ? data[each] : undefined), whole)
    if (!isRecord(holder)) return
    delete holder[old]
    holder[key] = parse(value, { schema: 'failsafe' })
  })
  return after
}

/** The text with a section commented out, line by line, so that somebody can take it into use again. */
export function withoutSection(text: string, key: string): string {
  const map = mapAt(text, [])
  const pair = map && pairIn(map, key)
  if (map === undefined || map.flow === true || pair === undefined) throw new ActionNeeded(BY_HAND(key))
  const from = rangeOf(pair.key)[0]
  const section = text.slice(from, endOfPair(pair))
  const commented = section.replaceAll(/^(?=[^\n])/gm, '# ').replaceAll(/^# (?= *#)/gm, '')
  const after = spliced(text, { from, to: from + section.length, text: commented })
  refuseOtherChanges(text, after, (whole) => delete whole[key])
  return after
}

/** A text as a value of YAML. */
export function yamlText(text: string): string {
  return /^[\w./-]+(?::[\w./-]+)*$/.test(text) && !/^[-.]/.test(text) ? text : JSON.stringify(text)
}

/** The text with all of these values, in their order; one that is there already is not touched. */
export function withValues(
  text: string,
  values: readonly (readonly [path: readonly string[], value: string])[],
): string {
  return values.reduce((before, [path, value]) => {
    const isThere = isDeepStrictEqual(valueAt(before, path), parse(value, { schema: 'failsafe' }))
    return isThere ? before : withValue(before, path, value)
  }, text)
}

const BY_HAND = (key: string): string => `${key}: this is written in a way that setup does not change; do it by hand.`

function mapAt(text: string, path: readonly string[]): YAMLMap | undefined {
  let value: unknown = documentOf(text).contents
  for (const key of path) value = isMap(value) ? pairIn(value, key)?.value : undefined
  return isMap(value) ? value : undefined
}

function put(data: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    data[key] = value
    return
  }
  const below = data[key]
  const section = isRecord(below) ? below : {}
  data[key] = section
  put(section, rest, value)
}

function spliceFor(text: string, path: readonly string[], value: string): Splice {
  let map: unknown = documentOf(text).contents
  let above: Pair | undefined
  for (const [depth, key] of path.entries()) {
    const rest = path.slice(depth)
    if (!isMap(map)) return belowEmpty(text, above, rest, value)
    const pair = pairIn(map, key)
    if (pair === undefined) return intoMap(text, map, above, rest, value)
    if (rest.length === 1) return inPlaceOf(text, pair, value)
    above = pair
    map = pair.value
  }
  throw new Error('A path has at least one key.')
}

/** A value that is empty begins behind its colon; a comment after it stays. */
function inPlaceOf(text: string, pair: Pair, value: string): Splice {
  if (isEmpty(pair)) {
    const at = colonAfter(text, pair)
    return { from: at, to: at, text: ` ${value}` }
  }
  const isFlow = isSeq(pair.value) && pair.value.flow === true
  if (!isScalar(pair.value) && !isFlow) throw new ActionNeeded(BY_HAND(String(pair.key)))
  const [from, to] = rangeOf(pair.value)
  return { from, to, text: isBlock(pair) ? `${value}\n` : value }
}

/** The first lines of a section that is empty, or of a file without keys. */
function belowEmpty(text: string, above: Pair | undefined, path: readonly string[], value: string): Splice {
  if (above === undefined) return atEnd(text, path, value)
  if (!isEmpty(above)) throw new ActionNeeded(BY_HAND(String(above.key)))
  const indent = ' '.repeat(columnOf(text, rangeOf(above.key)[0])) + INDENT
  const at = endOfLine(text, rangeOf(above.key)[1])
  return { from: at, to: at, text: `\n${linesFor(path, value, indent)}` }
}

/** A new key stands right below its section's, above what the comments there belong to; at the top level at the end. */
function intoMap(text: string, map: YAMLMap, above: Pair | undefined, path: readonly string[], value: string): Splice {
  if (map.flow === true) {
    const at = rangeOf(map)[0] + 1
    const pair = path.reduceRight(
      (below, key, index) => `${key}: ${index === path.length - 1 ? value : `{ ${below} }`}`,
      '',
    )
    return { from: at, to: at, text: map.items.length === 0 ? ` ${pair} ` : ` ${pair},` }
  }
  if (above === undefined) return atEnd(text, path, value)
  const indent = ' '.repeat(columnOf(text, rangeOf(map.items[0]?.key)[0]))
  const at = endOfLine(text, rangeOf(above.key)[1])
  return { from: at, to: at, text: `\n${linesFor(path, value, indent)}` }
}

function atEnd(text: string, path: readonly string[], value: string): Splice {
  const gap = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n'
  return { from: text.length, to: text.length, text: `${gap}${linesFor(path, value, '')}\n` }
}

function linesFor(path: readonly string[], value: string, indent: string): string {
  const last = path.length - 1
  return path
    .map((key, depth) => `${indent}${INDENT.repeat(depth)}${key}:${depth === last ? ` ${value}` : ''}`)
    .join('\n')
}

function isEmpty({ value }: Pair): boolean {
  return value === null || (isScalar(value) && (value.source ?? '') === '' && value.type === 'PLAIN')
}

function isBlock({ value }: Pair): boolean {
  return isScalar(value) && (value.type === 'BLOCK_LITERAL' || value.type === 'BLOCK_FOLDED')
}

function endOfPair(pair: Pair): number {
  return isEmpty(pair) ? rangeOf(pair.key)[1] + 1 : rangeOf(pair.value)[1]
}

function colonAfter(text: string, { key }: Pair): number {
  const at = text.indexOf(':', rangeOf(key)[1])
  if (at < 0) throw new ActionNeeded(BY_HAND(String(key)))
  return at + 1
}

function columnOf(text: string, place: number): number {
  return place - (text.lastIndexOf('\n', place - 1) + 1)
}

/** The place of the newline, or of the carriage return before it. */
function endOfLine(text: string, place: number): number {
  const [end] = [text.indexOf('\n', place)]
  if (end < 0) return text.length
  return text[end - 1] === '\r' ? end - 1 : end
}
