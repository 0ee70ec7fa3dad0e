import { isDeepStrictEqual } from 'node:util'
import { type Document, isCollection, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml'
import { ActionNeeded } from '../../../lib/system/errors.ts'

/** A place in the text of a file that is replaced by another text; both places count characters. */
export interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The file as a document whose values are all texts. Throws `ActionNeeded` if it is none. */
export function documentOf(text: string): Document {
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false })
  if (document.errors.length === 0) return document
  throw new ActionNeeded('The configuration is no valid YAML; mend it first: spoor-agent check names the lines.')
}

/** The pair with this key. */
export function pairIn(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)
}

/** The first and the last place of a node of the file, without what follows it. */
export function rangeOf(node: unknown): readonly [from: number, to: number] {
  const range = isScalar(node) || isCollection(node) ? node.range : undefined
  if (!range) throw new ActionNeeded('The configuration is written in a way that setup does not change; do it by hand.')
  return [range[0], range[1]]
}

/** The text after a change. */
export function spliced(text: string, { from, to, text: put }: Splice): string {
  return text.slice(0, from) + put + text.slice(to)
}

/** What the file says at these keys: texts, lists and sections; undefined if it says nothing there. */
export function valueAt(text: string, path: readonly string[]): unknown {
  return path.reduce<unknown>((data, key) => (isRecord(data) ? data[key] : undefined), dataOf(text))
}

/** The text that the file says at these keys; '' for an empty value, and for one that is not there or no text. */
export function textAt(text: string, path: readonly string[]): string {
  const value = valueAt(text, path)
  return typeof value === 'string' ? value : ''
}

/**
 * Throws `ActionNeeded` unless the file says after a change what it said before, but for what `change` does to its
 * data: what the file looks like is never a reason to change more than was meant.
 */
export function refuseOtherChanges(
  before: string,
  after: string,
  change: (data: Record<string, unknown>) => void,
): void {
  const [wanted, found] = [dataOf(before), dataOf(after)]
  change(wanted)
  if (isDeepStrictEqual(wanted, found)) return
  throw new ActionNeeded('The configuration is written in a way that setup does not change; do it by hand.')
}

function dataOf(text: string): Record<string, unknown> {
  const data: unknown = documentOf(text).toJS()
  return isRecord(data) ? copied(data) : {}
}

/** What several aliases stand for is one object until then: a change of one would be one of all. */
function copied(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, copyOf(value)]))
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf)
  return isRecord(value) ? copied(value) : value
}

/** Whether a value is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
