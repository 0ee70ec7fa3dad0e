import { type Kind, KINDS, definitionOf } from '../../lib/event/catalogue.ts'
import type { Definition, Share } from '../../lib/event/definition.ts'
import { ON_REQUEST } from '../../lib/event/entry.ts'
import { type Field, PRIVACY } from '../../lib/event/field.ts'
import { FIELDS, fieldNamed } from '../../lib/event/fields.ts'
import { exampleOf } from './event-example.ts'
import { sourcesOf } from './event-sources.ts'

const PLACE = /(?<=<!-- Made by build\/documents\/event-tables.ts from lib\/event\/\. -->\n).*(?=<!-- End -->)/s

/** The text of docs/events.md with what the catalogue says. */
export function eventDocument(document: string): string {
  return document.replace(PLACE, () => ['', classes(), common(), ...KINDS.map(section)].join('\n'))
}

function classes(): string {
  const rows = Object.entries(PRIVACY).map(([name, meaning]) => `| ${name} | ${meaning} |\n`)
  return ['## Privacy\n\n', '| class | what it means |\n|---|---|\n', ...rows].join('')
}

function common(): string {
  const rows = ['type', 'time', 'context', 'host', 'id'].map((name) => row(name, 'always'))
  return [
    '## Fields of every entry\n\n',
    ...table([...rows, ...ON_REQUEST.map((name) => row(name, 'on request'))]),
    ...(['context', 'severity', 'service'] as const).map((name) => words(name, FIELDS[name])),
  ].join('')
}

function section(kind: Kind): string {
  const { sentence, severity, contexts, services, fields, onRequest = {} } = definitionOf(kind)
  const all = [
    ...Object.entries(fields).map(([name, presence]) => row(name, presence === 'maybe' ? 'always, or null' : 'always')),
    ...Object.keys(onRequest).map((name) => row(name, 'on request')),
  ]
  const own = Object.keys({ ...fields, ...onRequest }).map((name) => words(name, fieldNamed(name)))
  return [
    `## ${kind}\n\n${sentence}${setNotes(definitionOf(kind)).join('')}\n\n`,
    `- severity: ${code(severity)}\n- context: ${contexts.map(code).join(', ')}\n`,
    services.length === 0 ? '\n' : `- service: ${services.map(code).join(', ')}, or null\n\n`,
    ...table(all),
    ...own,
    `\n${sourcesOf(kind)}`,
    'Sealed as\n',
    `\n\`\`\`json\n${JSON.stringify(exampleOf(kind), undefined, 2)}\n\`\`\`\n`,
  ].join('')
}

/** Which sets have events of a kind besides `all`. */
function setNotes({ appSpoor, takeover }: Definition): readonly string[] {
  return [
    ...(takeover === false ? [] : [`\n${code('events: takeover')} includes it${exceptions(takeover)}.`]),
    ...(appSpoor === undefined ? [] : [`\n${code('events: spoor')} includes it for mailboxes${exceptions(appSpoor)}.`]),
  ]
}

function exceptions(share: true | Share): string {
  const unless = share === true ? [] : Object.entries(share.unless)
  const words = unless.map(([name, left]) => `${code(name)} is ${left.map((value) => code(`${value}`)).join(' or ')}`)
  return words.length === 0 ? '' : `, unless ${words.join(',\nor ')}`
}

function table(rows: readonly string[]): readonly string[] {
  return ['| field | type | sent | privacy | meaning |\n|---|---|---|---|---|\n', ...rows]
}

function row(name: string, note: string): string {
  const field = fieldNamed(name)
  if (field === undefined) throw new Error(`lib/event/fields.ts has no field ${name}`)
  return `| ${code(name)} | ${typeOf(field)} | ${note} | ${field.privacy} | ${field.meaning} |\n`
}

function typeOf(field: Field): string {
  switch (field.type) {
    case 'text':
      return `text, up to ${field.longest} characters`
    case 'integer':
      return `whole number, ${field.unit}`
    case 'choice':
      return 'word'
  }
}

/** What the words mean that a field can hold. */
function words(name: string, field: Field | undefined): string {
  if (field?.type !== 'choice') return ''
  const rows = Object.entries(field.values).map(([value, meaning]) => `| ${code(value)} | ${meaning} |\n`)
  return `\n| ${code(name)} | means |\n|---|---|\n${rows.join('')}`
}

function code(text: string): string {
  return `\`${text}\``
}
