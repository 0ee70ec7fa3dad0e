import type { Document, Node } from 'yaml'
import { plainText } from '../../../lib/text/plain-text.ts'

/** What is to be written as YAML: texts, lists and sections, any of them with comments. */
export type YamlValue = string | readonly YamlValue[] | { readonly [key: string]: YamlValue } | Commented

/** A value with comments before it, line by line. */
export class Commented {
  readonly value: YamlValue
  readonly comments: readonly string[]

  constructor(value: YamlValue, comments: readonly string[]) {
    this.value = value
    this.comments = comments
  }
}

/** The value without comments, as the schema of the configuration takes it. */
export function withoutComments(written: YamlValue): unknown {
  if (written instanceof Commented) return withoutComments(written.value)
  if (typeof written === 'string') return written
  if (isList(written)) return written.map(withoutComments)
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, withoutComments(value)]))
}

/** The value as a node of a document. */
export function nodeOf(document: Document, written: YamlValue): Node {
  if (typeof written === 'string') return document.createNode(written)
  if (written instanceof Commented) {
    const node = nodeOf(document, written.value)
    if (written.comments.length > 0) node.commentBefore = written.comments.map(asComment).join('\n')
    return node
  }
  if (isList(written)) return document.createNode(written.map((item) => nodeOf(document, item)))
  return document.createNode(
    new Map(Object.entries(written).map(([key, value]) => [key, nodeOf(document, value)] as const)),
  )
}

/** Text of other people as the line of a comment, which it cannot leave. */
function asComment(line: string): string {
  return ` ${plainText(line)}`.trimEnd() || ' '
}

function isList(written: YamlValue): written is readonly YamlValue[] {
  return Array.isArray(written)
}
